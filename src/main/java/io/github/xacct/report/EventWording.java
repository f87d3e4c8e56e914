package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.EventVisitor;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words each kind of event for the log; events that would only fill the log get no line. */
final class EventWording implements EventVisitor<Stream<String>> {
  private final DeploymentLines deployments;
  private final Instant at;

  /**
   * @param time formats a time of day
   * @param at when the event happened
   */
  EventWording(Function<Instant, String> time, Instant at) {
    this.deployments = new DeploymentLines(time);
    this.at = at;
  }

  @Override
  public Stream<String> note(Event.Note note) {
    return Stream.of(note.text());
  }

  @Override
  public Stream<String> warning(Event.Warning warning) {
    return Stream.of(warning.text());
  }

  @Override
  public Stream<String> fileWritten(Event.FileWritten written) {
    return Stream.of("Wrote " + Format.fromHere(written.file()));
  }

  @Override
  public Stream<String> imageBuildStarted(Event.ImageBuildStarted started) {
    return Stream.of("Building the image on " + started.baseImage() + " for " + started.platform());
  }

  @Override
  public Stream<String> imageBuilt(Event.ImageBuilt built) {
    return Stream.of(ImageLines.built(built));
  }

  @Override
  public Stream<String> imageAlreadyPushed(Event.ImageAlreadyPushed there) {
    return Stream.of(
        "Image already in registry, not rebuilt: " + ImageLines.named(there.image(), there.tags()));
  }

  /** No line: the created deployment gets one. */
  @Override
  public Stream<String> deploymentRequested(Event.DeploymentRequested requested) {
    return Stream.empty();
  }

  /** No line: the next event reports the reason. */
  @Override
  public Stream<String> deploymentNotCreated(Event.DeploymentNotCreated refused) {
    return Stream.empty();
  }

  @Override
  public Stream<String> shiftRequested(Event.ShiftRequested requested) {
    return Stream.of("Ready to shift production traffic.");
  }

  @Override
  public Stream<String> stopRequested(Event.StopRequested requested) {
    return Stream.of("Stopping deployment " + requested.deploymentId() + " of " + requested.by());
  }

  /** No line: there are dozens of layers, and the pushed image gets one. */
  @Override
  public Stream<String> layerPushed(Event.LayerPushed pushed) {
    return Stream.empty();
  }

  @Override
  public Stream<String> imagePushed(Event.ImagePushed pushed) {
    return Stream.of(
        "Pushed "
            + ImageLines.named(pushed.image(), pushed.tags())
            + " in "
            + Format.took(pushed.took()));
  }

  @Override
  public Stream<String> repositoryCreated(Event.RepositoryCreated created) {
    return Stream.of("Created repository " + created.repositoryUri());
  }

  @Override
  public Stream<String> roleAssumed(Event.RoleAssumed assumed) {
    return Stream.of("Assumed " + assumed.roleArn() + " as " + assumed.sessionName());
  }

  @Override
  public Stream<String> taskDefinitionRegistered(Event.TaskDefinitionRegistered registered) {
    return Stream.of("Registered " + registered.arn());
  }

  @Override
  public Stream<String> taskDefinitionUnchanged(Event.TaskDefinitionUnchanged unchanged) {
    return Stream.of("Reusing " + unchanged.arn() + " (unchanged)");
  }

  /** No line: the goal plan prints the differences, and the page shows them. */
  @Override
  public Stream<String> taskDefinitionCompared(Event.TaskDefinitionCompared compared) {
    return Stream.empty();
  }

  /** No line: the log belongs to that run. */
  @Override
  public Stream<String> runNamed(Event.RunNamed run) {
    return Stream.empty();
  }

  @Override
  public Stream<String> began(Event.Began began) {
    return Stream.of(deployments.began(began));
  }

  @Override
  public Stream<String> planned(Event.Planned planned) {
    return Stream.of(deployments.planned(planned));
  }

  @Override
  public Stream<String> deploymentCreated(Event.DeploymentCreated created) {
    return Stream.of(deployments.deploymentCreated(created));
  }

