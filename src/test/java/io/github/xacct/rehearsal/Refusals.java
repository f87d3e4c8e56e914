package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.wire.AwsError;
import java.util.Set;

/** Some operations may not be called, whatever the policies say. */
public final class Refusals {
  private Refusals() {}

  /** From now on. */
  public static void deny(Rehearsal rehearsal, String... operations) {
    var denied = Set.of(operations);
    rehearsal.onCall(
        call -> {
          if (denied.contains(call.operation())) {
            boolean query = Set.of("elasticloadbalancing", "iam").contains(call.service());
            throw new AwsError(
                query ? 403 : 400,
                query ? "AccessDenied" : "AccessDeniedException",
                "User: "
                    + call.callerArn()
                    + " is not authorized to perform: "
                    + call.service()
                    + ":"
                    + call.operation());
          }
        });
  }
}
