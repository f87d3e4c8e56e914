package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.time.Instant;
import java.util.function.Function;

/** Words the events of a deployment: what is deployed where, its ID, how long it takes. */
final class DeploymentLines {
  private final Function<Instant, String> time;

  /**
   * @param time formats a time of day
   */
  DeploymentLines(Function<Instant, String> time) {
    this.time = time;
  }

  String began(Event.Began began) {
    return "%s%s in %s: service %s/%s in account %s, %s"
        .formatted(
            began.rehearsed() ? "Rehearsal of " : "",
            began.app(),
            began.environment(),
            began.cluster(),
            began.service(),
            began.account(),
            began.region());
  }

  String planned(Event.Planned planned) {
    return "Deploying %s%s"
        .formatted(
            planned.image(), planned.replaces().map(arn -> " in place of " + arn).orElse(""));
  }

  String deploymentCreated(Event.DeploymentCreated created) {
    return "Deployment " + created.deploymentId() + " created" + Format.after(created.consoleUrl());
  }

  String deploymentAttached(Event.DeploymentAttached attached) {
    return "Following deployment "
        + attached.deploymentId()
        + attached.createdAt().map(t -> ", created at " + time.apply(t)).orElse("")
        + Format.after(attached.consoleUrl());
  }

  String rollbackStarted(Event.RollbackStarted rollback) {
    // ECS rolls back within the same deployment, which then has its ID with a suffix.
    boolean another = !rollback.deploymentId().contains("/");
    return another ? "Rolling back by deployment " + rollback.deploymentId() : "Rolling back";
  }

  String deploymentEnded(Event.DeploymentEnded ended) {
    return "Deployment %s: %s after %s"
        .formatted(ended.deploymentId(), ended.verdict(), Format.took(ended.took()));
  }

  /**
   * Words when the deployment is expected to end, and at the latest.
   *
   * @param from when the duration was estimated
   */
  String expected(Event.Expected expected, Instant from) {
    return "ETA %s (about %s), at most %s"
        .formatted(
            time.apply(from.plus(expected.expected())),
            Format.took(expected.expected()),
            Format.took(expected.limit()));
  }
}
