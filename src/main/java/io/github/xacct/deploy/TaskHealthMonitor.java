package io.github.xacct.deploy;

import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.model.XacctException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Observes the replacement task set's tasks while they start, less often than it is polled. */
final class TaskHealthMonitor {
  /** Failures to observe that last less than this are not reported. */
  private static final Duration BLIND = Duration.ofSeconds(30);

  private final TaskObserver observer;
  private final CircuitBreaker breaker;
  private final Reporter reporter;
  private final Clock clock;
  private Instant next;
  private boolean open;
  private boolean mayLook = true;
  private Optional<Instant> blindSince = Optional.empty();
  private boolean reported;

  /** A monitor that observes nothing, for a deployment of another run. */
  static TaskHealthMonitor blind(Ports ports) {
    var off = new CircuitBreaker(new CircuitBreaker.Threshold(0, Duration.ZERO), ports.clock());
    return new TaskHealthMonitor(TaskObserver.blind(), off, ports.reporter(), ports.clock());
  }

  TaskHealthMonitor(TaskObserver observer, CircuitBreaker breaker, Reporter reporter, Clock clock) {
    this.observer = observer;
    this.breaker = breaker;
    this.reporter = reporter;
    this.clock = clock;
    this.next = clock.instant();
  }

  /** Observes the tasks if that is due; returns the reason once, when the breaker opens. */
  Optional<String> look(String deploymentId) {
    if (!mayLook || clock.instant().isBefore(next)) {
      return Optional.empty();
    }
    next = clock.instant().plus(observer.interval());
    try {
      var sighting = observer.look(deploymentId);
      next = clock.instant().plus(observer.interval());
      blindSince = Optional.empty();
      report(sighting);
      var reason = breaker.note(sighting).filter(r -> !open);
      open |= reason.isPresent();
      return reason;
    } catch (TransientFailure e) {
      blind(e); // the next look follows soon
      return Optional.empty();
    } catch (XacctException e) {
      mayLook = false;
      reporter.report(
          new Event.Warning("Not looking after the new version's tasks. " + e.getMessage()));
      return Optional.empty();
    }
  }

  private void blind(TransientFailure failure) {
    Instant now = clock.instant();
    blindSince = blindSince.or(() -> Optional.of(now));
    if (!reported && !now.isBefore(blindSince.get().plus(BLIND))) {
      reported = true;
      reporter.report(
          new Event.Warning(
              "The new version's tasks cannot be seen for now, and the circuit breaker sees nothing. "
                  + failure.getMessage()));
    }
  }

  /** Observes a last time, for tasks that have stopped since. */
  void lookBack(String deploymentId) {
    next = clock.instant();
    look(deploymentId);
  }

  /** The circuit breaker with everything recorded so far. */
  CircuitBreaker breaker() {
    return breaker;
  }

  private void report(TaskObserver.Sighting sighting) {
    sighting.deaths().forEach(death -> reporter.report(event(death)));
    sighting.trouble().stream()
        .filter(text -> breaker.deaths().stream().noneMatch(d -> text.contains(d.reason())))
        .filter(text -> sighting.deaths().stream().noneMatch(d -> text.contains(d.reason())))
        .forEach(text -> reporter.report(new Event.ServiceTrouble(text)));
    for (var target : sighting.unhealthy()) {
      if (!target.reason().equals(breaker.failingTargets().get(target.target()))) {
        reporter.report(new Event.TargetUnhealthy(target.target(), target.reason()));
      }
    }
  }

  private static Event event(TaskObserver.Death death) {
    return new Event.TaskDied(
        TaskSetLabel.GREEN,
        death.taskId(),
        death.stopCode(),
        death.reason(),
        death.containers().stream()
            .map(c -> new Event.ContainerEnd(c.name(), c.exitCode(), c.reason()))
            .toList(),
        death.lastWords(),
        death.log());
  }
}
