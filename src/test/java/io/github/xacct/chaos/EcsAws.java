package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The truth where ECS itself deploys: a deployment takes the place of the one before, each failure
 * is rolled back under the same ARN, pauses wait for an answer, and somebody may rewrite the
 * production rule, which ECS does not look at.
 */
final class EcsAws extends Aws {
  private static final String NEW_IMAGE =
      "111111111111.dkr.ecr.test/shop@sha256:" + "9a".repeat(32);

  /** Tags of task definitions, by ARN. */
  final Map<String, Map<String, String>> tags = new HashMap<>();

  /** Since when the production rule is not as ECS has left it. */
  Optional<Instant> rewritten = Optional.empty();

  /** How often a pause was continued though the rule had been rewritten before it began. */
  int blindSteps;

  /** A task definition gets a tag. */
  void tag(String taskDefinition, String key, String value) {
    tags.computeIfAbsent(taskDefinition, arn -> new LinkedHashMap<>()).put(key, value);
  }

  EcsAws(Scenario scenario, Instant now, JsonNode blue) {
    super(scenario, now, blue);
  }

  @Override
  String id(int number) {
    return "X%020d".formatted(number);
  }

  @Override
  void makeWay() {
    for (var d : deployments) {
      if (!d.rollback && !d.ended()) {
        end(d, "Stopped", "SUPERSEDED", "replaced by a later one", false);
        taskSets.removeIf(t -> t == d.green);
        backTo(d.blue);
      }
      if (d.rollbackComing) {
        d.rollbackComing = false;
        taskSets.removeIf(t -> t == d.green);
        backTo(d.blue);
      }
      if (d.rollback && !d.ended()) {
        restored(d, find(d.undoes).orElseThrow());
      }
    }
  }

  private void backTo(TaskSet set) {
    taskSets.forEach(t -> t.primary = t == set);
    taskSets.forEach(t -> t.weight = t == set ? 100 : 0);
    rewritten = Optional.empty();
  }

  @Override
  void created(Deployment d) {
    d.green = replacement(d);
    if (d.creator >= 0) {
      scenario
          .night()
          .superseded()
          .ifPresent(seconds -> later(d, seconds, this::somebodyElseDeploys));
    }
  }

  private void somebodyElseDeploys() {
    String arn = register(Api.parse(OurProcess.taskDefinition(NEW_IMAGE)));
    create("", arn, Truth.SUCCEEDS, -2);
  }

  /** A stage's limit. */
  @Override
  int installLimit() {
    return scenario.seed() == 0 ? scenario.installLimit() : 24 * 3600;
  }

  @Override
  int rollbackAppears() {
    return 0;
  }

  @Override
  String rollbackId(Deployment failed) {
    return failed.id + "/rollback";
  }

  /** Nobody stops a rollback: a stop of it does nothing. */
  @Override
  Night.Rollback fate() {
    var fate = scenario.night().rollback();
    return fate == Night.Rollback.STOPPED_BY_SOMEBODY ? Night.Rollback.SUCCEEDS : fate;
  }

  /** Rolled back, unless another one takes its place, or there is no service any more. */
  @Override
  void end(Deployment d, String status, String code, String message, boolean rollback) {
    boolean stays = code.equals("SUPERSEDED") || removed.isPresent();
    d.pause = null;
    super.end(d, stays && !d.rollback ? "Stopped" : "Failed", code, message, !stays);
  }

  /** There is no deployment group. */
  @Override
  void remove(Deployment d, Night.Removed what) {
    super.remove(d, Night.Removed.SERVICE);
  }

  @Override
  void ready(Deployment d, int index) {
    if (scenario.readyWait() == 0 || d.rollback) {
      step(d, index + 1);
    } else {
      pause(d, () -> step(d, index + 1));
    }
  }

  @Override
  void shift(Deployment d, int number, Runnable done) {
    if (scenario.readyWait() == 0 || scenario.steps() == 1) {
      shifted(d, number, done);
    } else {
      pause(d, () -> shifted(d, number, done)); // before each step
    }
  }

  private void shifted(Deployment d, int number, Runnable done) {
    rewritten = Optional.empty();
    super.shift(d, number, done);
    if (number < scenario.steps()) {
      somebodyMayRewriteTheRule(d);
    }
  }

  private void pause(Deployment d, Runnable then) {
    d.status = "Ready";
    var pause =
        new Pause(
            "ecs-pause-" + d.id + "-" + story.size(),
            now,
            now.plus(Duration.ofMinutes(scenario.readyWait())),
            then);
    d.pause = pause;
    report(d.id + " waits at " + pause.hookId());
    if (scenario.approved() > 0) {
      later(d, scenario.approved() * 60L, () -> goOn(d, pause));
    }
    var impatience = new Dice(scenario.seed()).of("impatience");
    if (scenario.seed() > 0 && impatience.percent(40)) {
      later(d, impatience.of("after").between(1, 20), () -> goOn(d, pause));
    }
    later(
        d,
        scenario.readyWait() * 60L,
        () -> {
          if (d.pause == pause) {
            end(d, "Failed", "TIMEOUT", "POST_TEST_TRAFFIC_SHIFT pause hook timed out", true);
          }
        });
  }

  private void somebodyMayRewriteTheRule(Deployment d) {
    if (d.creator >= 0) {
      scenario
          .night()
          .weights()
          .ifPresent(
              seconds ->
                  later(
                      d,
                      seconds,
                      () -> {
                        rewritten = Optional.of(now);
                        report("somebody rewrites the production rule");
                      }));
    }
  }

  /** Whether this pause was waiting. */
  boolean proceed(Deployment d, String hookId) {
    var pause = d.pause;
    if (pause == null || !pause.hookId().equals(hookId)) {
      return false;
    }
    if (rewritten.filter(since -> since.isBefore(pause.since())).isPresent()) {
      blindSteps++;
    }
    d.pause = null;
    d.status = "InProgress";
    report(hookId + " continues");
    pause.then().run();
    return true;
  }

  /** Somebody else does not wait for our checks. */
  private void goOn(Deployment d, Pause pause) {
    if (d.pause == pause) {
      d.pause = null;
      d.status = "InProgress";
      report("somebody continues " + pause.hookId());
      pause.then().run();
    }
  }

  /** The task definition that the service names. */
  String wanted() {
    return deployments.stream()
        .filter(d -> !d.ended())
        .findFirst()
        .or(() -> deployments.stream().filter(d -> d.rollbackComing).findFirst())
        .map(d -> d.taskDefinition)
        .orElseGet(
            () ->
                taskSets.stream()
                    .filter(t -> t.primary)
                    .findFirst()
                    .map(t -> t.taskDefinition)
                    .orElse(BLUE));
  }

  /** What the production rule sends to a task set's target group. */
  int live(TaskSet set) {
    return (int) (rewritten.isPresent() ? 100 - set.weight : set.weight);
  }
}
