package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.chaos.Api.Refusal;
import io.github.xacct.chaos.Aws.Deployment;
import io.github.xacct.chaos.Aws.TaskSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What ECS answers of the deployments that it makes itself. */
final class EcsApi {
  static final String RULE =
      "arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener-rule/app/lb/1/prod/1";
  static final String TEST_RULE =
      "arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener-rule/app/lb/1/test/1";
  private static final String ARN = "arn:aws:ecs:eu-central-1:222222222222:";
  private static final String SERVICE = ARN + "service/apps/web";
  private static final String CLUSTER = ARN + "cluster/apps";
  private static final String DEPLOYMENT = ARN + "service-deployment/apps/web/";
  private static final String REVISION = ARN + "service-revision/apps/web/";

  /** Our names of the lifecycle's steps are CodeDeploy's. */
  private static final Map<String, String> STAGES =
      Map.of(
          "BeforeInstall", "PRE_SCALE_UP",
          "Install", "SCALE_UP",
          "AfterInstall", "POST_SCALE_UP",
          "AllowTestTraffic", "TEST_TRAFFIC_SHIFT",
          "AfterAllowTestTraffic", "POST_TEST_TRAFFIC_SHIFT",
          "BeforeAllowTraffic", "PRODUCTION_TRAFFIC_SHIFT",
          "AllowTraffic", "PRODUCTION_TRAFFIC_SHIFT",
          "AfterAllowTraffic", "POST_PRODUCTION_TRAFFIC_SHIFT");

  private final EcsAws aws;
  private final Scenario scenario;

  /** For how long a new deployment is not listed, and not the service's current one. */
  private final int lag;

  EcsApi(EcsAws aws, Scenario scenario) {
    this.aws = aws;
    this.scenario = scenario;
    var dice = new Dice(scenario.seed());
    this.lag = dice.of("lag").percent(50) ? dice.of("lags").between(1, 8) : 0;
  }

  /** The answer; empty for an operation that is not about a service's own deployments. */
  Optional<ObjectNode> answer(String operation, JsonNode in, int process) {
    return Optional.ofNullable(
        switch (operation) {
          case "DescribeServices" -> service();
          case "UpdateService" -> update(in, process);
          case "ListServiceDeployments" -> list(in);
          case "DescribeServiceDeployments" -> deployments(in);
          case "DescribeServiceRevisions" -> revisions(in);
          case "StopServiceDeployment" -> stop(in);
          case "ContinueServiceDeployment" -> proceed(in);
          case "TagResource" -> tag(in);
          default -> null;
        });
  }

  /** What describes the deployments of a task definition. */
  void addTags(String taskDefinition, ObjectNode answer) {
    tags(taskDefinition)
        .forEach(
            (key, value) ->
                answer.withArray("/tags").addObject().put("key", key).put("value", value));
  }

  private Map<String, String> tags(String taskDefinition) {
    return aws.tags.getOrDefault(taskDefinition, Map.of());
  }

  private ObjectNode tag(JsonNode in) {
    String arn = in.path("resourceArn").asText();
    in.path("tags").forEach(t -> aws.tag(arn, t.path("key").asText(), t.path("value").asText()));
    return Api.JSON.createObjectNode();
  }

  private ObjectNode update(JsonNode in, int process) {
    String taskDefinition = in.path("taskDefinition").asText("");
    if (isGone()) {
      throw new Refusal("ServiceNotActiveException", "Service was not ACTIVE.");
    }
    boolean again = in.path("forceNewDeployment").asBoolean();
    if (in.size() > (again ? 4 : 3) || !aws.revisions.containsKey(taskDefinition)) {
      throw new Refusal("InvalidParameterException", "more than a task definition: " + in);
    }
    if (again || !taskDefinition.equals(aws.wanted())) {
      String description = tags(taskDefinition).getOrDefault("xacct:deployment", "");
      aws.create(description, taskDefinition, scenario.truth(), process);
    }
    return Api.JSON.createObjectNode().set("service", service().at("/services/0"));
  }

  private boolean isGone() {
    return aws.removed.isPresent();
  }

