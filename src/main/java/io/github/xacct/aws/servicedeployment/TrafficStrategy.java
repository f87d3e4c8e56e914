package io.github.xacct.aws.servicedeployment;

import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;

/**
 * How a service's deployment configuration shifts traffic, and how long that takes. Source: Amazon
 * ECS API reference, DeploymentConfiguration; the defaults are those that it documents.
 */
final class TrafficStrategy {
  /**
   * The maximum duration of a stage. Source: Amazon ECS developer guide, blue/green deployments.
   */
  private static final Duration STAGE = Duration.ofHours(24);

  private static final int HOOK_MINUTES = 1440;

  private final DeploymentConfiguration configuration;

  TrafficStrategy(DeploymentConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Whether ECS runs two revisions in parallel and shifts traffic between them. */
  static boolean shifts(Optional<DeploymentConfiguration> configuration) {
    var strategy = configuration.map(DeploymentConfiguration::strategy);
    return strategy
        .filter(
            s ->
                s == DeploymentStrategy.BLUE_GREEN
                    || s == DeploymentStrategy.CANARY
                    || s == DeploymentStrategy.LINEAR)
        .isPresent();
  }

  /** Returns the steps for messages, such as {@code 10 %, then all after 5 min}. */
  String words() {
    return switch (configuration.strategy()) {
      case CANARY -> percent(canaryPercent()) + ", then all after " + canaryBake() + " min";
      case LINEAR -> percent(stepPercent()) + " every " + stepBake() + " min";
      default -> "all at once";
    };
  }

  private static String percent(double value) {
    return value == Math.rint(value) ? (long) value + " %" : value + " %";
  }

  private double canaryPercent() {
    return Optional.ofNullable(configuration.canaryConfiguration())
        .flatMap(c -> Optional.ofNullable(c.canaryPercent()))
        .orElse(5.0);
  }

  private int canaryBake() {
    return Optional.ofNullable(configuration.canaryConfiguration())
        .flatMap(c -> Optional.ofNullable(c.canaryBakeTimeInMinutes()))
        .orElse(10);
  }

  private double stepPercent() {
    return Optional.ofNullable(configuration.linearConfiguration())
        .flatMap(c -> Optional.ofNullable(c.stepPercent()))
        .orElse(10.0);
  }

  private int stepBake() {
    return Optional.ofNullable(configuration.linearConfiguration())
        .flatMap(c -> Optional.ofNullable(c.stepBakeTimeInMinutes()))
        .orElse(6);
  }

  /** Returns the number of shifts of production traffic. */
  private int steps() {
    return switch (configuration.strategy()) {
      case CANARY -> 2;
      case LINEAR -> (int) Math.ceil(100 / stepPercent());
      default -> 1;
    };
  }

  private Duration shift() {
    return switch (configuration.strategy()) {
      case CANARY -> Duration.ofMinutes(canaryBake());
      case LINEAR -> Duration.ofMinutes((long) stepBake() * (steps() - 1));
      default -> Duration.ZERO;
    };
  }

  /** Returns the maximum durations of stages, hooks and pauses, the shift, and the bake time. */
  Timing timing() {
    return new Timing(
        Duration.ofMinutes(2),
        STAGE,
        hooks(DeploymentLifecycleHookTargetType.AWS_LAMBDA),
        hooks(DeploymentLifecycleHookTargetType.PAUSE),
        shift(),
        Duration.ofMinutes(Optional.ofNullable(configuration.bakeTimeInMinutes()).orElse(0)));
  }

  private Duration hooks(DeploymentLifecycleHookTargetType type) {
    return Duration.ofMinutes(of(type).mapToLong(hook -> (long) minutes(hook) * times(hook)).sum());
  }

  private static boolean isOf(
      DeploymentLifecycleHook hook, DeploymentLifecycleHookTargetType type) {
    return type
        == Optional.ofNullable(hook.targetType())
            .orElse(DeploymentLifecycleHookTargetType.AWS_LAMBDA);
  }

  /** Returns hooks and pauses, and the name of CodeDeploy's configuration with the same steps. */
  ServiceSnapshot.Own own() {
    return new ServiceSnapshot.Own(
        of(DeploymentLifecycleHookTargetType.AWS_LAMBDA)
            .filter(hook -> hook.hookTargetArn() != null)
            .map(hook -> new ServiceSnapshot.Function(stages(hook), function(hook)))
            .toList(),
        of(DeploymentLifecycleHookTargetType.PAUSE).map(TrafficStrategy::pause).toList(),
        pausesForTests(),
        pausesBeforeSteps(),
        ofCodeDeploy());
  }

  /** Returns empty if CodeDeploy has no configuration of that form. */
  private Optional<String> ofCodeDeploy() {
    double percent =
        switch (configuration.strategy()) {
          case CANARY -> canaryPercent();
          case LINEAR -> stepPercent();
          default -> 100;
        };
    if (percent != Math.rint(percent)) {
      return Optional.empty();
    }
    return switch (configuration.strategy()) {
      case CANARY ->
          Optional.of(
              "CodeDeployDefault.ECSCanary" + (int) percent + "Percent" + canaryBake() + "Minutes");
      case LINEAR ->
          Optional.of(
              "CodeDeployDefault.ECSLinear%sPercentEvery%sMinutes"
                  .formatted((int) percent, stepBake()));
      default -> Optional.empty();
    };
  }

  private Stream<DeploymentLifecycleHook> of(DeploymentLifecycleHookTargetType type) {
    return configuration.lifecycleHooks().stream().filter(hook -> isOf(hook, type));
  }

  private static String stages(DeploymentLifecycleHook hook) {
    return String.join(", ", hook.lifecycleStagesAsStrings());
  }

  private static String function(DeploymentLifecycleHook hook) {
    return hook.hookTargetArn().replaceFirst(".*:function:", "");
  }

  private static String pause(DeploymentLifecycleHook hook) {
    boolean continues =
        Optional.ofNullable(hook.timeoutConfiguration())
            .filter(t -> t.action() == DeploymentLifecycleHookAction.CONTINUE)
            .isPresent();
    return "at %s (%s min, then %s)"
        .formatted(stages(hook), minutes(hook), continues ? "goes on" : "rolls back");
  }

  private static int minutes(DeploymentLifecycleHook hook) {
    return Optional.ofNullable(hook.timeoutConfiguration())
        .flatMap(t -> Optional.ofNullable(t.timeoutInMinutes()))
        .orElse(HOOK_MINUTES);
  }

  /** Returns how often the hook runs: once per stage, at the traffic shift once per step. */
  private int times(DeploymentLifecycleHook hook) {
    return hook.lifecycleStages().stream()
        .mapToInt(
            stage ->
                stage == DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT
                        || stage == DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT
                    ? steps()
                    : 1)
        .sum();
  }

  /** Whether traffic shifts in several steps without a pause before each. */
  boolean stepsWithoutPause() {
    return steps() > 1 && !pausesBeforeSteps();
  }

  private boolean pausesBeforeSteps() {
    return pauseStages()
        .anyMatch(stage -> stage == DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT);
  }

  private Stream<DeploymentLifecycleHookStage> pauseStages() {
    return of(DeploymentLifecycleHookTargetType.PAUSE)
        .flatMap(hook -> hook.lifecycleStages().stream());
  }

  /**
   * Whether it pauses at a stage where green receives all test traffic and no production traffic.
   */
  boolean pausesForTests() {
    return pauseStages()
        .anyMatch(
            stage ->
                stage == DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT
                    || stage == DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT);
  }
}
