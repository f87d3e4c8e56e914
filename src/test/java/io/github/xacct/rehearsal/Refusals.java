package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.rehearsal.wire.AwsError;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Denies operations, and asserts the refusal of calls. */
public final class Refusals {
  private Refusals() {}

  /** Asserts that a call is refused with a code and a message. */
  static void refused(ThrowingCallable call, String code, String message) {
    var refusal = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
  }

  /** Denies operations from now on, whatever the policies. */
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
