package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.rehearsal.wire.AwsError;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What AWS refuses: an operation that nobody may call, and the answer to a call that was wrong. */
public final class Refusals {
  private Refusals() {}

  /** A call is refused with this code and message. */
  static void refused(ThrowingCallable call, String code, String message) {
    var refusal = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
  }

  /** From now on these may not be called, whatever the policies say. */
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
