package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Creates a deployment exactly once even if a response is lost, because CreateDeployment has no
 * client token. While it is unknown whether the deployment was created, no other is created.
 */
final class Creation {
  /** How long ListDeployments may lag behind CreateDeployment. */
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

  /** Creates the deployment, with retries, and returns its ID. */
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

  /** Whether the deployment may have been created although no response confirmed it. */
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
   * Searches the list of deployments for this one, if it may have been created.
   *
   * @throws TransientFailure while it may still appear in the list
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

  /** Searches once more before the run ends, so that it does not end in doubt unnecessarily. */
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