  private ObjectNode service() {
    var answer = Api.JSON.createObjectNode();
    if (isGone()) {
      return gone(answer);
    }
    var service =
        answer
            .putArray("services")
            .addObject()
            .put("serviceName", "web")
            .put("serviceArn", SERVICE)
            .put("clusterArn", CLUSTER)
            .put("status", "ACTIVE")
            .put("desiredCount", 1)
            .put("taskDefinition", aws.wanted());
    service.putObject("deploymentController").put("type", "ECS");
    configuration(service.putObject("deploymentConfiguration"));
    service.putArray("events");
    var balancer =
        service
            .putArray("loadBalancers")
            .addObject()
            .put("targetGroupArn", Api.arn("blue-tg"))
            .put("containerName", "web")
            .put("containerPort", 8080);
    balancer
        .putObject("advancedConfiguration")
        .put("alternateTargetGroupArn", Api.arn("g-tg"))
        .put("productionListenerRule", RULE)
        .put("testListenerRule", TEST_RULE)
        .put("roleArn", "arn:aws:iam::222222222222:role/infrastructure");
    listed().findFirst().ifPresent(d -> service.put("currentServiceDeployment", arn(d)));
    var revisions = service.putArray("currentServiceRevisions");
    aws.taskSets.stream()
        .sorted((a, b) -> Boolean.compare(b.primary, a.primary))
        .forEach(set -> revisions.addObject().put("arn", revision(set)));
    return answer;
  }

  private ObjectNode gone(ObjectNode answer) {
    var services = answer.putArray("services");
    if (new Dice(scenario.seed()).of("inactive").percent(50)) {
      var service =
          services
              .addObject()
              .put("serviceName", "web")
              .put("clusterArn", CLUSTER)
              .put("status", "INACTIVE")
              .put("desiredCount", 0);
      service.putObject("deploymentController").put("type", "ECS");
      configuration(service.putObject("deploymentConfiguration"));
    } else {
      answer.putArray("failures").addObject().put("arn", "web").put("reason", "MISSING");
    }
    return answer;
  }

  private void configuration(ObjectNode configuration) {
    configuration
        .put(
            "strategy",
            scenario.steps() == 1 ? "BLUE_GREEN" : scenario.steps() == 2 ? "CANARY" : "LINEAR")
        .put("bakeTimeInMinutes", scenario.termination());
    if (scenario.steps() == 2) {
      configuration
          .putObject("canaryConfiguration")
          .put("canaryPercent", 10.0)
          .put("canaryBakeTimeInMinutes", scenario.interval());
    } else if (scenario.steps() > 2) {
      configuration
          .putObject("linearConfiguration")
          .put("stepPercent", 25.0)
          .put("stepBakeTimeInMinutes", scenario.interval());
    }
    var hooks = configuration.putArray("lifecycleHooks");
    if (scenario.readyWait() > 0) {
      pauseHook(hooks.addObject(), "POST_TEST_TRAFFIC_SHIFT");
      if (scenario.steps() > 1) {
        pauseHook(hooks.addObject(), "PRE_PRODUCTION_TRAFFIC_SHIFT");
      }
    }
  }

  private void pauseHook(ObjectNode hook, String stage) {
    hook.put("targetType", "PAUSE");
    hook.putArray("lifecycleStages").add(stage);
    hook.putObject("timeoutConfiguration")
        .put("timeoutInMinutes", scenario.readyWait())
        .put("action", "ROLLBACK");
  }

  private static String arn(Deployment d) {
    return DEPLOYMENT + d.id;
  }

  private static String revision(TaskSet set) {
    return REVISION + "9" + set.id.substring(set.id.length() - 18);
  }

  /** Newest first, without those that are too new to be seen. */
  private Stream<Deployment> listed() {
    var all = new ArrayList<>(aws.deployments.stream().filter(d -> !d.rollback).toList());
    Collections.reverse(all);
    return all.stream().filter(d -> !aws.now.isBefore(d.created.plusSeconds(lag)));
  }

