package io.github.xacct.preflight;

import io.github.xacct.model.Arn;
import io.github.xacct.policy.Principal;
import java.util.regex.Pattern;

/** Finds the identity whose policies apply to an ARN of GetCallerIdentity. */
final class Principals {
  private static final Pattern SESSION =
      Pattern.compile("arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/([^/]+)/.*");

  private Principals() {}

  static boolean isSession(String arn) {
    return SESSION.matcher(arn).matches();
  }

  /** The user or role; of a session its role, without the path, which the session's ARN lacks. */
  static String identityOf(String arn) {
    var session = SESSION.matcher(arn);
    return session.matches()
        ? new Arn(session.group(1), "iam", "", session.group(2), "role/" + session.group(3))
            .toString()
        : arn;
  }

  /** A session of the role, as it signs requests. */
  static Principal.Aws ofRole(io.github.xacct.model.RoleArn role) {
    Arn session =
        Arn.global(role.partition(), role.account(), "sts", "assumed-role/" + role.name() + "/x");
    return new Principal.Aws(role.account(), session.toString(), role.toString());
  }
}
