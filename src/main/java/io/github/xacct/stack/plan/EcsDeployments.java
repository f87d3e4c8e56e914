package io.github.xacct.stack.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TrafficShift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds the deployment configuration by which ECS itself deploys an environment's service; it is
 * set once the service exists. It is configured by CodeDeploy's elements and parameters: the
 * termination wait becomes the bake time, and the ready wait a pause with green on the test
 * listener.
 */
final class EcsDeployments {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AT_GREEN = "POST_TEST_TRAFFIC_SHIFT";

  private final String name;
  private final BootstrapRequest.OfEnvironment requested;

  /**
   * Creates the configuration of one environment.
   *
   * @param name the prefix of its service's and roles' names
   */
  EcsDeployments(String name, BootstrapRequest.OfEnvironment requested) {
    this.name = name;
    this.requested = requested;
  }

  private Environment environment() {
    return requested.environment();
  }

  /** Returns a configured parameter, else the default of CodeDeploy's template, else "". */
  private String value(String parameter) {
    return Optional.ofNullable(requested.parameters().get(parameter))
        .or(
            () ->
                Optional.ofNullable(Template.CODEDEPLOY.parameters().get(parameter))
                    .flatMap(TemplateParameter::byDefault))
        .orElse("");
  }

  /**
   * Returns how production traffic shifts; empty if CodeDeploy's configuration has no equivalent.
   */
  Optional<TrafficShift> shift() {
    int percent = number("ShiftPercent");
    int minutes = number("ShiftMinutes");
    return switch (value("ShiftType")) {
      case "canary" -> Optional.of(new TrafficShift(TrafficShift.Kind.CANARY, percent, minutes));
      case "linear" -> Optional.of(new TrafficShift(TrafficShift.Kind.LINEAR, percent, minutes));
      default -> TrafficShift.of(configurationName());
    };
  }

  /** Returns the configured deployment configuration of CodeDeploy, or the default. */
  String configurationName() {
    return Optional.ofNullable(requested.parameters().get("DeploymentConfigName"))
        .or(environment()::deploymentConfiguration)
        .orElseGet(() -> value("DeploymentConfigName"));
  }

  /** Returns the minutes for which both revisions run after all traffic has shifted. */
  int bakeTime() {
    return number("TerminationWaitMinutes");
  }

  private int number(String parameter) {
    String text = value(parameter);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** Returns the lifecycle hooks: pauses and functions. */
  List<EcsHook> hooks() {
    var hooks = new ArrayList<>(EcsHook.read(value(EcsHook.PARAMETER)));
    int minutes =
        requested.parameters().containsKey("ReadyWaitMinutes")
            ? number("ReadyWaitMinutes")
            : requested.waits() ? EcsHook.MINUTES : 0;
    boolean written =
        hooks.stream().anyMatch(h -> h.stage().equals(AT_GREEN) && h.function().isEmpty());
    if (minutes > 0 && !written) {
      hooks.add(0, EcsHook.pause(AT_GREEN, minutes));
    }
    return hooks;
  }

  /** Returns the ARNs of the functions that ECS invokes. */
  List<String> functions() {
    return hooks().stream()
        .flatMap(hook -> hook.functionArn(environment()).stream())
        .distinct()
        .toList();
  }

  /**
   * Returns the ARNs of the log groups that explain a failed deployment: the functions' groups, and
   * ECS's action log of the cluster.
   */
  List<String> logs() {
    return Stream.concat(
            functions().stream()
                .map(arn -> arn.replaceFirst("^.*:function:([^:]+).*$", "$1"))
                .map("/aws/lambda/"::concat),
            Stream.of("/aws/vendedlogs/ecs/action-logs/" + environment().cluster()))
        .map(group -> "log-group:" + group + ":*")
        .map(
            resource ->
                Arn.of(environment().region(), environment().account(), "logs", resource)
                    .toString())
        .distinct()
        .toList();
  }

  /** Returns the configuration in the spelling of the ECS API. */
  ObjectNode configuration() {
    ObjectNode configuration = JSON.createObjectNode();
    strategy(configuration, shift().orElse(TrafficShift.allAtOnce()));
    configuration.put("bakeTimeInMinutes", bakeTime());
    configuration.put("maximumPercent", 200).put("minimumHealthyPercent", 100);
    configuration.putObject("deploymentCircuitBreaker").put("enable", true).put("rollback", true);
    ObjectNode watched =
        configuration.putObject("alarms").put("enable", true).put("rollback", true);
    alarms().forEach(watched.putArray("alarmNames")::add);
    ArrayNode hooks = configuration.putArray("lifecycleHooks");
    hooks().forEach(hook -> hooks.add(hook(hook)));
    return configuration;
  }

  private static void strategy(ObjectNode configuration, TrafficShift shift) {
    switch (shift.kind()) {
      case ALL_AT_ONCE -> configuration.put("strategy", "BLUE_GREEN");
      case CANARY ->
          configuration
              .put("strategy", "CANARY")
              .putObject("canaryConfiguration")
              .put("canaryPercent", (double) shift.percent())
              .put("canaryBakeTimeInMinutes", shift.minutes());
      case LINEAR ->
          configuration
              .put("strategy", "LINEAR")
              .putObject("linearConfiguration")
              .put("stepPercent", (double) shift.percent())
              .put("stepBakeTimeInMinutes", shift.minutes());
    }
  }

  /** Returns the names of the service stack's alarms and of the team's. */
  private List<String> alarms() {
    String third = Sharing.ofLoadBalancer(requested.parameters()) ? "-connections" : "-elb-5xx";
    var own =
        new ArrayList<>(
            BalancerCheck.isNetwork(requested.parameters())
                ? List.of("-resets")
                : List.of("-5xx-a", "-5xx-b", third));
    own.addAll(List.of("-unhealthy-a", "-unhealthy-b"));
    if (!value("LatencySeconds").equals("0")) {
      own.addAll(List.of("-latency-a", "-latency-b"));
    }
    return Stream.concat(
            own.stream().map(name::concat),
            Stream.of(value("TeamAlarms").split(",")).filter(alarm -> !alarm.isBlank()))
        .toList();
  }

  private ObjectNode hook(EcsHook hook) {
    ObjectNode node = JSON.createObjectNode();
    Optional<String> function = hook.functionArn(environment());
    node.put("targetType", function.isPresent() ? "AWS_LAMBDA" : "PAUSE");
    function.ifPresent(arn -> node.put("hookTargetArn", arn).put("roleArn", hookRole()));
    node.putArray("lifecycleStages").add(hook.stage());
    node.putObject("timeoutConfiguration")
        .put("timeoutInMinutes", hook.minutes())
        .put("action", "ROLLBACK");
    return node;
  }

  private String hookRole() {
    return new RoleArn(environment().region().partition(), environment().account(), name + "-hooks")
        .toString();
  }

  /** Returns the parameters of the service's template. */
  Map<String, String> parameters() {
    return Map.of(
        "DeploymentController",
        "ECS",
        "RoleOfEcs",
        "true",
        "HookFunctionArns",
        String.join(",", functions()));
  }
}
