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
 * What is known of one deployment at one moment: every event with its time, and what follows from
 * them. All pictures of a deployment are drawn from this.
 */
record DeploymentRecord(Instant began, List<At<Event>> events) {
  private static final Pattern COMMIT = Pattern.compile("\\bcommit ([0-9a-f]{7,40})\\b");

  /** Verdict of a run that is not over, or that was killed. */
  static final String RUNNING = "running";

  /** One event and when it was reported. */
  record At<E extends Event>(Instant at, E event) {}

  DeploymentRecord {
    events = List.copyOf(events);
  }

  /** All events of one kind. */
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

  /** The target of the deployment, once it has been reported. */
  Optional<Event.Began> target() {
    return first(Event.Began.class).map(At::event);
  }

  /** The run of a CI system. */
  Optional<Event.RunNamed> run() {
    return first(Event.RunNamed.class).map(At::event);
  }

  Optional<Event.Concluded> conclusion() {
    return last(Event.Concluded.class).map(At::event);
  }

  /** That of the conclusion, or of the deployment's own end until that is reported. */
  Optional<Verdict> verdict() {
    return conclusion()
        .map(Event.Concluded::verdict)
        .or(() -> last(Event.DeploymentEnded.class).map(ended -> ended.event().verdict()));
  }

  /** The verdict as machines read it, also of a run that is not over. */
  String word() {
    return verdict().map(Verdict::toString).orElse(RUNNING);
  }

  /** What its rollback is called: one that failed has not rolled anything back. */
  String rollbackName() {
    return verdict().equals(Optional.of(Verdict.ROLLED_BACK)) ? "Rolled back by" : "Rollback";
  }

  /** When it was over. */
  Optional<Instant> ended() {
    return last(Event.Concluded.class)
        .map(At::at)
        .or(() -> last(Event.DeploymentEnded.class).map(At::at));
  }

  /** Until when something is known. */
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

  /** The commit that the description names. */
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

  /** That of the rollback; absent where there is none, or no console. */
  Optional<String> rollbackUrl() {
    return consoleUrl()
        .flatMap(
            url ->
                deploymentId()
                    .flatMap(id -> rollbackId().map(rollback -> url.replace(id, rollback))));
  }

  /** When the deployment was created as far as is known, or the run began if none was. */
  Instant deploymentBegan() {
    return followed()
        .map(
            f ->
                f.event() instanceof Event.DeploymentAttached a
                    ? a.createdAt().orElse(f.at())
                    : f.at())
        .orElse(began);
  }

  /** Until when the deployment went on, as far as is known; the run may report it much later. */
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

  /** The same with one more event. */
  DeploymentRecord plus(Instant at, Event event) {
    return new DeploymentRecord(
        began, Stream.concat(events.stream(), Stream.of(new At<>(at, event))).toList());
  }
}
