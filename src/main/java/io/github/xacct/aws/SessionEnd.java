package io.github.xacct.aws;

import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Notices that AWS takes a role's session for ended, though by our clock it is not. The call has
 * not been acted upon, and the next one will be signed with new credentials.
 */
final class SessionEnd implements ExecutionInterceptor {

  /** Left on AWS's exception: the SDK lets nobody throw another one in its place. */
  private static final class Noticed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Noticed() {
      super("the session has ended and will be renewed", null, false, false);
    }
  }

  private final Consumer<String> ended;

  /**
   * @param ended is given the id of the access key
   */
  SessionEnd(Consumer<String> ended) {
    this.ended = ended;
  }

  /** Whether this failure was noticed, so that the same call may be made once more. */
  static boolean caused(SdkException e) {
    return Stream.of(e.getSuppressed()).anyMatch(Noticed.class::isInstance);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution failed, ExecutionAttributes attributes) {
    String key = keyOf(failed);
    // Without a key the call was never signed: it is the caller's own credentials that have run
    // out, by which the role was to be assumed again.
    if (failed.exception() instanceof AwsServiceException e && !key.isEmpty()) {
      notice(e, key);
    }
  }

  /**
   * The same of a call that no client of the SDK made.
   *
   * @param accessKeyId by which it was signed
   */
  void notice(AwsServiceException e, String accessKeyId) {
    if (AwsErrors.code(e).startsWith("ExpiredToken")) {
      ended.accept(accessKeyId);
      e.addSuppressed(new Noticed());
    }
  }

  /** Out of {@code Credential=KEY/date/region/service/aws4_request}. */
  private static String keyOf(Context.FailedExecution failed) {
    return failed
        .httpRequest()
        .flatMap(request -> request.firstMatchingHeader("Authorization"))
        .map(text -> text.replaceAll(".*Credential=([^/]+)/.*", "$1"))
        .orElse("");
  }
}
