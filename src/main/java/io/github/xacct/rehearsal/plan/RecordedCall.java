package io.github.xacct.rehearsal.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A call with a valid signature that reached the embedded AWS, reported before it is answered.
 *
 * @param service signing name, such as {@code codedeploy}
 * @param operation such as {@code CreateDeployment}
 * @param callerArn ARN of the principal that signed it
 * @param region of the credential scope
 * @param request JSON body, or the fields of the form
 * @param authorised accesses that were allowed for it; empty if the call is refused
 */
public record RecordedCall(
    String service,
    String operation,
    String callerArn,
    String region,
    ObjectNode request,
    List<Access> authorised) {}
