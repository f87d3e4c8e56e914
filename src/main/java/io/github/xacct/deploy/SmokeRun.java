package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TaskDefinitionTags;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.Event;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.SmokeTestReport.Result;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.RegisteredImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tests the version that an environment serves, and tags its revision with the result. */
public final class SmokeRun {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Ports ports;
  private final TaskDefinitionTags taskDefinitionTags;

  /** Why it is unknown whether a deployment moved traffic during the tests. */
  private Optional<String> unsure = Optional.empty();

  public SmokeRun(Ports ports, TaskDefinitionTags taskDefinitionTags) {
    this.ports = ports;
    this.taskDefinitionTags = taskDefinitionTags;
  }

  /**
   * Runs the smoke tests against production, and tags the task definition with the result.
   *
   * @param route to the app
   * @param tests runs all tests and returns their results
   * @throws XacctException if it is unknown which version was tested
   */
  public SmokeTestReport run(
      Environment environment, Route route, Function<Route, List<Result>> tests) {
    var running = oneThatServes(environment);
    var began = ports.clock().instant();
    var results = tests.apply(route);
    var report =
        new SmokeTestReport(
            environment.name(),
            route.url().toString(),
            running.arn(),
            RegisteredImage.of(running.json(), environment.task().containerName()),
            began,
            results);
    var serving = stillThatServes(environment, report);
    if (!serving.arn().equals(running.arn())) {
      throw XacctException.yours(
              "Another version was deployed to "
                  + environment.name()
                  + " while the smoke tests ran; their result is not valid for either version.")
          .suggestion("run them again.");
    }
    if (unsure.isPresent()) {
      warnOf(unsure.get(), running);
      return report; // a tag applies to one version, but these results may be of two
    }
    if (report.passed() && hasFailedSince(serving, began)) {
      ports
          .reporter()
          .report(
              new Event.Warning(
                  "Other smoke tests of the same version failed while these ran; that they failed"
                      + " stays noted."));
    } else if (report.passed()) {
      note(SmokeTestTag.PASSED, serving);
    } else if (report.failed() && note(SmokeTestTag.FAILED, serving)) {
      noteAgain(serving.arn());
    }
    return report;
  }

  private void warnOf(String why, TaskDefinitions.Registered running) {
    ports
        .reporter()
        .report(
            new Event.Warning(
                """
                Whether a deployment moves traffic while the smoke tests run is not known, so their \
                result is not noted beside %s: an environment that requires them needs another run. \
                %s"""
                    .formatted(running.arn(), why)));
  }

  /**
   * Writes the failed result again: a concurrent run may have read the tag before and overwritten
   * it with its own; ECS has no conditional write for tags.
   */
  private void noteAgain(String arn) {
    try {
      ports.sleeper().sleep(MOMENT);
      ports
          .taskDefinitions()
          .describe(arn)
          .filter(now -> SmokeTestTag.of(now).filter(SmokeTestTag.PASSED::equals).isPresent())
          .ifPresent(now -> note(SmokeTestTag.FAILED, now));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (XacctException e) {
      ports
          .reporter()
          .report(
              new Event.Warning(
                  "Whether it stays noted beside %s that the smoke tests failed is not known: %s"
                      .formatted(arn, String.join("; ", e.evidence()))));
    }
  }

  /** Reads again which version serves; if that is uncertain, it throws with the test results. */
  private TaskDefinitions.Registered stillThatServes(
      Environment environment, SmokeTestReport report) {
    try {
      return oneThatServes(environment);
    } catch (XacctException e) {
      var unsure =
          e.under(
              "The smoke tests "
                  + (report.passed() ? "passed" : "did not pass")
                  + ", but on which version is not certain: "
                  + e.problem());
      for (var result : report.results()) {
        if (result.wrong().isPresent()) {
          unsure = unsure.evidence(result.name() + ": " + result.wrong().get());
        }
      }
      throw unsure;
    }
  }

  /** Writes the tag; warns on failure, since other environments require it. */
  private boolean note(SmokeTestTag mark, TaskDefinitions.Registered revision) {
    try {
      mark.put(taskDefinitionTags, revision.arn(), ports.clock().instant());
      return true;
    } catch (XacctException e) {
      String before =
          SmokeTestTag.of(revision)
              .map(tag -> ", which is still marked as " + tag.words())
              .orElse("");
      ports
          .reporter()
          .report(
              new Event.Warning(
                  """
                      That the smoke tests %s is not noted beside %s%s: %s. An environment \
                      that requires them needs another run."""
                      .formatted(
                          mark.words(), revision.arn(), before, String.join("; ", e.evidence()))));
      return false;
    }
  }

  /** Whether a concurrent run has failed since; a failure takes precedence. */
  private static boolean hasFailedSince(TaskDefinitions.Registered revision, Instant began) {
    return SmokeTestTag.of(revision).filter(SmokeTestTag.FAILED::equals).isPresent()
        && SmokeTestTag.noted(revision).filter(at -> !at.isBefore(began)).isPresent();
  }

  /** The revision that has all production traffic. */
  private TaskDefinitions.Registered oneThatServes(Environment environment) {
    var state = ports.look(Needed.SERVICE);
    unsure = unsure.or(state::inFlightUnknown);
    refuseWhileTrafficMoves(state.active(), environment);
    return state
        .runningTaskDefinition()
        .flatMap(ports.taskDefinitions()::describe)
        .orElseThrow(
            () ->
                state.problems().stream()
                    .findFirst()
                    .orElseGet(
                        () ->
                            XacctException.yours(
                                "Nothing is deployed to " + environment.name() + " yet.")));
  }

  /** Refuses while traffic moves; during the termination wait it has moved already. */
  private void refuseWhileTrafficMoves(Optional<Active> active, Environment environment) {
    active
        .filter(a -> !new Polling(ports).stateAtFirst(a.id()).shifted())
        .ifPresent(
            a -> {
              throw XacctException.yours(
                      """
                      Deployment %s is in flight in %s: requests may reach the old version or \
                      the new one."""
                          .formatted(a.id(), environment.name()))
                  .suggestion("follow it first: mvn xacct:wait -Denv=" + environment.name());
            });
  }
}
