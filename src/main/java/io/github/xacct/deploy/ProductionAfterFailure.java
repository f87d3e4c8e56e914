package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which task set serves production after a deployment that did not succeed, and how to resolve a
 * split.
 *
 * @param failed the last state of the deployment
 * @param rollback the last state of the deployment that rolled it back; {@code failed} itself if
 *     there is none
 * @param before ARN of the task definition that served production before
 */
record ProductionAfterFailure(
    DeploymentState failed, DeploymentState rollback, Optional<String> before) {

  private static final String UNREAD = "Which task set serves production could not be read";

  /** Whether a rollback was started. */
  boolean isUndone() {
    return !rollback.id().equals(failed.id());
  }

  /** Whether the rollback is a deployment of its own; ECS rolls back under the ID of the first. */
  private boolean isAnother() {
    return !rollback.id().startsWith(failed.id());
  }

  /** Whether the previous version has all production traffic again. */
  boolean isBack() {
    return isUndone() && (rollback.status() == DeploymentStatus.SUCCEEDED || rollback.shifted());
  }

  /** Whether no task set seen has a running task. */
  boolean runsNothing() {
    return sets().stream().allMatch(set -> set.running() == 0);
  }

  /**
   * Describes which task definition serves production now, one line for each fact.
   *
   * @param withTraffic whether there can be production traffic, so that its share is reported
   */
  List<String> lines(boolean withTraffic) {
    var lines = new ArrayList<String>();
    if (isBack()) {
      lines.add(
          "Rolled back%s: %s serves production."
              .formatted(
                  isAnother() ? " by " + rollback.id() : "",
                  before.orElse("the original task set")));
    } else if (isUndone()) {
      lines.add(
          "Its rollback %s%s as well%s"
              .formatted(
                  isAnother() ? rollback.id() + " " : "",
                  rollback.status() == DeploymentStatus.STOPPED ? "was stopped" : "failed",
                  rollback.error().map(e -> ": " + e.replaceAll("\\.$", "") + ".").orElse(".")));
    } else {
      lines.add("No rollback has been started so far.");
    }
    if (withTraffic && !isBack()) {
      lines.add(traffic());
    }
    return lines;
  }

  /** The commands to run next; empty if the previous version serves production. */
  List<String> suggestions(DeploymentEngine engine) {
    if (isBack() || !isUndone() && sets().size() < 2) {
      return List.of();
    }
    if (previousServes()) {
      return List.of("see who serves: " + engine.statusCommand() + " shows it.");
    }
    return List.of(
        (isSplit() ? "end the split" : "see who serves")
            + ": "
            + engine.statusCommand()
            + " shows it,",
        engine.goalCommand("rollback")
            + " goes back to the last good version, "
            + engine.goalCommand("blue-green-deploy")
            + " on to this one");
  }

  /** Whether the previous version has all traffic, so that a rollback would change nothing. */
  private boolean previousServes() {
    return sets().stream()
        .anyMatch(s -> s.label().is(TaskSetLabel.BLUE) && s.trafficWeight() == 100);
  }

  private boolean isSplit() {
    return sets().stream().filter(set -> set.trafficWeight() > 0).count() > 1;
  }

  private String traffic() {
    if (sets().isEmpty()) {
      return UNREAD + "; both may still exist.";
    }
    return (isSplit() ? "Production traffic is split: " : "Production traffic: ")
        + sets().stream().map(this::describe).collect(Collectors.joining(", "))
        + ".";
  }

  private String describe(Event.TaskSet set) {
    return "%s %d %% (%d of %d tasks running)"
        .formatted(
            set.label().text().toLowerCase(Locale.ROOT),
            Math.round(set.trafficWeight()),
            set.running(),
            set.desired());
  }

  /** The last task sets seen, labelled blue and green as before the rollback. */
  private List<Event.TaskSet> sets() {
    return rollback.taskSets().isEmpty() ? failed.taskSets() : rollback.taskSets();
  }
}
