package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run's world and wish, drawn by its seed.
 *
 * @param hook that fails or at which the alarm or the stranger strikes, by its place in the order
 * @param autoRollback of the deployment group
 * @param readyWait minutes, 0 for none
 * @param steps of the traffic; 1 is all at once
 * @param interval minutes between them
 * @param termination minutes until blue ends
 * @param foreign whether another deployment is in flight when we come
 * @param skew of our clock against AWS's
 * @param faults percent of the attempts that meet one
 * @param deaths of this watcher that are planned
 * @param rollbackAppears seconds after the failure
 * @param stopTakes seconds until a stop has its effect
 * @param page how many a page of a list has
 * @param baseLasts minutes until our own credentials run out; 0 for never
 * @param names how long the app's version and the build's id are
 * @param outage of one operation
 * @param night what others do
 * @param engine of the service
 * @param approved minutes until a person continues what is ready; 0 if nobody is to be asked
 * @param objects whether our smoke test finds something, if the group waits for approval
 */
record Scenario(
    long seed,
    Truth truth,
    int hook,
    boolean autoRollback,
    int readyWait,
    int steps,
    int interval,
    int termination,
    Until until,
    OnActive onActive,
    boolean foreign,
    Truth foreignTruth,
    boolean foreignIsOlder,
    Duration skew,
    Duration wireSkew,
    int faults,
    int deaths,
    int rollbackAppears,
    boolean objects,
    int stopTakes,
    int page,
    int baseLasts,
    int names,
    Optional<Disturbance> outage,
    Night night,
    Engine engine,
    int approved) {

  /** Who deploys the service. */
  enum Engine {
    CODE_DEPLOY,
    ECS;

    /** The truth of it. */
    Aws aws(Scenario scenario, Instant now, JsonNode blue) {
      return this == ECS ? new EcsAws(scenario, now, blue) : new Aws(scenario, now, blue);
    }
  }

  private static final List<String> OPERATIONS =
      List.of(
          "GetDeployment",
          "BatchGetDeploymentTargets",
          "GetDeploymentConfig",
          "GetDeploymentGroup",
          "ListDeployments",
          "CreateDeployment",
          "StopDeployment",
          "ContinueDeployment",
          "DescribeServices",
          "ListTasks",
          "DescribeTasks",
          "DescribeTargetHealth",
          "DescribeListeners",
          "DescribeTaskDefinition",
          "GetLogEvents",
          "AssumeRole");

  private static final List<String> OPERATIONS_OF_ECS =
      List.of(
          "DescribeServiceDeployments",
          "DescribeServiceRevisions",
          "ListServiceDeployments",
          "UpdateService",
          "StopServiceDeployment",
          "ContinueServiceDeployment",
          "DescribeServices",
          "ListTasks",
          "DescribeTasks",
          "DescribeTargetHealth",
          "DescribeListeners",
          "DescribeRules",
          "DescribeTaskDefinition",
          "TagResource",
          "GetLogEvents",
          "AssumeRole");

  /** Nothing goes wrong; blue is kept for so many minutes. */
  static Scenario calm(int termination) {
    return quiet(Truth.SUCCEEDS, 0, termination, Until.TERMINATED);
  }

  /** A group that waits for approval, and one truth. */
  static Scenario undisturbed(Truth truth) {
    return quiet(truth, 10, 10, Until.SHIFTED);
  }

  private static Scenario quiet(Truth truth, int readyWait, int termination, Until until) {
    return new Scenario(
        0,
        truth,
        0,
        true,
        readyWait,
        1,
        0,
        termination,
        until,
        OnActive.FAIL,
        false,
        Truth.SUCCEEDS,
        true,
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        0,
        false,
        3,
        100,
        0,
        3,
        Optional.empty(),
        Night.quiet(),
        Engine.CODE_DEPLOY,
        0);
  }

  /** CodeDeploy's hour; shorter where nothing is drawn, for a page that is played in each build. */
  int installLimit() {
    return seed == 0 ? 600 : 3600;
  }

  static Scenario of(long seed, Engine engine) {
    var dice = new Dice(seed);
    boolean longOne = dice.of("long").percent(2);
    int kind = dice.of("kind").below(10);
    boolean ecs = engine == Engine.ECS; // where each step may wait for a decision
    int steps = longOne || kind > (ecs ? 6 : 8) ? 4 : kind > (ecs ? 4 : 7) ? 2 : 1;
    return new Scenario(
        seed,
        dice.of("truth").one(Truth.class),
        dice.of("hook").below(5),
        dice.of("auto").percent(75),
        dice.of("ready").percent(ecs ? 60 : 30) ? 60 : 0,
        steps,
        steps == 1 ? 0 : longOne ? dice.of("int").between(15, 60) : 1,
        longOne ? dice.of("term").between(60, 180) : dice.of("term").below(2),
        dice.of("until").percent(longOne ? 70 : 30) ? Until.TERMINATED : Until.SHIFTED,
        dice.of("active").one(OnActive.class),
        dice.of("foreign").percent(20),
        dice.of("foreign truth").percent(50) ? Truth.SUCCEEDS : Truth.HOOK_FAILS,
        dice.of("older").percent(70),
        Duration.ofMinutes(dice.of("skewed").percent(20) ? dice.of("skew").between(-20, 20) : 0),
        Duration.ofMinutes(dice.of("wire").percent(10) ? dice.of("wire skew").between(-40, 40) : 0),
        dice.of("calm").percent(15) ? 0 : dice.of("faults").between(1, 18),
        dice.of("deaths").percent(45) ? dice.of("how many").between(1, 3) : 0,
        dice.of("appears").between(0, 20),
        dice.of("objects").percent(15),
        dice.of("stop takes").between(1, 12),
        dice.of("page").percent(30) ? 5 : 100,
        dice.of("base").percent(8) ? dice.of("base lasts").between(1, 40) : 0,
        dice.of("names").percent(25) ? dice.of("long names").between(100, 400) : 3,
        dice.of("outage of one").percent(20) ? Optional.of(outage(dice, engine)) : Optional.empty(),
        Night.of(dice, dice.of("page").percent(30) ? 5 : 100),
        engine,
        0);
  }

  private static Disturbance outage(Dice dice, Engine engine) {
    var all = engine == Engine.ECS ? OPERATIONS_OF_ECS : OPERATIONS;
    return new Disturbance(
        all.get(dice.of("outage operation").below(all.size())),
        dice.of("outage kind").one(Disturbance.Kind.class),
        dice.of("outage later").percent(60),
        Duration.ofSeconds(
            dice.of("outage long").percent(15)
                ? dice.of("outage lasts").between(600, 4000)
                : dice.of("outage lasts").between(5, 300)));
  }

  /** The same with one operation out. */
  Scenario with(Disturbance disturbance) {
    return but(d -> d.outage = Optional.of(disturbance));
  }

  /** The same, after others have had their hands in it. */
  Scenario at(Night other) {
    return but(d -> d.night = other);
  }

  /** The same beside somebody else's deployment, which is older and is to be superseded. */
  Scenario superseding() {
    return but(
        d -> {
          d.onActive = OnActive.SUPERSEDE;
          d.foreign = true;
          d.foreignTruth = Truth.SUCCEEDS;
          d.foreignIsOlder = true;
        });
  }

  /** The same by another engine. */
  Scenario by(Engine other) {
    return but(d -> d.engine = other);
  }

  /** The same but for what is changed. */
  Scenario but(Consumer<ScenarioDraft> change) {
    var draft = new ScenarioDraft(this);
    change.accept(draft);
    return draft.build();
  }
}
