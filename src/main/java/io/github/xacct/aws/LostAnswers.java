package io.github.xacct.aws;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether AWS may have performed a call that failed. */
public final class LostAnswers {
  private LostAnswers() {}

  /** Whether AWS has certainly not performed this operation. */
  public static boolean isRefusal(SdkException e, String operation) {
    if (e instanceof AwsServiceException answer
        && (answer.statusCode() < 500 || answer.statusCode() == 501)) {
      return true;
    }
    return !(e instanceof IncompleteResponse) && !FailedCalls.sent(e, operation) || neverArrived(e);
  }

  private static boolean neverArrived(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException
          || t instanceof ConnectException
          || t instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }
}
