package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.RunningTasks;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.EnvironmentStatus;
import io.github.xacct.event.EnvironmentStatus.Deployment;
import io.github.xacct.event.Event;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.RegisteredImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the status of one environment from the engine and its history. */
public final class StatusReader {
  private static final int LOOK_BACK = 25;
  private static final int FAILURES_SHOWN = 3;
  private static final Duration SHORTLY = Duration.ofSeconds(10);

  /** Short, because the status is interactive and is useful even without the service. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Ports ports;
  private final History history;
  private final RunningTasks tasks;
  private final List<String> unseen = new ArrayList<>();

  public StatusReader(Ports ports, History history, RunningTasks tasks) {
    this.ports = ports;
    this.history = history;
    this.tasks = tasks;
  }

  /**
   * Reads the status of the environment.
   *
   * @throws XacctException if neither the service nor its deployments can be read
   */
  public EnvironmentStatus of(Environment environment) {
    try {
      return of(
          environment,
          new Polling(ports).shortly(() -> ports.engine().look(Needed.SERVICE), PATIENCE));
    } catch (TransientFailure e) {
      return ofDeployments(
          environment,
          XacctException.yours("Cannot read service " + environment.service() + ".")
              .evidence(ErrorText.of(e)));
    } catch (XacctException e) {
      return ofDeployments(environment, e);
    }
  }

  /** The status from the deployments alone, because the service cannot be read. */
  private EnvironmentStatus ofDeployments(Environment environment, XacctException why) {
    List<History.Past> past;
    try {
      past = history.last(LOOK_BACK);
    } catch (XacctException e) {
      throw why;
    }
    if (past.isEmpty()) {
      throw why;
    }
    var newest = past.get(0);
    return new EnvironmentStatus(
        environment.name(),
        where(environment),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        past.stream()
            .filter(p -> p.status() == DeploymentStatus.SUCCEEDED)
            .findFirst()
            .map(p -> deployment(p, p.description())),
        Optional.of(newest)
            .filter(p -> !p.status().ended())
            .map(
                p -> new Deployment(p.id(), Reported.of(p.status()), p.created(), p.description())),
        newest.status().ended() ? List.of() : taskSets(newest.id()),
        failures(past),
        List.of(why.problem() + " " + String.join(" ", why.evidence())),
        List.of(EnvironmentStatus.RUNNING));
  }

  private EnvironmentStatus of(Environment environment, TargetAccountState state) {
    unseen.addAll(state.unread());
    var past = seen(() -> Optional.of(history.last(LOOK_BACK))).orElse(List.<History.Past>of());
    var since = seen(() -> since(state, past));
    var image = seen(() -> image(state, environment));
    var proof = image.map(wanted -> proof(wanted, state, environment));
    return new EnvironmentStatus(
        environment.name(),
        where(environment),
        state.runningTaskDefinition(),
        image.map(ImageReference::toString),
        proof.map(Event.ImageProof::words),
        proof,
        since,
        state.active().map(StatusReader::inFlight),
        state.active().map(Active::id).map(this::taskSets).orElse(List.of()),
        failures(past),
        Stream.of(
                state.problems().stream().map(XacctException::problem),
                state.splitTraffic().stream(),
                unseen.stream())
            .flatMap(lines -> lines)
            .toList(),
        state.inFlightUnknown().map(why -> EnvironmentStatus.IN_FLIGHT).stream().toList());
  }

  private static String where(Environment environment) {
    return "service %s/%s in account %s, %s"
        .formatted(
            environment.cluster(),
            environment.service(),
            environment.account(),
            environment.region());
  }

  /** Reads an optional part; a failure is recorded and the rest is still shown. */
  private <T> Optional<T> seen(Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (XacctException e) {
      unseen.add(e.problem() + " " + String.join(" ", e.evidence()));
      return Optional.empty();
    }
  }

  /** The image proof; during a deployment only tasks with production traffic count. */
  private Event.ImageProof proof(
      ImageReference wanted, TargetAccountState state, Environment environment) {
    return new ServiceProof(ports, tasks)
        .of(wanted, environment.task().containerName(), state.active().isPresent());
  }

  /** The task sets; empty if they cannot be read. */
  private List<Event.TaskSet> taskSets(String id) {
    try {
      return new Polling(ports).shortly(() -> ports.engine().state(id), SHORTLY).taskSets();
    } catch (XacctException | TransientFailure e) {
      return List.of();
    }
  }

  private Optional<ImageReference> image(TargetAccountState state, Environment environment) {
    return state
        .runningTaskDefinition()
        .flatMap(ports.taskDefinitions()::describe)
        .flatMap(r -> RegisteredImage.of(r.json(), environment.task().containerName()));
  }

  /** The deployment that deployed the running version. */
  private Optional<Deployment> since(TargetAccountState state, List<History.Past> past) {
    return DeployedBy.by(history, past, state.runningTaskDefinition())
        .map(p -> deployment(p, p.description()));
  }

  private static Deployment inFlight(Active active) {
    String words = active.description().isEmpty() ? "by " + active.by() : active.description();
    return new Deployment(active.id(), active.status(), active.since(), words);
  }

  /** The failures since the last success. */
  private static List<Deployment> failures(List<History.Past> past) {
    return past.stream()
        .takeWhile(p -> p.status() != DeploymentStatus.SUCCEEDED || p.rollback())
        .filter(p -> p.status().ended() && p.status() != DeploymentStatus.SUCCEEDED)
        .limit(FAILURES_SHOWN)
        .map(p -> deployment(p, p.error().orElse(p.description())))
        .toList();
  }

  private static Deployment deployment(History.Past past, String words) {
    return new Deployment(
        past.id(), Reported.of(past.status()), past.completed().orElse(past.created()), words);
  }
}
