package io.github.xacct.migrate;

import java.util.Optional;

/**
 * A line of the plan: a setting of CodeDeploy, and what it becomes.
 *
 * @param subject the setting, such as {@code termination wait}
 * @param loss what differs afterwards
 */
public record Translated(String subject, String from, String to, Optional<String> loss) {
  static Translated of(String subject, String from, String to) {
    return new Translated(subject, from, to, Optional.empty());
  }

  Translated losing(String loss) {
    return new Translated(subject, from, to, Optional.of(loss));
  }
}