  private ObjectNode list(JsonNode in) {
    if (isGone()) {
      throw new Refusal("ServiceNotFoundException", "Service not found.");
    }
    Set<String> wanted = new HashSet<>();
    in.path("status").forEach(s -> wanted.add(s.asText()));
    double after = in.at("/createdAt/after").asDouble(0);
    var found =
        listed()
            .filter(d -> wanted.isEmpty() || wanted.contains(status(d)))
            .filter(d -> seconds(d.created) >= after)
            .toList();
    int from = in.path("nextToken").asInt(0);
    int to = Math.min(found.size(), from + Math.min(20, scenario.page()));
    var answer = Api.JSON.createObjectNode();
    var array = answer.putArray("serviceDeployments");
    for (var d : found.subList(from, to)) {
      brief(array.addObject(), d).put("targetServiceRevisionArn", revision(target(d)));
    }
    if (to < found.size()) {
      answer.put("nextToken", String.valueOf(to));
    }
    return answer;
  }

  private static TaskSet target(Deployment d) {
    return d.green == null ? d.blue : d.green;
  }

  private ObjectNode brief(ObjectNode json, Deployment d) {
    json.put("serviceDeploymentArn", arn(d))
        .put("serviceArn", SERVICE)
        .put("clusterArn", CLUSTER)
        .put("createdAt", seconds(d.created))
        .put("status", status(d));
    if (d.completed != null) {
      json.put("finishedAt", seconds(d.completed));
    }
    if (d.errorMessage != null) {
      json.put("statusReason", "Service deployment rolled back because " + d.errorMessage + ".");
    }
    return json;
  }

  /** As ECS calls it; a rollback is under the same ARN. */
  String status(Deployment d) {
    return switch (d.status) {
      case "Created" -> "PENDING";
      case "Succeeded" -> "SUCCESSFUL";
      case "Stopped" -> "STOPPED";
      case "Failed" ->
          Optional.ofNullable(d.rollbackId)
              .flatMap(aws::find)
              .map(EcsApi::statusOfRollback)
              .orElse(d.rollbackComing ? "ROLLBACK_REQUESTED" : "ROLLBACK_FAILED");
      default -> "IN_PROGRESS";
    };
  }

  private static String statusOfRollback(Deployment rollback) {
    return switch (rollback.status) {
      case "Created" -> "ROLLBACK_REQUESTED";
      case "Succeeded" -> "ROLLBACK_SUCCESSFUL";
      case "InProgress" -> "ROLLBACK_IN_PROGRESS";
      default -> "ROLLBACK_FAILED";
    };
  }

  private Optional<Deployment> find(String arn) {
    return arn.startsWith(DEPLOYMENT)
        ? aws.find(arn.substring(DEPLOYMENT.length()))
        : Optional.empty();
  }

  private ObjectNode deployments(JsonNode in) {
    var answer = Api.JSON.createObjectNode();
    var found = answer.putArray("serviceDeployments");
    var failures = answer.putArray("failures");
    for (var arn : in.path("serviceDeploymentArns")) {
      var d = find(arn.asText());
      if (d.isPresent()) {
        full(found.addObject(), d.get());
      } else {
        failures.addObject().put("arn", arn.asText()).put("reason", "MISSING");
      }
    }
    return answer;
  }

  private void full(ObjectNode json, Deployment d) {
    brief(json, d);
    stage(d).ifPresent(stage -> json.put("lifecycleStage", stage));
    side(json.putArray("sourceServiceRevisions").addObject(), d.blue);
    side(json.putObject("targetServiceRevision"), target(d));
    var hooks = json.putArray("lifecycleHookDetails");
    if (d.pause != null) {
      hooks
          .addObject()
          .put("hookId", d.pause.hookId())
          .put("targetType", "PAUSE")
          .put("status", "AWAITING_ACTION")
          .put("expiresAt", seconds(d.pause.expires()))
          .put("timeoutAction", "ROLLBACK");
    }
    configuration(json.putObject("deploymentConfiguration"));
    Optional.ofNullable(d.rollbackId)
        .flatMap(aws::find)
        .ifPresent(
            r ->
                json.putObject("rollback")
                    .put("startedAt", seconds(r.created))
                    .put("serviceRevisionArn", revision(d.blue)));
  }

  private Optional<String> stage(Deployment d) {
    if (d.targetSucceeded) {
      return Optional.of(d.ended() ? "CLEAN_UP" : "BAKE_TIME");
    }
    return d.steps.entrySet().stream()
        .filter(step -> step.getValue().start != null)
        .map(step -> STAGES.get(step.getKey()))
        .reduce((earlier, later) -> later);
  }

