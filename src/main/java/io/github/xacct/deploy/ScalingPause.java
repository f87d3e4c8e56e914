package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import java.time.Duration;

/**
 * How auto scaling is held still from just before a deployment starts until its traffic has moved,
 * or has come back. Trouble with it is warned of and fails no deployment.
 */
public final class ScalingPause {
  /** The next run resumes it too, so that nobody need wait for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Ports ports;
  private boolean over;

  public ScalingPause(Ports ports) {
    this.ports = ports;
  }

  /** Before a deployment starts. */
  void begin() {
    try {
      if (ports.scaling().suspend()) {
        say(
            "Auto scaling of the service is suspended until the traffic has moved. Should this run end"
                + " before that, the next one resumes it.");
      }
    } catch (XacctException | TransientFailure e) {
      warn("Auto scaling of the service goes on during the deployment.", e);
    }
  }

  /** The traffic has moved, or nothing will move it any more. */
  void end(String deploymentId) {
    if (over) {
      return;
    }
    over = true;
    try {
      if (new Polling(ports)
          .untilAnswered(deploymentId, () -> ports.scaling().resume(), PATIENCE)) {
        say("Auto scaling of the service is resumed.");
      }
    } catch (XacctException | TransientFailure e) {
      staysSuspended(e);
    }
  }

  /** No deployment was started after all. */
  void cancel() {
    try {
      if (ports.scaling().resume()) {
        say("Auto scaling of the service is resumed.");
      }
    } catch (XacctException | TransientFailure e) {
      staysSuspended(e);
    }
  }

  /** No deployment is in flight: nobody but a run that was killed can have left it suspended. */
  public void repair() {
    try {
      if (ports.scaling().resume()) {
        say("Auto scaling of the service is resumed: an earlier run had left it suspended.");
      }
    } catch (XacctException | TransientFailure e) {
      warn("Cannot see whether an earlier run left the service's auto scaling suspended.", e);
    }
  }

  private void staysSuspended(RuntimeException e) {
    warn("Auto scaling of the service may still be suspended; the next run resumes it.", e);
  }

  private void say(String text) {
    ports.reporter().tell(new Event.Note(text));
  }

  private void warn(String text, RuntimeException e) {
    ports.reporter().tell(new Event.Warning(text + " " + e.getMessage().replace('\n', ' ')));
  }
}