  @Override
  public Stream<String> deploymentAttached(Event.DeploymentAttached attached) {
    return Stream.of(deployments.deploymentAttached(attached));
  }

  @Override
  public Stream<String> lifecycleEventChanged(Event.LifecycleEventChanged changed) {
    return Stream.of(
        "%s %s%s"
            .formatted(
                changed.name(),
                Format.status(changed.status()),
                changed.took().map(took -> " after " + Format.took(took)).orElse("")));
  }

  @Override
  public Stream<String> taskSetsChanged(Event.TaskSetsChanged sets) {
    return Stream.of(
        sets.taskSets().stream().map(Format::taskSet).collect(Collectors.joining("; ")));
  }

  @Override
  public Stream<String> trafficShifted(Event.TrafficShifted shifted) {
    return Stream.of("All production traffic is on green after " + Format.took(shifted.took()));
  }

  @Override
  public Stream<String> rollbackStarted(Event.RollbackStarted rollback) {
    return Stream.of(deployments.rollbackStarted(rollback));
  }

  @Override
  public Stream<String> deploymentEnded(Event.DeploymentEnded ended) {
    return Stream.of(deployments.deploymentEnded(ended));
  }

  /** Only the verdict: Maven prints the problem, with which the goal fails, in the next line. */
  @Override
  public Stream<String> concluded(Event.Concluded concluded) {
    return Stream.of("Verdict: " + concluded.verdict());
  }

  @Override
  public Stream<String> pipelineStageBegan(Event.PipelineStageBegan stage) {
    return Stream.of(
        "Stage %d of %d, %s: %s"
            .formatted(stage.number(), stage.of(), stage.stage(), stage.actions()));
  }

  @Override
  public Stream<String> pipelineActionEnded(Event.PipelineActionEnded ended) {
    return Stream.of(
        "  %s succeeded after %s%s"
            .formatted(ended.action(), Format.took(ended.took()), detail(ended.detail())));
  }

  @Override
  public Stream<String> noticeSent(Event.NoticeSent notice) {
    return Stream.concat(
            Stream.of("Notice to " + notice.topic() + ": " + notice.subject()),
            notice.text().lines())
        .map(line -> "  " + line);
  }

  @Override
  public Stream<String> taskDied(Event.TaskDied died) {
    return StoppedTasks.lines(died).stream();
  }

  @Override
  public Stream<String> targetUnhealthy(Event.TargetUnhealthy unhealthy) {
    return Stream.of("target " + unhealthy.target() + " is unhealthy: " + unhealthy.reason());
  }

  @Override
  public Stream<String> serviceTrouble(Event.ServiceTrouble trouble) {
    return Stream.of("ECS reports: " + trouble.text());
  }

  @Override
  public Stream<String> circuitOpened(Event.CircuitOpened opened) {
    return Stream.of("Aborting: " + opened.reason() + "; stopping and rolling back");
  }

  @Override
  public Stream<String> imageProof(Event.ImageProof proof) {
    return Stream.of(proof.words());
  }

  @Override
  public Stream<String> smokeTestEnded(Event.SmokeTestEnded test) {
    return Stream.of(
        "Smoke test %s %s after %s%s"
            .formatted(
                test.name(),
                test.ok() ? "passed" : "failed",
                Format.took(test.took()),
                detail(test.detail())));
  }

  @Override
  public Stream<String> stillWaiting(Event.StillWaiting waiting) {
    return Stream.of("still waiting for " + waiting.what() + ", " + Format.took(waiting.elapsed()));
  }

  @Override
  public Stream<String> expected(Event.Expected expected) {
    return Stream.of(deployments.expected(expected, at));
  }

  @Override
  public Stream<String> approvalAwaited(Event.ApprovalAwaited awaited) {
    return Stream.of(
        "Waiting for approval. Look at " + awaited.where(),
        "and approve with: " + awaited.command());
  }

  /** No line: there are several per second, and the totals are reported at the end. */
  @Override
  public Stream<String> trafficSample(Event.TrafficSample sample) {
    return Stream.empty();
  }

  private static String detail(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }
}
