package io.github.xacct.migrate;

import java.util.Optional;

/**
 * One thing that CodeDeploy was configured with, and what it becomes.
 *
 * @param subject such as {@code termination wait}
 * @param loss what is not the same afterwards
 */
public record Translated(String subject, String from, String to, Optional<String> loss) {
  static Translated of(String subject, String from, String to) {
    return new Translated(subject, from, to, Optional.empty());
  }

  Translated losing(String loss) {
    return new Translated(subject, from, to, Optional.of(loss));
  }
}
