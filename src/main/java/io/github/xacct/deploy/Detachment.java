package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reports what continues when a run ends before its deployment. From the moment a deployment may
 * have been created, every such run ends here.
 */
final class Detachment {

  /** How the deployment ended; {@code failure} is the exception that the run fails with. */
  record Conclusion(Verdict verdict, Optional<XacctException> failure) {
    static Conclusion well(Verdict verdict) {
      return new Conclusion(verdict, Optional.empty());
    }
  }

  private final Ports ports;
  private final Instant endsBy;
  private final ReadyWait ready;
  private Supplier<Optional<DeploymentState>> seen = Optional::empty;

  Detachment(Ports ports, TargetAccountState look) {
    this(ports, look, ReadyWait.none());
  }

  /**
   * @param ready what happens to the deployment before its traffic moves
   */
  Detachment(Ports ports, TargetAccountState look, ReadyWait ready) {
    this.ports = ports;
    this.ready = ready;
    this.endsBy = ports.clock().instant().plus(look.timing().limit());
  }

  /** Adds a source for the deployment's state when it was last seen. */
  Detachment seen(Supplier<Optional<DeploymentState>> last) {
    seen = last;
    return this;
  }

  /**
   * Follows a deployment to its end.
   *
   * @throws XacctException if it ends badly, or if it continues without this run
   */
  Verdict follow(String id, Supplier<Conclusion> story) {
    Instant began = ports.clock().instant();
    Conclusion end;
    try {
      end = story.get();
    } catch (RuntimeException | Error broken) {
      throw leave(id, began, broken);
    }
    end.failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return end.verdict();
  }

  /** The exception for a deployment of which it is unknown whether it was created at all. */
  XacctException inDoubt(String description, Instant began, Throwable broken) {
    var cause = problem(broken);
    var left =
        cause
            .under("It is not known whether a deployment was created: " + cause.problem())
            .evidence("If it was, its description begins with: " + beginning(description))
            .evidence(Unwatched.ends(Optional.empty(), endsBy));
    report(new Event.DeploymentEnded("(unknown)", Verdict.DETACHED, since(began)));
    return left.suggestion("see whether it is there: " + ports.engine().statusCommand());
  }

  private XacctException leave(String id, Instant began, Throwable broken) {
    var state = lastLook(id);
    var before = seen.get();
    var cause = problem(broken);
    if (state.filter(s -> s.status().ended()).isPresent()) {
      return ended(state.get(), began, cause);
    }
    report(new Event.DeploymentEnded(id, Verdict.DETACHED, since(began)));
    var waits = state.isPresent() ? ready : ReadyWait.none(); // the wait may be over already
    var left =
        new Unwatched(id, endsBy, ports.engine(), ports.scaling().suspends(), waits)
            .left(cause, state);
    return state.isPresent()
        ? left
        : DeletionEvidence.addTo(before.map(last -> lastSeen(left, last)).orElse(left), gone());
  }

  /** Adds the last state seen if traffic had moved or the deployment was waiting. */
  private XacctException lastSeen(XacctException left, DeploymentState last) {
    boolean waits = last.status() == DeploymentStatus.READY;
    if (!waits && !last.shifted() && Unwatched.share(last) == 0) {
      return left;
    }
    var more = left.evidence("When it was last seen, it " + Unwatched.was(last) + ".");
    for (String line : waits ? ready.lines(Optional.of(last)) : List.<String>of()) {
      more = more.evidence(line);
    }
    return more;
  }

  /** The deleted resources that may explain why the deployment cannot be read. */
  private List<String> gone() {
    try {
      return ports.engine().gone();
    } catch (RuntimeException | Error e) {
      return List.of();
    }
  }

  /** The exception for a deployment that ended while it could not be read. */
  private XacctException ended(DeploymentState state, Instant began, XacctException cause) {
    var rollback = state.rollback().flatMap(this::lastLook);
    boolean going = rollback.filter(r -> !r.status().ended()).isPresent();
    var verdict = going ? Verdict.DETACHED : verdict(state, rollback);
    report(new Event.DeploymentEnded(state.id(), verdict, since(began)));
    if (going) {
      return new Unwatched(state.rollback().get(), endsBy, ports.engine(), false, ReadyWait.none())
          .leftGoingBack(cause, rollback, state.id() + ", which " + Unwatched.is(state));
    }
    return cause
        .under(
            "Deployment %s was not followed to its end, which has come: it %s."
                .formatted(state.id(), Unwatched.is(state)))
        .evidence(cause.problem());
  }

  private static Verdict verdict(DeploymentState state, Optional<DeploymentState> rollback) {
    if (rollback.filter(r -> r.status() == DeploymentStatus.SUCCEEDED).isPresent()) {
      return Verdict.ROLLED_BACK;
    }
    return switch (state.status()) {
      case SUCCEEDED -> Verdict.SUCCEEDED;
      case STOPPED -> Verdict.STOPPED;
      default -> Verdict.FAILED;
    };
  }

  /** Reads the deployment once, without a retry. */
  private Optional<DeploymentState> lastLook(String id) {
    try {
      return Optional.of(ports.engine().state(id));
    } catch (RuntimeException | Error e) {
      return Optional.empty();
    }
  }

  /** Reports the event; ignores a failing reporter, which may be why the run ends. */
  private void report(Event event) {
    try {
      ports.reporter().report(event);
    } catch (RuntimeException | Error e) {
      return; // the exception being thrown reports everything
    }
  }

  private static XacctException problem(Throwable broken) {
    if (broken instanceof XacctException known) {
      return known;
    }
    if (broken instanceof TransientFailure) {
      return XacctException.yours(ErrorText.of(broken));
    }
    return XacctException.ours("Unexpected " + broken).cause(broken);
  }

  private static String beginning(String description) {
    int end = description.indexOf(" commit ");
    return end < 0 ? description : description.substring(0, end);
  }

  private Duration since(Instant began) {
    return Duration.between(began, ports.clock().instant());
  }
}
