package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Look;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Signature;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.event.Event;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.util.Optional;
import java.util.function.Function;

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
   * @param signature of the deployment
   * @param onActive what to do about a deployment in flight
   * @param breaker when to give up
   * @param word who is heard when a deployment is ready, given where green answers
   * @param force deploy even if the same is running
   */
  public record Wish(
      Function<ImageReference, String> taskDefinition,
      String family,
      AppSpec appSpec,
      String container,
      Optional<String> executionRole,
      Signature signature,
      Until until,
      OnActive onActive,
      CircuitBreaker.Threshold breaker,
      Function<Look, ReadyWord> word,
      boolean force) {}

  private final ImageSource images;
  private final Ports ports;

  public BlueGreenDeploy(ImageSource images, Ports ports) {
    this.images = images;
    this.ports = ports;
  }

  /**
   * Does it.
   *
   * @return how it ended, if it ended well
   * @throws XacctException if it did not, with everything found wrong before the first change, or
   *     with what exists now after it
   */
  public Outcome run(Wish wish) {
    var inFlight = new InFlight(ports, wish.signature(), wish.onActive());
    var prepared = lookWhileTheImageIsMade(inFlight);
    var image = prepared.image();
    String wanted = wish.taskDefinition().apply(image);
    while (true) {
      while (prepared.look().active().isPresent()) {
        var active = prepared.look().active().get();
        if (inFlight.settle(active, prepared.look(), image, wanted).isPresent()) {
          return attach(active, wish, prepared);
        }
        // What stood there before the other deployment stands there no more.
        prepared = new Prepared(refuseWhatCannotWork(inFlight), image);
      }
      new ScalingPause(ports).repair();
      try {
        return deployUnlessItRuns(wish, prepared, wanted);
      } catch (Occupied lost) {
        prepared = new Prepared(lookAtTheWinner(lost, inFlight), image);
      }
    }
  }

  private Outcome deployUnlessItRuns(Wish wish, Prepared prepared, String wanted) {
    var running = running(prepared);
    return isRunning(running, wanted) && stands(wish.appSpec(), prepared.look()) && !wish.force()
        ? nothingToDo(running.orElseThrow().arn(), prepared.image())
        : deploy(wish, prepared, running, wanted);
  }

  /** Another run created its deployment between our look and our own. */
  private Look lookAtTheWinner(Occupied lost, InFlight inFlight) {
    var look = ports.look();
    Problems.refuse(look.problems());
    inFlight.lost(look.active().orElseThrow(lost::refusal));
    return look;
  }

  private Optional<TaskDefinitions.Registered> running(Prepared prepared) {
    return prepared.look().runningTaskDefinition().flatMap(ports.taskDefinitions()::describe);
  }

  private record Prepared(Look look, ImageReference image) {}

  private Prepared lookWhileTheImageIsMade(InFlight inFlight) {
    // The look first: what is wrong with the account is the better news to give of two.
    var both = Both.of(() -> refuseWhatCannotWork(inFlight), images::provide);
    return new Prepared(both.first(), both.second());
  }

  private Look refuseWhatCannotWork(InFlight inFlight) {
    var look = ports.look();
    look.warnings().forEach(warning -> ports.reporter().tell(new Event.Warning(warning)));
    Problems.refuse(look.problems());
    look.active().ifPresent(inFlight::refuseEarly);
    return look;
  }

  private static boolean isRunning(Optional<TaskDefinitions.Registered> running, String wanted) {
    return running.isPresent() && TaskDefinitionDiff.same(running.get().json(), wanted);
  }

  /** Whether what runs was brought well, and as this AppSpec would bring it. */
  private static boolean stands(AppSpec appSpec, Look look) {
    return !look.broughtBadly()
        && look.standing().filter(s -> !AppSpecChanges.of(appSpec, s).isEmpty()).isEmpty();
  }

  private Outcome nothingToDo(String arn, ImageReference image) {
    ports
        .reporter()
        .tell(
            new Event.Note(
                "Nothing to do: " + arn + " with this image has the production traffic."));
    return new Outcome(
        Verdict.NOTHING_TO_DO, Optional.empty(), Optional.of(arn), Optional.of(image));
  }

  private Outcome attach(Active active, Wish wish, Prepared prepared) {
    return follow(
        active.id(), Attach.event(active, ports), active.taskDefinition(), wish, prepared);
  }

  private Outcome deploy(
      Wish wish, Prepared prepared, Optional<TaskDefinitions.Registered> running, String wanted) {
    String arn = register(wish.family(), wanted);
    running
        .map(before -> TaskDefinitionDiff.between(before.json(), wanted).lines())
        .ifPresent(lines -> ports.reporter().tell(new Event.TaskDefinitionCompared(lines)));
    String description = wish.signature().describe(prepared.image());
    ports
        .reporter()
        .tell(
            new Event.Planned(
                prepared.image(), prepared.look().runningTaskDefinition(), description));
    var created = new Start(ports, prepared.look()).start(arn, description);
    return follow(created.deploymentId(), created, Optional.of(arn), wish, prepared);
  }

  private String register(String family, String wanted) {
    var newest = ports.taskDefinitions().newest(family);
    if (newest.isPresent() && TaskDefinitionDiff.same(newest.get().json(), wanted)) {
      ports.reporter().tell(new Event.TaskDefinitionUnchanged(newest.get().arn()));
      return newest.get().arn();
    }
    String arn = ports.taskDefinitions().register(wanted).arn();
    ports.reporter().tell(new Event.TaskDefinitionRegistered(arn));
    return arn;
  }

  private Outcome follow(
      String id, Event first, Optional<String> arn, Wish wish, Prepared prepared) {
    var look = prepared.look();
    var proof = new Proof(prepared.image(), wish.container(), wish.executionRole());
    var verdict =
        new Following(ports, look, wish.breaker(), wish.word().apply(look))
            .follow(id, first, wish.until(), Optional.of(proof));
    return new Outcome(verdict, Optional.of(id), arn, Optional.of(prepared.image()));
  }
}