  private void side(ObjectNode json, TaskSet set) {
    int running =
        (int) aws.tasks.stream().filter(t -> t.set == set && t.stopped == null).limit(1).count();
    json.put("arn", revision(set))
        .put("requestedTaskCount", 1)
        .put("runningTaskCount", running)
        .put("pendingTaskCount", 1 - running)
        .put("requestedProductionTrafficWeight", set.weight);
  }

  private ObjectNode revisions(JsonNode in) {
    var answer = Api.JSON.createObjectNode();
    var found = answer.putArray("serviceRevisions");
    for (var arn : in.path("serviceRevisionArns")) {
      sets()
          .filter(set -> revision(set).equals(arn.asText()))
          .findFirst()
          .ifPresent(set -> revision(found.addObject(), set));
    }
    return answer;
  }

  private Stream<TaskSet> sets() {
    return Stream.concat(
        aws.taskSets.stream(),
        aws.deployments.stream()
            .flatMap(d -> Stream.of(d.blue, target(d)).filter(set -> set != null)));
  }

  private void revision(ObjectNode json, TaskSet set) {
    json.put("serviceRevisionArn", revision(set))
        .put("serviceArn", SERVICE)
        .put("clusterArn", CLUSTER)
        .put("taskDefinition", set.taskDefinition)
        .put("createdAt", seconds(set.created));
    String image =
        aws.revisions.get(set.taskDefinition).at("/containerDefinitions/0/image").asText();
    json.putArray("containerImages")
        .addObject()
        .put("containerName", "web")
        .put("image", image)
        .put("imageDigest", image.substring(image.indexOf('@') + 1));
    json.putObject("resolvedConfiguration")
        .putArray("loadBalancers")
        .addObject()
        .put("targetGroupArn", Api.arn(set.targetGroup))
        .put("productionListenerRule", RULE);
  }

  private ObjectNode stop(JsonNode in) {
    var d = known(in);
    if (!in.path("stopType").asText().equals("ROLLBACK")) {
      throw new Refusal("InvalidParameterException", "The valid values are ROLLBACK.");
    }
    if (d.status.equals("Succeeded") || d.status.equals("Stopped")) {
      throw new Refusal("ConflictException", "it has ended");
    }
    if (!d.ended()) {
      aws.stop(d, true);
    }
    return Api.JSON.createObjectNode().put("serviceDeploymentArn", arn(d));
  }

  private ObjectNode proceed(JsonNode in) {
    var d = known(in);
    if (d.ended()) {
      throw new Refusal(
          "InvalidParameterException",
          "Continuing a service deployment is not allowed for service deployment in terminal"
              + " states.");
    }
    if (!in.path("action").asText("CONTINUE").equals("CONTINUE")
        || !aws.proceed(d, in.path("hookId").asText())) {
      throw new Refusal(
          "InvalidParameterException",
          "Provided hookId is either completed, unavailable, or not associated with the given"
              + " Resource ARN");
    }
    return Api.JSON.createObjectNode().put("serviceDeploymentArn", arn(d));
  }

  private Deployment known(JsonNode in) {
    return find(in.path("serviceDeploymentArn").asText())
        .orElseThrow(
            () ->
                new Refusal(
                    "ServiceDeploymentNotFoundException",
                    "The service deployment does not exist."));
  }

  /** What the production or the test rule does. */
  String weights(boolean production) {
    var groups = new StringBuilder();
    List<TaskSet> sets = aws.taskSets;
    for (String group : List.of("blue-tg", "g-tg")) {
      var set = sets.stream().filter(s -> s.targetGroup.equals(group)).reduce((a, b) -> b);
      int weight =
          production
              ? set.map(aws::live).orElse(0)
              : set.filter(s -> !s.primary || sets.size() == 1).isPresent() ? 1 : 0;
      groups
          .append("<member><TargetGroupArn>")
          .append(Api.arn(group))
          .append("</TargetGroupArn><Weight>")
          .append(weight)
          .append("</Weight></member>");
    }
    return "<member><Type>forward</Type><ForwardConfig><TargetGroups>"
        + groups
        + "</TargetGroups></ForwardConfig></member>";
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
