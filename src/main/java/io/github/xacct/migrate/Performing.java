package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Performs the steps of a move, each checked before and afterwards. The account itself shows which
 * steps are done; these are not repeated, so that an interrupted move is resumed by running it
 * again.
 */
public final class Performing {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Account account;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Duration limit;
  private final Consumer<String> lines;

  /**
   * Creates the run in an account.
   *
   * @param limit the maximum wait for one step
   * @param lines receives the progress, line by line
   */
  public Performing(
      Account account, Clock clock, Sleeper sleeper, Duration limit, Consumer<String> lines) {
    this.account = account;
    this.clock = clock;
    this.sleeper = sleeper;
    this.limit = limit;
    this.lines = lines;
  }

  /**
   * Performs all steps that are not done.
   *
   * @throws XacctException at the first step that fails; the steps before it are not undone
   */
  public void run(Migration migration) {
    run(migration.steps(), migration.done(account));
  }

  /**
   * Performs the steps that undo a move.
   *
   * @throws XacctException if it cannot be undone, or at the first step that fails
   */
  public void takeBack(Migration migration) {
    run(migration.takingBack(account), 0);
  }

  private void run(List<Step> steps, int done) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String number = "Step " + (i + 1) + " of " + steps.size() + ": ";
      if (i < done || step.done().lacking(account).isEmpty()) {
        lines.accept(number + step.title() + " (done before)");
      } else {
        lines.accept(number + step.title());
        take(step, i);
      }
      if (i >= done - 1) {
        await(step, step.settled(), i);
      }
    }
  }

  private void take(Step step, int taken) {
    Optional<String> lacking = step.before().lacking(account);
    if (lacking.isPresent()) {
      throw failed(step, taken, "Not sent: " + lacking.get() + ".");
    }
    var names = new TargetGroupNames(account);
    MoveRequest request =
        new MoveRequest(
            step.request().service(),
            step.request().operation(),
            (ObjectNode) names.resolved(step.request().input()));
    try {
      account.change(request);
    } catch (XacctException e) {
      // After a lost response, the account shows whether the step is done.
      if (step.done().lacking(account).isPresent()) {
        throw failed(step, taken, ErrorText.of(e));
      }
    }
    await(step, step.done(), taken);
  }

  private void await(Step step, StepCheck check, int taken) {
    Instant until = clock.instant().plus(limit);
    Optional<String> lacking = check.lacking(account);
    while (lacking.isPresent()) {
      if (!clock.instant().isBefore(until)) {
        throw failed(step, taken, "After " + limit.toMinutes() + " min: " + lacking.get() + ".");
      }
      try {
        sleeper.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed(step, taken, "Interrupted.");
      }
      lacking = check.lacking(account);
    }
  }

  private static XacctException failed(Step step, int taken, String why) {
    var failed =
        XacctException.yours(
                "The move stopped at step %s (%s): %s."
                    .formatted(taken + 1, step.id(), step.title()))
            .evidence(why)
            .evidence(
                switch (taken) {
                  case 0 -> "It is the first step.";
                  case 1 -> "The step before it is done.";
                  default -> "The " + taken + " steps before it are done.";
                })
            .suggestion("fix the cause and run the same command again: it resumes at this step");
    return step.undo().isEmpty() ? failed : failed.suggestion("or take it back: " + step.undo());
  }
}
