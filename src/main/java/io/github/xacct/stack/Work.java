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

/** One stack while CloudFormation works on it: progress by resource, and how it ended. */
final class Work {
  private static final Duration POLL = Duration.ofSeconds(3);

  /** After so many looks at which nothing had ended, somebody wants to know what is waited for. */
  private static final int QUIET_LOOKS = 10;

  /** CloudFormation begins within seconds; a minute is more than it ever takes. */
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
   * How the work on a stack ended.
   *
   * @param events of it, oldest first
   */
  record End(StackState state, List<StackEvent> events) {

    /** What went wrong first, if anything did. */
    Optional<StackEvent> firstFailure() {
      return events.stream()
          .filter(StackEvent::isFirstHand)
          .findFirst()
          .or(() -> events.stream().filter(e -> e.status().endsWith("_FAILED")).findFirst());
    }
  }

  /** Begins something and follows it to its end. */
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

  /** Deletes a stack and follows that to its end. */
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

  /** What CloudFormation has not begun after a minute it is asked for again, once. */
  private End follow(Runnable begin) {
    boolean again = false;
    while (true) {
      StackState state = seen();
      // An end without an event of this piece of work is that of the one before.
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

  /** What cannot be read any more goes on all the same. */
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
