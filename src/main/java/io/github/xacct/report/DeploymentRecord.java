package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The events of a run with their times, and the properties of its deployment derived from them. All
 * reports of a deployment are rendered from this record.
 */
record DeploymentRecord(Instant began, List<At<Event>> events) {
  private static final Pattern COMMIT = Pattern.compile("\\bcommit ([0-9a-f]{7,40})\\b");

  /** Verdict of a run that is in progress or was killed. */
  static final String RUNNING = "running";

  /** An event with the time at which it was reported. */
  record At<E extends Event>(Instant at, E event) {}

  DeploymentRecord {
    events = List.copyOf(events);
  }

  /** Returns all events of one kind. */
  <E extends Event> List<At<E>> all(Class<E> kind) {
    return events.stream()
        .filter(e -> kind.isInstance(e.event()))
        .map(e -> new At<>(e.at(), kind.cast(e.event())))
        .toList();
  }

  <E extends Event> Optional<At<E>> first(Class<E> kind) {
    return all(kind).stream().findFirst();
  }

  <E extends Event> Optional<At<E>> last(Class<E> kind) {
    return all(kind).stream().reduce((a, b) -> b);
  }

  /** Returns the target of the deployment, once reported. */
  Optional<Event.Began> target() {
    return first(Event.Began.class).map(At::event);
  }

  /** Returns the run of the CI system, if any. */
  Optional<Event.RunNamed> run() {
    return first(Event.RunNamed.class).map(At::event);
  }

  Optional<Event.Concluded> conclusion() {
    return last(Event.Concluded.class).map(At::event);
  }

  /** Returns the verdict of the run, or of the deployment until the run concludes. */
  Optional<Verdict> verdict() {
    return conclusion()
        .map(Event.Concluded::verdict)
        .or(() -> last(Event.DeploymentEnded.class).map(ended -> ended.event().verdict()));
  }

  /** Returns the verdict as scripts read it; {@link #RUNNING} while there is none. */
  String word() {
    return verdict().map(Verdict::toString).orElse(RUNNING);
  }

  /** Returns the label for the rollback, which depends on whether it succeeded. */
  String rollbackName() {
    return verdict().equals(Optional.of(Verdict.ROLLED_BACK)) ? "Rolled back by" : "Rollback";
  }

  /** Returns when the run or its deployment ended. */
  Optional<Instant> ended() {
    return last(Event.Concluded.class)
        .map(At::at)
        .or(() -> last(Event.DeploymentEnded.class).map(At::at));
  }

  /** Returns the end, or the time of the latest event. */
  Instant lastNews() {
    return ended().orElse(events.isEmpty() ? began : events.get(events.size() - 1).at());
  }

  Optional<ImageReference> image() {
    return first(Event.Planned.class)
        .map(planned -> planned.event().image())
        .or(() -> last(Event.ImagePushed.class).map(pushed -> pushed.event().image()))
        .or(() -> last(Event.ImageAlreadyPushed.class).map(there -> there.event().image()));
  }

  Optional<String> description() {
    return first(Event.Planned.class).map(planned -> planned.event().description());
  }

  /** Returns the commit in the deployment's description. */
  Optional<String> commit() {
    return description().map(COMMIT::matcher).filter(m -> m.find()).map(m -> m.group(1));
  }

  Optional<String> taskDefinitionFrom() {
    return first(Event.Planned.class).flatMap(planned -> planned.event().replaces());
  }

  Optional<String> taskDefinitionTo() {
    return last(Event.TaskDefinitionRegistered.class)
        .map(registered -> registered.event().arn())
        .or(() -> last(Event.TaskDefinitionUnchanged.class).map(same -> same.event().arn()));
  }

  Optional<String> deploymentId() {
    return followed()
        .map(
            d ->
                d.event() instanceof Event.DeploymentCreated c
                    ? c.deploymentId()
                    : ((Event.DeploymentAttached) d.event()).deploymentId());
  }

  Optional<String> consoleUrl() {
    return followed()
        .flatMap(
            d ->
                d.event() instanceof Event.DeploymentCreated c
                    ? c.consoleUrl()
                    : ((Event.DeploymentAttached) d.event()).consoleUrl());
  }

  /** Returns the console URL of the rollback; empty if there is no rollback or no console. */
  Optional<String> rollbackUrl() {
    return consoleUrl()
        .flatMap(
            url ->
                deploymentId()
                    .flatMap(id -> rollbackId().map(rollback -> url.replace(id, rollback))));
  }

  /**
   * Returns when the deployment was created or followed, or when the run began if there is none.
   */
  Instant deploymentBegan() {
    return followed()
        .map(
            f ->
                f.event() instanceof Event.DeploymentAttached a
                    ? a.createdAt().orElse(f.at())
                    : f.at())
        .orElse(began);
  }

  /** Returns when the deployment ended, which may be long before the run reported it. */
  Instant deploymentEnded() {
    return last(Event.DeploymentEnded.class)
        .map(e -> deploymentBegan().plus(e.event().took()))
        .filter(end -> end.isBefore(lastNews()))
        .orElse(lastNews());
  }

  Optional<String> rollbackId() {
    return last(Event.RollbackStarted.class).map(rollback -> rollback.event().deploymentId());
  }

  Optional<Event.ImageProof> imageProof() {
    return last(Event.ImageProof.class).map(At::event);
  }

  private Optional<At<Event>> followed() {
    return events.stream()
        .filter(
            e ->
                e.event() instanceof Event.DeploymentCreated
                    || e.event() instanceof Event.DeploymentAttached)
        .findFirst();
  }

  /** Returns the record with one more event. */
  DeploymentRecord plus(Instant at, Event event) {
    return new DeploymentRecord(
        began, Stream.concat(events.stream(), Stream.of(new At<>(at, event))).toList());
  }
}
