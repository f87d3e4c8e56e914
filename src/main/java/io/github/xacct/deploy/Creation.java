package io.github.xacct.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a deployment is created once, though an answer may be lost on the way: CreateDeployment knows
 * no client token. While it is in doubt whether ours was created, nothing new is.
 */
final class Creation {
  /** A list that AWS gives may lag behind what it has done. */
  private static final Duration LAG = Duration.ofSeconds(20);

  private final Ports ports;
  private final String taskDefinition;
  private final String description;
  private Optional<Instant> lost = Optional.empty();

  Creation(Ports ports, String taskDefinition, String description) {
    this.ports = ports;
    this.taskDefinition = taskDefinition;
    this.description = description;
  }

  /** Creates it, however often the engine has to be asked; gives its id. */
  String create() {
    return new Polling(ports)
        .atFirst(
            "about a new deployment",
            this::attempt,
            () -> inDoubt() ? "" : "; no deployment was created");
  }

  /** Whether it may have been created, though nobody said so. */
  boolean inDoubt() {
    return lost.isPresent();
  }

  private String attempt() {
    if (lost.isPresent()) {
      var ours = ports.engine().find(description);
      if (ours.isPresent()) {
        lost = Optional.empty();
        return ours.get();
      }
      if (ports.clock().instant().isBefore(lost.get().plus(lag()))) {
        throw new TransientFailure("The deployment is not listed.", null);
      }
      lost = Optional.empty();
    }
    try {
      return ports.engine().start(taskDefinition, description);
    } catch (TransientFailure e) {
      if (e.perhapsDone()) {
        lost = Optional.of(ports.clock().instant());
      }
      throw e;
    }
  }

  private Duration lag() {
    var quarter = ports.engine().patience().dividedBy(4);
    return quarter.compareTo(LAG) < 0 ? quarter : LAG;
  }
}
