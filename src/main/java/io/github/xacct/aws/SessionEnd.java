package io.github.xacct.aws;

import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Detects that AWS rejects a role's session as expired, though by our clock it is not. AWS has not
 * performed the call, and the next one is signed with new credentials.
 */
final class SessionEnd implements ExecutionInterceptor {

  /** Added to AWS's exception as a suppressed one: the SDK does not allow replacing it. */
  private static final class Noticed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Noticed() {
      super("the session has ended and will be renewed", null, false, false);
    }
  }

  private final Consumer<String> ended;

  /**
   * @param ended receives the ID of the expired access key
   */
  SessionEnd(Consumer<String> ended) {
    this.ended = ended;
  }

  /**
   * Whether the call failed because its session had expired, so that it can be repeated at once.
   */
  static boolean caused(SdkException e) {
    return Stream.of(e.getSuppressed()).anyMatch(Noticed.class::isInstance);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution failed, ExecutionAttributes attributes) {
    String key = keyOf(failed);
    // Without a key the call was never signed: the caller's own credentials, which were to assume
    // the role again, have expired.
    if (failed.exception() instanceof AwsServiceException e && !key.isEmpty()) {
      notice(e, key);
    }
  }

  /**
   * Handles the failure of a call that was made without a client of the SDK.
   *
   * @param accessKeyId the access key that signed the call
   */
  void notice(AwsServiceException e, String accessKeyId) {
    if (AwsErrors.code(e).startsWith("ExpiredToken")) {
      ended.accept(accessKeyId);
      e.addSuppressed(new Noticed());
    }
  }

  /** The key in {@code Credential=KEY/date/region/service/aws4_request}; empty if there is none. */
  private static String keyOf(Context.FailedExecution failed) {
    return failed
        .httpRequest()
        .flatMap(request -> request.firstMatchingHeader("Authorization"))
        .map(text -> text.replaceAll(".*Credential=([^/]+)/.*", "$1"))
        .orElse("");
  }
}
