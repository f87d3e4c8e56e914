package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Scaling.Mark;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.time.Duration;

/**
 * Suspends auto scaling from just before a deployment starts until its traffic has moved or come
 * back. A suspension belongs to one run, and no other run resumes it. Failures are reported as
 * warnings and fail no deployment.
 */
public final class ScalingPause {
  /** How long resuming is retried; if it fails, the next run resumes auto scaling. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A run creates its deployment within this time after suspending auto scaling, or not at all. */
  private static final Duration ABOUT_TO_DEPLOY = Duration.ofMinutes(10);

  private final Ports ports;
  private boolean over;

  public ScalingPause(Ports ports) {
    this.ports = ports;
  }

  /** Suspends auto scaling before a run creates its deployment. */
  void begin(String run) {
    try {
      if (ports.scaling().suspend(Mark.of(run, ports.clock().instant()))) {
        report(
            "Auto scaling of the service is suspended until the traffic has moved. Should this run end"
                + " before that, the next one resumes it.");
      }
    } catch (XacctException | TransientFailure e) {
      warn("Auto scaling of the service goes on during the deployment.", e);
    }
  }

  /**
   * Assigns the suspension to this run, whose deployment was created, if several runs suspended it.
   */
  void won(String run) {
    try {
      ports.scaling().claim(Mark.of(run, ports.clock().instant()));
    } catch (XacctException | TransientFailure e) {
      warn("Cannot note which run the auto scaling of the service is suspended for.", e);
    }
  }

  /** Resumes auto scaling, because the traffic has moved or will not move any more. */
  void end(String deploymentId) {
    if (over) {
      return;
    }
    over = true;
    try {
      if (new Polling(ports)
          .untilAnswered(
              deploymentId,
              () -> ports.scaling().resume(mark -> isOf(deploymentId, mark) || isLeft(mark)),
              PATIENCE)) {
        report("Auto scaling of the service is resumed.");
      }
    } catch (XacctException | TransientFailure e) {
      staysSuspended(e);
    }
  }

  /** Resumes auto scaling, because no deployment was created. */
  void cancel(String run) {
    try {
      if (ports.scaling().resume(mark -> (isBy(run, mark) ? !isWonByAnother() : isLeft(mark)))) {
        report("Auto scaling of the service is resumed.");
      }
    } catch (XacctException | TransientFailure e) {
      staysSuspended(e);
    }
  }

  /**
   * Resumes auto scaling that an ended run left suspended; called when no deployment is in flight.
   */
  public void repair() {
    try {
      if (ports.scaling().resume(this::isLeft)) {
        report("Auto scaling of the service is resumed: an earlier run had left it suspended.");
      }
    } catch (XacctException | TransientFailure e) {
      warn("Cannot see whether an earlier run left the service's auto scaling suspended.", e);
    }
  }

  private static boolean isBy(String run, Mark mark) {
    return mark.run().filter(by -> !by.equals(run)).isEmpty();
  }

  private boolean isOf(String deploymentId, Mark mark) {
    return mark.run().filter(run -> !ports.engine().isOf(deploymentId, run)).isEmpty();
  }

  /** Whether another run's deployment is in flight, which takes over the suspension. */
  private boolean isWonByAnother() {
    var winner =
        ports
            .engine()
            .look()
            .active()
            .filter(a -> DeploymentLabel.run(a.description()).isPresent());
    winner.ifPresent(
        a ->
            report(
                "Auto scaling of the service stays suspended for deployment %s of %s."
                    .formatted(a.id(), a.by())));
    return winner.isPresent();
  }

  /** Whether the run that suspended auto scaling does not need the suspension any more. */
  private boolean isLeft(Mark mark) {
    if (mark.run().isEmpty()) {
      return true;
    }
    String run = mark.run().get();
    var deployment = ports.engine().ofRun(run);
    boolean left =
        deployment.isPresent()
            ? ports.engine().state(deployment.get()).status().ended()
            : mark.since()
                .filter(since -> ports.clock().instant().isBefore(since.plus(ABOUT_TO_DEPLOY)))
                .isEmpty();
    if (!left) {
      report(
          "Auto scaling of the service stays suspended for another run (%s) that %s."
              .formatted(run, deployment.map(id -> "deploys " + id).orElse("is about to deploy")));
    }
    return left;
  }

  private void staysSuspended(RuntimeException e) {
    warn("Auto scaling of the service may still be suspended; the next run resumes it.", e);
  }

  private void report(String text) {
    ports.reporter().report(new Event.Note(text));
  }

  private void warn(String text, RuntimeException e) {
    ports.reporter().report(new Event.Warning(text + " " + ErrorText.of(e).replace('\n', ' ')));
  }
}
