package io.github.xacct.rehearsal;

import io.github.xacct.policy.Decision;
import java.util.List;
import java.util.Map;

/** What an identity may do: the identity policies of users and roles that stand in the estate. */
final class Iam {
  private final Estate estate;

  Iam(Estate estate) {
    this.estate = estate;
  }

  /**
   * Whether an identity's own policies let it do something.
   *
   * @param principalArn of a user or a role, never of a session
   * @param action such as {@code ecs:RegisterTaskDefinition}
   * @param resource ARN, or {@code *}
   * @param context condition keys of the request
   */
  Decision decide(
      String principalArn, String action, String resource, Map<String, List<String>> context) {
    return new Decision(Decision.Outcome.ALLOWED, "nobody is refused anything yet");
  }
}
