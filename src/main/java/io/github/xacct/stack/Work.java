package io.github.xacct.stack;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Waits while CloudFormation works on a stack: reports the progress by resource, returns the end.
 */
final class Work {
  private static final Duration POLL = Duration.ofSeconds(3);

  /** Reports the open resources after so many polls without a finished one. */
  private static final int QUIET_LOOKS = 10;

  /** Polls within which CloudFormation must begin: a minute, though it needs seconds. */
  private static final int LOOKS_TO_BEGIN = 20;

  private final CloudFormation cloudFormation;
  private final Stack stack;
  private final String stackId;
  private final Reporter reporter;
  private final Sleeper sleeper;

  private final Set<String> open = new LinkedHashSet<>();
  private final List<StackEvent> reported = new ArrayList<>();
  private Optional<String> last;
  private int quiet;

  private Work(
      CloudFormation cloudFormation,
      Stack stack,
      String stackId,
      Reporter reporter,
      Sleeper sleeper) {
    this.cloudFormation = cloudFormation;
    this.stack = stack;
    this.stackId = stackId;
    this.reporter = reporter;
    this.sleeper = sleeper;
    this.last = newest(cloudFormation.events(stackId, Optional.empty()));
  }

  /**
   * The end of an operation on a stack.
   *
   * @param events events of the operation, oldest first
   */
  record End(StackState state, List<StackEvent> events) {

    /** Returns the first failure; empty if there is none. */
    Optional<StackEvent> firstFailure() {
      return events.stream()
          .filter(StackEvent::isOwnFailure)
          .findFirst()
          .or(() -> events.stream().filter(e -> e.status().endsWith("_FAILED")).findFirst());
    }
  }

  /** Starts an operation on a stack and waits until it has ended. */
  static End follow(
      CloudFormation cloudFormation,
      Stack stack,
      String stackId,
      Reporter reporter,
      Sleeper sleeper,
      Runnable begin) {
    var work = new Work(cloudFormation, stack, stackId, reporter, sleeper);
    begin.run();
    return work.follow(begin);
  }

  /** Deletes a stack and waits until that has ended. */
  static End delete(
      CloudFormation cloudFormation,
      Stack stack,
      StackState state,
      Reporter reporter,
      Sleeper sleeper) {
    return follow(
        cloudFormation,
        stack,
        state.id(),
        reporter,
        sleeper,
        () -> cloudFormation.delete(state.id()));
  }

  /** Waits for the end; starts the operation again, once, if it has not begun within a minute. */
  private End follow(Runnable begin) {
    boolean again = false;
    while (true) {
      StackState state = seen();
      // A final status without an event of this operation is that of the previous one.
      if (!state.isBusy() && !reported.isEmpty()) {
        reportNews();
        return new End(state, reported);
      }
      reportIfQuiet();
      if (reported.isEmpty() && !state.isBusy() && quiet >= LOOKS_TO_BEGIN) {
        if (again) {
          throw notBegun(state);
        }
        begin.run();
        again = true;
        quiet = 0;
      }
      try {
        sleeper.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedWork(stack);
      }
    }
  }

  private XacctException notBegun(StackState state) {
    return XacctException.ours(
            "CloudFormation has not begun to work on stack " + stack.name() + ".")
        .evidence(
            "It accepted the call, but the stack in %s is still %s and has no new event."
                .formatted(stack.place(), state.status()))
        .suggestion("run the same command again.");
  }

  /** Reads the state; a failure reports that CloudFormation continues unwatched. */
  private StackState seen() {
    try {
      var state = cloudFormation.look(stackId);
      reportNews();
      return state.orElseThrow(
          () -> XacctException.yours("There is no stack " + stackId + " any more."));
    } catch (XacctException e) {
      throw e.under(
              "CloudFormation goes on with stack " + stack.name() + " unwatched: " + e.problem())
          .suggestion(
              "see how it ends: aws cloudformation describe-stack-events --stack-name %s --region %s;"
                  .formatted(stack.name(), stack.place().region()))
          .suggestion("then run the same command again.");
    }
  }

  private void reportNews() {
    var news = new ArrayList<>(cloudFormation.events(stackId, last));
    last = newest(news).or(() -> last);
    Collections.reverse(news);
    news.forEach(this::report);
    reported.addAll(news);
  }

  private void report(StackEvent event) {
    if (event.status().endsWith("_IN_PROGRESS")) {
      open.add(event.logicalId());
      return;
    }
    open.remove(event.logicalId());
    quiet = 0;
    String line =
        "%s: %s %s".formatted(stack.name(), event.logicalId(), event.status())
            + (event.reason().isEmpty() ? "" : " - " + event.reason());
    reporter.report(
        event.status().endsWith("_FAILED") ? new Event.Warning(line) : new Event.Note(line));
  }

  private void reportIfQuiet() {
    quiet++;
    open.remove(stack.name());
    if (quiet % QUIET_LOOKS == 0 && !open.isEmpty()) {
      reporter.report(
          new Event.Note(stack.name() + ": still at work on " + String.join(", ", open)));
    }
  }

  private static Optional<String> newest(List<StackEvent> events) {
    return events.stream().findFirst().map(StackEvent::id);
  }
}
