package io.github.xacct.rehearsal.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A call that reached the embedded AWS with a good signature, reported before it is answered.
 *
 * @param service signing name, such as {@code codedeploy}
 * @param operation such as {@code CreateDeployment}
 * @param callerArn who signed it
 * @param region of the credential scope
 * @param request JSON body, or the form's fields
 * @param authorised what the caller was allowed to do for it; nothing if the call is refused
 */
public record RecordedCall(
    String service,
    String operation,
    String callerArn,
    String region,
    ObjectNode request,
    List<Access> authorised) {}
