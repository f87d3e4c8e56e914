package io.github.xacct.aws;

import io.github.xacct.deploy.TransientFailure;
import io.github.xacct.model.XacctException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS's refusals in our three parts, AWS's words verbatim with the request id. */
final class AwsErrors {
  private AwsErrors() {}

  /** Makes a call; what AWS refuses is told as {@code problem}. */
  static <T> T call(String problem, Supplier<T> call) {
    try {
      return twiceIfTheSessionEnded(call);
    } catch (SdkException e) {
      throw tell(problem, e);
    }
  }

  /** Makes a call that may be repeated; what may go away by itself is a TransientFailure. */
  static <T> T ask(String problem, Supplier<T> call) {
    try {
      return twiceIfTheSessionEnded(call);
    } catch (AwsServiceException e) {
      if (mayPass(e)) {
        throw new TransientFailure(words(e), e);
      }
      throw tell(problem, e);
    } catch (SdkClientException e) {
      throw new TransientFailure(words(e), e);
    }
  }

  /** Whether the same may be answered a little later. */
  static boolean mayPass(AwsServiceException e) {
    return e.isThrottlingException()
        // 501 is a look-alike's word for what it will not learn by being asked again.
        || e.statusCode() >= 500 && e.statusCode() != 501
        || e.isClockSkewException()
        || SessionEnd.caused(e);
  }

  private static <T> T twiceIfTheSessionEnded(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      if (!SessionEnd.caused(e)) {
        throw e;
      }
      return call.get();
    }
  }

  /** The first two parts of one failed call, for those who know what to suggest. */
  static XacctException evidence(String problem, AwsServiceException e) {
    return XacctException.yours(problem).evidence("AWS said: " + words(e));
  }

  /** The three parts of one failed call. */
  static XacctException tell(String problem, SdkException e) {
    var told = XacctException.yours(problem);
    if (!(e instanceof AwsServiceException service)) {
      return told.evidence("The AWS SDK said: " + words(e))
          .suggestion("check network, proxy and region; AWS_ENDPOINT_URL is honoured if set.");
    }
    told = evidence(problem, service);
    if (code(service).startsWith("AccessDenied")) {
      return told.suggestion(
          "allow that action in the policy of the user or role that AWS names above.");
    }
    if (code(service).startsWith("ExpiredToken")) {
      return told.suggestion("log in again: the credentials have run out.");
    }
    return service.isThrottlingException()
        ? told.suggestion("wait a minute and run the same command again: AWS limits the call rate.")
        : told;
  }

  /** The error code, or the empty string. */
  static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  /** What AWS or the SDK said, with the request id. */
  static String words(SdkException e) {
    if (!(e instanceof AwsServiceException service)) {
      return e.getMessage();
    }
    String message =
        service.awsErrorDetails() == null
            ? service.getMessage()
            : service.awsErrorDetails().errorMessage();
    return code(service) + " - " + message + " (request " + service.requestId() + ")";
  }
}
