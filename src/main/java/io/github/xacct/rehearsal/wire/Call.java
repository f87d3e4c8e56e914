package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.RecordedCall;
import java.util.List;

/**
 * An authenticated and parsed API call.
 *
 * @param caller principal that signed it
 * @param region of the credential scope
 * @param operation such as CreateDeployment
 * @param input JSON body; for the query protocol the form fields as text members, so {@code
 *     Tags.member.1.Key} is one key
 * @param requestId ID that the response repeats
 */
public record Call(
    Caller caller, String region, String operation, ObjectNode input, String requestId) {

  /** Returns a text member; empty string if absent. */
  public String text(String name) {
    return input.path(name).asText("");
  }

  /**
   * Returns the account and region that it addresses: the caller's account, the region of the
   * signature.
   */
  public AccountRegion place() {
    return new AccountRegion(caller.account(), new Region(region));
  }

  /** Returns the call for observers of a rehearsal. */
  RecordedCall recorded(String service, List<Access> authorised) {
    return new RecordedCall(service, operation, caller.arn(), region, input, authorised);
  }
}
