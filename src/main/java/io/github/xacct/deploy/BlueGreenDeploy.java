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

/** Deploys one image to one environment: look, refuse, register, create, watch, conclude. */
public final class BlueGreenDeploy {

  /**
   * The parameters of one run.
   *
   * @param taskDefinition renders the task definition with a given image
   * @param family of the task definition
   * @param appSpec the properties of the service to deploy with it
   * @param container name of the app's container
   * @param executionRole the role that pulls the image, if the task definition declares one
   * @param label of the deployment
   * @param onActive what to do if a deployment is in flight
   * @param breaker when to abort the deployment
   * @param readyGate the checks of a deployment in Ready, created from the state of the target
   *     account
   * @param force whether to deploy even if the same version is running
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
   * Creates a deploy that also passes its revision on.
   *
   * @param deploying receives the revision before a deployment of it is created
   */
  public BlueGreenDeploy(ImageSource images, Ports ports, Consumer<Revision> deploying) {
    this.images = images;
    this.ports = ports;
    this.deploying = deploying;
  }

  /**
   * Deploys the image, or follows a deployment in flight of the same image.
   *
   * @return the outcome of a deployment that ended well
   * @throws XacctException if the deployment is refused, with all problems found before the first
   *     change; or if it fails, with the state that it leaves
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
        // The deployment that has just ended changed what is running: read it again.
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
            && isUpToDate(request.appSpec(), prepared.look())
            && !request.force()
        ? nothingToDo(running.orElseThrow().arn(), prepared.image())
        : deploy(request, prepared, running, wanted);
  }

  /** Reads the target account again after another run created its deployment first. */
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
    // The look comes first: if both fail, the account's problem is the more useful one.
    try (var side = new FanOut("the deployment")) {
      var look = side.start(() -> refuseWhatCannotWork(inFlight));
      var image = side.start(() -> images.provide(() -> refuseBefore(look)));
      return new Prepared(look.get(), image.get());
    }
  }

  /** Waits for the look at the target account; fails if the deployment would be refused. */
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

  /** Whether the running version was deployed successfully and with the same AppSpec settings. */
  private static boolean isUpToDate(AppSpec appSpec, TargetAccountState state) {
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
