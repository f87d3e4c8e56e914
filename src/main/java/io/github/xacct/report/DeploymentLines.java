package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.time.Instant;
import java.util.function.Function;

/** The lines of a deployment's course: what is to be deployed where, its ID, how long it takes. */
final class DeploymentLines {
  private final Function<Instant, String> time;

  /**
   * @param time how a time of day is written
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
    // Where it is the same deployment, its id is that of the deployment with a suffix.
    boolean another = !rollback.deploymentId().contains("/");
    return another ? "Rolling back by deployment " + rollback.deploymentId() : "Rolling back";
  }

  String deploymentEnded(Event.DeploymentEnded ended) {
    return "Deployment %s: %s after %s"
        .formatted(ended.deploymentId(), ended.verdict(), Format.took(ended.took()));
  }

  /**
   * When it should have ended, and when at the latest.
   *
   * @param from when that was estimated
   */
  String expected(Event.Expected expected, Instant from) {
    return "ETA %s (about %s), at most %s"
        .formatted(
            time.apply(from.plus(expected.expected())),
            Format.took(expected.expected()),
            Format.took(expected.limit()));
  }
}
