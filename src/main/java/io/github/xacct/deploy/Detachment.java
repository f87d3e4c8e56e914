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
 * The one exit of a run whose deployment goes on without it. From the moment that a deployment may
 * have been created, whatever ends the run before the deployment has ended leaves by it.
 */
final class Detachment {

  /** The deployment's own end; {@code failure} is what the run fails with. */
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
   * @param ready what becomes of the deployment before its traffic moves
   */
  Detachment(Ports ports, TargetAccountState look, ReadyWait ready) {
    this.ports = ports;
    this.ready = ready;
    this.endsBy = ports.clock().instant().plus(look.timing().limit());
  }

  /** The same that knows how the deployment stood when it was last seen. */
  Detachment seen(Supplier<Optional<DeploymentState>> last) {
    seen = last;
    return this;
  }

  /**
   * Follows a deployment to its own end.
   *
   * @throws XacctException if it ended badly, or goes on without us
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

  /** It is not known whether the deployment of this description was created at all. */
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
    var waits = state.isPresent() ? ready : ReadyWait.none(); // it may be over unseen
    var left =
        new Unwatched(id, endsBy, ports.engine(), ports.scaling().suspends(), waits)
            .left(cause, state);
    return state.isPresent()
        ? left
        : Missing.reported(before.map(last -> lastSeen(left, last)).orElse(left), gone());
  }

  /** Traffic that had moved, and a wait that had begun, matter to whoever cannot see them now. */
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

  /** Where a deployment cannot be seen, what it belongs to may have been deleted. */
  private List<String> gone() {
    try {
      return ports.engine().gone();
    } catch (RuntimeException | Error e) {
      return List.of();
    }
  }

  /** It has come to its own end while we were not able to see that. */
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

  /** Asked once: whoever leaves does not wait. */
  private Optional<DeploymentState> lastLook(String id) {
    try {
      return Optional.of(ports.engine().state(id));
    } catch (RuntimeException | Error e) {
      return Optional.empty();
    }
  }

  /** A reporter may be what broke. */
  private void report(Event event) {
    try {
      ports.reporter().report(event);
    } catch (RuntimeException | Error e) {
      return; // the exception that is being thrown says it all
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
