package io.github.xacct.aws;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether a call that failed may have been acted upon. */
public final class LostAnswers {
  private LostAnswers() {}

  /** Whether AWS has certainly not acted upon a call of this operation. */
  public static boolean isRefusal(SdkException e, String operation) {
    if (e instanceof AwsServiceException answer
        && (answer.statusCode() < 500 || answer.statusCode() == 501)) {
      return true;
    }
    return !(e instanceof HollowAnswer) && !Calls.sent(e, operation) || neverArrived(e);
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
