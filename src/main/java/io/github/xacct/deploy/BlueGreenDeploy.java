package io.github.xacct.deploy;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Brings one image into one environment: look, refuse, register, create, watch, conclude. */
public final class BlueGreenDeploy {

  /**
   * What is wanted of this run.
   *
   * @param taskDefinition renders the task definition around an image
   * @param family of that task definition
   * @param appSpec what is asked of the service beside it
   * @param container of the app
   * @param executionRole that pulls the image, if the task definition names one
   * @param label of the deployment
   * @param onActive what to do about a deployment in flight
   * @param breaker when to abort
   * @param readyGate what is checked when a deployment is ready, given where green answers
   * @param force deploy even if the same is running
   */
  public record DeployRequest(
      Function<ImageReference, String> taskDefinition,
      String family,
      AppSpec appSpec,
      String container,
      Optional<String> executionRole,
      DeploymentLabel label,
      Until until,
      OnActive onActive,
      CircuitBreaker.Threshold breaker,
      Function<TargetAccountState, ReadyGate> readyGate,
      boolean force) {}

  private final ImageSource images;
  private final Ports ports;
  private final Consumer<Revision> deploying;

  public BlueGreenDeploy(ImageSource images, Ports ports) {
    this(images, ports, revision -> {});
  }

  /**
   * The same, with the revision for whoever keeps it.
   *
   * @param deploying is given the revision before a deployment of it is created
   */
  public BlueGreenDeploy(ImageSource images, Ports ports, Consumer<Revision> deploying) {
    this.images = images;
    this.ports = ports;
    this.deploying = deploying;
  }

  /**
   * Deploys, or follows the deployment that does the same already.
   *
   * @return how it ended, if it ended well
   * @throws XacctException if it did not, with everything found wrong before the first change, or
   *     with what exists now after it
   */
  public Outcome run(DeployRequest request) {
    var inFlight = new InFlight(ports, request.label(), request.onActive());
    var prepared = lookWhileTheImageIsBuilt(inFlight);
    var image = prepared.image();
    String wanted = request.taskDefinition().apply(image);
    while (true) {
      while (prepared.look().active().isPresent()) {
        var active = prepared.look().active().get();
        if (inFlight.settle(active, prepared.look(), image, wanted).isPresent()) {
          return attach(active, request, prepared);
        }
        // What stood there before the other deployment stands there no more.
        prepared = new Prepared(refuseWhatCannotWork(inFlight), image);
      }
      new ScalingPause(ports).repair();
      try {
        return deployUnlessItRuns(request, prepared, wanted);
      } catch (Occupied lost) {
        prepared = new Prepared(lookAtTheWinner(lost, inFlight), image);
      }
    }
  }

  private Outcome deployUnlessItRuns(DeployRequest request, Prepared prepared, String wanted) {
    var running = running(prepared);
    return isRunning(running, wanted)
            && stands(request.appSpec(), prepared.look())
            && !request.force()
        ? nothingToDo(running.orElseThrow().arn(), prepared.image())
        : deploy(request, prepared, running, wanted);
  }

  /** Another run created its deployment between our look and our own. */
  private TargetAccountState lookAtTheWinner(Occupied lost, InFlight inFlight) {
    var state = ports.look();
    CombinedRefusal.refuse(state.problems());
    inFlight.lost(state.active().orElseThrow(lost::refusal));
    return state;
  }

  private Optional<TaskDefinitions.Registered> running(Prepared prepared) {
    return prepared.look().runningTaskDefinition().flatMap(ports.taskDefinitions()::describe);
  }

  private record Prepared(TargetAccountState look, ImageReference image) {}

  private Prepared lookWhileTheImageIsBuilt(InFlight inFlight) {
    // The look first: what is wrong with the account is the better news to give of two.
    try (var side = new FanOut("the deployment")) {
      var look = side.start(() -> refuseWhatCannotWork(inFlight));
      var image = side.start(() -> images.provide(() -> refuseBefore(look)));
      return new Prepared(look.get(), image.get());
    }
  }

  /** Waits for the look, which fails if the deployment cannot work. */
  private static void refuseBefore(Supplier<TargetAccountState> look) {
    var unused = look.get();
  }

  private TargetAccountState refuseWhatCannotWork(InFlight inFlight) {
    var state = ports.look();
    state.warnings().forEach(warning -> ports.reporter().report(new Event.Warning(warning)));
    state.splitTraffic().ifPresent(split -> ports.reporter().report(new Event.Warning(split)));
    CombinedRefusal.refuse(state.problems());
    state.active().ifPresent(inFlight::refuseEarly);
    return state;
  }

  private static boolean isRunning(Optional<TaskDefinitions.Registered> running, String wanted) {
    return running.isPresent() && TaskDefinitionDiff.same(running.get().json(), wanted);
  }

  /** Whether what runs was brought well, and as this AppSpec would bring it. */
  private static boolean stands(AppSpec appSpec, TargetAccountState state) {
    return !state.lastDeploymentFailed()
        && state.split().isEmpty()
        && state.standing().filter(s -> !AppSpecChanges.of(appSpec, s).isEmpty()).isEmpty();
  }

  private Outcome nothingToDo(String arn, ImageReference image) {
    ports
        .reporter()
        .report(
            new Event.Note(
                "Nothing to do: " + arn + " with this image has the production traffic."));
    return new Outcome(
        Verdict.NOTHING_TO_DO, Optional.empty(), Optional.of(arn), Optional.of(image));
  }

  private Outcome attach(Active active, DeployRequest request, Prepared prepared) {
    return follow(
        active.id(), Attach.event(active, ports), active.taskDefinition(), request, prepared);
  }

  private Outcome deploy(
      DeployRequest request,
      Prepared prepared,
      Optional<TaskDefinitions.Registered> running,
      String wanted) {
    String arn = register(request.family(), wanted);
    running
        .map(before -> TaskDefinitionDiff.between(before.json(), wanted).lines())
        .ifPresent(lines -> ports.reporter().report(new Event.TaskDefinitionCompared(lines)));
    String description = request.label().describe(prepared.image());
    ports
        .reporter()
        .report(
            new Event.Planned(
                prepared.image(), prepared.look().runningTaskDefinition(), description));
    var revision = new Revision(arn, request.appSpec());
    deploying.accept(revision);
    var created = new Start(ports, prepared.look()).start(revision, description);
    return follow(created.deploymentId(), created, Optional.of(arn), request, prepared);
  }

  private String register(String family, String wanted) {
    var newest = ports.taskDefinitions().newest(family);
    if (newest.isPresent() && TaskDefinitionDiff.same(newest.get().json(), wanted)) {
      ports.reporter().report(new Event.TaskDefinitionUnchanged(newest.get().arn()));
      return newest.get().arn();
    }
    String arn = ports.taskDefinitions().register(wanted).arn();
    ports.reporter().report(new Event.TaskDefinitionRegistered(arn));
    return arn;
  }

  private Outcome follow(
      String id, Event first, Optional<String> arn, DeployRequest request, Prepared prepared) {
    var state = prepared.look();
    var proof = new Proof(prepared.image(), request.container(), request.executionRole());
    var verdict =
        new Following(ports, state, request.breaker(), request.readyGate().apply(state))
            .follow(id, first, request.until(), Optional.of(proof));
    return new Outcome(verdict, Optional.of(id), arn, Optional.of(prepared.image()));
  }
}
