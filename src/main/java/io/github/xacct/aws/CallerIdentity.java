package io.github.xacct.aws;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Arn;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/** Reads account and ARN of the caller from STS. */
public final class CallerIdentity {
  private static final Pattern SESSION =
      Pattern.compile("arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/([^/]+)/.*");

  private CallerIdentity() {}

  /** Returns the account of the session's credentials. */
  public static AccountId account(AwsSession session) {
    return session.patiently(
        "Cannot read the caller's identity from STS.",
        () -> {
          var identity = session.client(StsClient.builder()).getCallerIdentity();
          return new AccountId(
              AwsErrors.member("STS GetCallerIdentity", "Account", identity.account()));
        });
  }

  /**
   * Returns the caller's ARN as a trust policy names it: a role session's ARN as its role's ARN.
   * Returns "the caller" if STS cannot be read.
   */
  static String principal(AwsSession session) {
    try {
      var identity = session.client(StsClient.builder()).getCallerIdentity();
      return roleOfSession(AwsErrors.member("STS GetCallerIdentity", "Arn", identity.arn()));
    } catch (SdkException e) {
      return "the caller";
    }
  }

  private static String roleOfSession(String arn) {
    var session = SESSION.matcher(arn);
    return session.matches()
        ? new Arn(session.group(1), "iam", "", session.group(2), "role/" + session.group(3))
            .toString()
        : arn;
  }
}
