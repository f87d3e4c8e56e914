package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.XacctException;
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

  private static final String ABOUT = "about a new deployment";

  private final Ports ports;
  private final Revision revision;
  private final String description;
  private Optional<Instant> lost = Optional.empty();

  Creation(Ports ports, Revision revision, String description) {
    this.ports = ports;
    this.revision = revision;
    this.description = description;
  }

  /** Creates it, however often the engine has to be asked; gives its id. */
  String create() {
    var polling = new Polling(ports);
    try {
      return polling.atFirst(ABOUT, this::attempt, () -> "");
    } catch (Occupied e) {
      throw new Occupied(e.refusal().evidence("No deployment was created."));
    } catch (XacctException e) {
      var ours = inDoubt() ? lookOnce(polling) : Optional.<String>empty();
      return ours.orElseThrow(() -> inDoubt() ? e : e.evidence("No deployment was created."));
    }
  }

  /** Whether it may have been created, though nobody said so. */
  boolean inDoubt() {
    return lost.isPresent();
  }

  private String attempt() {
    var ours = search();
    if (ours.isPresent()) {
      return ours.get();
    }
    try {
      return ports.engine().start(revision, description);
    } catch (TransientFailure e) {
      if (e.perhapsDone()) {
        lost = Optional.of(ports.clock().instant());
      }
      throw e;
    }
  }

  /**
   * Ours among those that are listed, if one may be there.
   *
   * @throws TransientFailure while it may still appear
   */
  private Optional<String> search() {
    if (lost.isEmpty()) {
      return Optional.empty();
    }
    var ours = ports.engine().find(description);
    if (ours.isEmpty() && ports.clock().instant().isBefore(lost.get().plus(lag()))) {
      throw new TransientFailure("The deployment is not listed.", null);
    }
    lost = Optional.empty();
    return ours;
  }

  /** So that a run does not end in doubt that a list would remove. */
  private Optional<String> lookOnce(Polling polling) {
    try {
      return polling.shortly(this::search, lag().plusSeconds(20));
    } catch (XacctException | TransientFailure e) {
      return Optional.empty();
    }
  }

  private Duration lag() {
    var quarter = ports.engine().patience().dividedBy(4);
    return quarter.compareTo(LAG) < 0 ? quarter : LAG;
  }
}
