package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Brings one image into one environment: look, refuse, register, create, watch, conclude. */
public final class BlueGreenDeploy {

  /**
   * What is wanted of this run.
   *
   * @param taskDefinition renders the task definition around an image
   * @param family of that task definition
   * @param description of the deployment
   * @param breaker when to give up
   * @param force deploy even if the same is running
   * @param dryRun say what would be done, and change nothing
   */
  public record Wish(
      Function<ImageReference, String> taskDefinition,
      String family,
      Function<ImageReference, String> description,
      Until until,
      CircuitBreaker.Threshold breaker,
      boolean force,
      boolean dryRun) {}

  private final ImageSource images;
  private final TaskDefinitions taskDefinitions;
  private final DeploymentEngine engine;
  private final Witness witness;
  private final Reporter reporter;
  private final Clock clock;
  private final Sleeper sleeper;

  public BlueGreenDeploy(
      ImageSource images,
      TaskDefinitions taskDefinitions,
      DeploymentEngine engine,
      Witness witness,
      Reporter reporter,
      Clock clock,
      Sleeper sleeper) {
    this.images = images;
    this.taskDefinitions = taskDefinitions;
    this.engine = engine;
    this.witness = witness;
    this.reporter = reporter;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Does it.
   *
   * @return how it ended, if it ended well
   * @throws XacctException if it did not, with everything found wrong before the first change, or
   *     with what exists now after it
   */
  public Outcome run(Wish wish) {
    Instant began = clock.instant();
    var prepared = lookWhileTheImageIsMade(wish);
    String wanted = wish.taskDefinition().apply(prepared.image());
    var running = prepared.look().runningTaskDefinition().flatMap(taskDefinitions::describe);
    boolean same = running.isPresent() && TaskDefinitionDiff.same(running.get().json(), wanted);
    if (wish.dryRun()) {
      return tellWhatWouldBeDone(wish, prepared, running, wanted, same);
    }
    if (same && !wish.force()) {
      String arn = running.orElseThrow().arn();
      reporter.tell(
          new Event.Note("Nothing to do: " + arn + " with this image has the production traffic."));
      return new Outcome(
          Verdict.NOTHING_TO_DO, Optional.empty(), Optional.of(arn), prepared.image());
    }
    String arn = register(wish.family(), wanted);
    String description = wish.description().apply(prepared.image());
    reporter.tell(
        new Event.Planned(prepared.image(), prepared.look().runningTaskDefinition(), description));
    String id = engine.start(arn, description);
    reporter.tell(new Event.DeploymentCreated(id, engine.consoleUrl(id)));
    if (wish.until() == Until.CREATED) {
      return new Outcome(Verdict.DETACHED, Optional.of(id), Optional.of(arn), prepared.image());
    }
    return conclude(id, arn, wish, prepared, began);
  }

  private record Prepared(Look look, ImageReference image) {}

  /** The two take seconds each and do not need each other. */
  private Prepared lookWhileTheImageIsMade(Wish wish) {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      var look = CompletableFuture.supplyAsync(() -> refuseWhatCannotWork(wish), threads);
      var image =
          CompletableFuture.supplyAsync(
              () -> wish.dryRun() ? images.foresee() : images.provide(look::join), threads);
      // The look first: what is wrong with the account is the better news to give of two.
      return new Prepared(look.join(), image.join());
    } catch (CompletionException e) {
      throw XacctException.in(e).map(RuntimeException.class::cast).orElse(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Look refuseWhatCannotWork(Wish wish) {
    var look = engine.look();
    look.warnings().forEach(warning -> reporter.tell(new Event.Warning(warning)));
    Problems.refuse(look.problems());
    return look;
  }

  private String register(String family, String wanted) {
    var newest = taskDefinitions.newest(family);
    if (newest.isPresent() && TaskDefinitionDiff.same(newest.get().json(), wanted)) {
      reporter.tell(new Event.TaskDefinitionUnchanged(newest.get().arn()));
      return newest.get().arn();
    }
    String arn = taskDefinitions.register(wanted).arn();
    reporter.tell(new Event.TaskDefinitionRegistered(arn));
    return arn;
  }

  private Outcome conclude(String id, String arn, Wish wish, Prepared prepared, Instant began) {
    Duration limit = prepared.look().timing().limit();
    reporter.tell(new Event.Expected(prepared.look().timing().expected(), limit));
    var vigil = new Vigil(witness, new CircuitBreaker(wish.breaker(), clock), reporter, clock);
    var watcher = new Watcher(engine, vigil, reporter, clock, sleeper);
    var last = watcher.follow(id, wish.until(), limit);
    if (last.status() == DeploymentState.Status.SUCCEEDED || !last.status().ended()) {
      ended(id, Verdict.SUCCEEDED, began);
      return new Outcome(Verdict.SUCCEEDED, Optional.of(id), Optional.of(arn), prepared.image());
    }
    var rollback = watcher.followRollback(last, limit);
    var obituary = Obituary.of(vigil.breaker(), prepared.image());
    var failure = Failure.of(last, rollback, watcher.givenUp(), obituary, prepared.look(), engine);
    ended(id, failure.verdict(), began);
    throw failure.exception();
  }

  private void ended(String id, Verdict verdict, Instant began) {
    reporter.tell(
        new Event.DeploymentEnded(id, verdict.id(), Duration.between(began, clock.instant())));
  }

  private Outcome tellWhatWouldBeDone(
      Wish wish,
      Prepared prepared,
      Optional<TaskDefinitions.Registered> running,
      String wanted,
      boolean same) {
    String from = running.map(TaskDefinitions.Registered::arn).orElse("nothing");
    reporter.tell(new Event.Note("Dry run, nothing is changed. Running now: " + from));
    reporter.tell(new Event.Note("Image: " + prepared.image()));
    if (same) {
      reporter.tell(
          new Event.Note(
              wish.force()
                  ? "The same is running; it would be deployed again because of force."
                  : "The same is running; nothing would be deployed."));
    } else {
      reporter.tell(
          new Event.Note("Would register a revision of " + wish.family() + " and deploy it:"));
      TaskDefinitionDiff.between(running.map(TaskDefinitions.Registered::json).orElse("{}"), wanted)
          .lines()
          .forEach(line -> reporter.tell(new Event.Note("  " + line)));
    }
    return new Outcome(
        Verdict.DRY_RUN,
        Optional.empty(),
        running.map(TaskDefinitions.Registered::arn),
        prepared.image());
  }
}
