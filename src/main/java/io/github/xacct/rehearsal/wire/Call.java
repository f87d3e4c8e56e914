package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RecordedCall;
import java.util.List;

/**
 * One API call, authenticated and parsed.
 *
 * @param caller who signed it
 * @param region of the credential scope
 * @param operation such as CreateDeployment
 * @param input JSON body; for the query protocol the form fields as text members, so {@code
 *     Tags.member.1.Key} is one key
 * @param requestId also in the answer
 */
public record Call(
    Caller caller, String region, String operation, ObjectNode input, String requestId) {

  /** A text member, or the empty string. */
  public String text(String name) {
    return input.path(name).asText("");
  }

  /** Where it arrives, by who signed it and for which region. */
  public AccountRegion place() {
    return new AccountRegion(caller.account(), new Region(region));
  }

  /** The call as it is reported to observers of a rehearsal. */
  RecordedCall recorded(String service, List<Access> authorised) {
    return new RecordedCall(service, operation, caller.arn(), region, input, authorised);
  }
}
