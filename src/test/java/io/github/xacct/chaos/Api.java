package io.github.xacct.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.chaos.Aws.Deployment;
import io.github.xacct.chaos.Aws.Step;
import io.github.xacct.chaos.Aws.Task;
import io.github.xacct.chaos.Aws.TaskSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What CodeDeploy, ECS and CloudWatch Logs answer, in the shapes of their JSON protocols. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TASK_DEFINITION = Pattern.compile("arn:aws:ecs:[^\"\\s]+");
  private static final String TASK = "arn:aws:ecs:eu-central-1:222222222222:task/apps/";
  private static final String CLUSTER = "arn:aws:ecs:eu-central-1:222222222222:cluster/apps";
  private static final String TARGET_GROUP =
      "arn:aws:elasticloadbalancing:eu-central-1:222222222222:targetgroup/";

  private static final Set<String> OF_A_GROUP =
      Set.of("GetDeploymentGroup", "ListDeployments", "CreateDeployment");

  /** A refusal, by its code. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    final String code;

    Refusal(String code, String message) {
      super(message);
      this.code = code;
    }
  }

  private final Aws aws;
  private final Scenario scenario;
  private final AccountApi account = new AccountApi();

  /** Where ECS itself deploys. */
  final Optional<EcsApi> ecs;

  private final Map<String, Consumer<ObjectNode>> edits = new HashMap<>();

  Api(Aws aws, Scenario scenario) {
    this.aws = aws;
    this.scenario = scenario;
    this.ecs =
        aws instanceof EcsAws own ? Optional.of(new EcsApi(own, scenario)) : Optional.empty();
  }

  /** Has the answers of an operation changed. */
  void edit(String operation, Consumer<ObjectNode> change) {
    edits.put(operation, change);
  }

  /** Changes an answer, or refuses it; that of a query has nothing to change. */
  void edited(String operation, ObjectNode answer) {
    edits.getOrDefault(operation, unchanged -> {}).accept(answer);
  }

  /** Acts and answers. */
  ObjectNode answer(String operation, JsonNode in, int process) {
    refuseWhatIsGone(operation);
    var answer =
        ecs.flatMap(own -> own.answer(operation, in, process))
            .orElseGet(() -> common(operation, in, process));
    edited(operation, answer);
    return answer;
  }

  private ObjectNode common(String operation, JsonNode in, int process) {
    return switch (operation) {
      case "CreateDeployment" -> create(in, process);
      case "GetDeployment" -> JSON.createObjectNode().set("deploymentInfo", info(deployment(in)));
      case "ListDeployments" -> list(in);
      case "BatchGetDeployments" -> batch(in);
      case "GetApplicationRevision" -> revision(in);
      case "GetDeploymentGroup" -> group();
      case "GetDeploymentConfig" -> configuration();
      case "BatchGetDeploymentTargets" -> target(in);
      case "StopDeployment" -> stop(in);
      case "ContinueDeployment" -> proceed(in);
      case "DescribeServices" -> service();
      case "ListTasks" -> listTasks(in);
      case "DescribeTasks" -> describeTasks(in);
      case "RegisterTaskDefinition" -> described(aws.register(in), in);
      case "DescribeTaskDefinition" -> describeTaskDefinition(in);
      case "TagResource" -> JSON.createObjectNode();
      case "GetLogEvents" -> logs();
      default -> account.answer(operation, in);
    };
  }

  private void refuseWhatIsGone(String operation) {
    var removed = aws.removed.orElse(null);
    if (removed == Night.Removed.GROUP && OF_A_GROUP.contains(operation)) {
      throw new Refusal(
          "DeploymentGroupDoesNotExistException", "No Deployment Group found for name: shop");
    }
    if (removed == Night.Removed.SERVICE && operation.equals("ListTasks")) {
      throw new Refusal("ServiceNotFoundException", "Service not found.");
    }
  }

  private Deployment deployment(JsonNode in) {
    return aws.find(in.path("deploymentId").asText())
        .orElseThrow(() -> new Refusal("DeploymentDoesNotExistException", "no such deployment"));
  }

  private ObjectNode create(JsonNode in, int process) {
    var busy = aws.busy();
    if (busy.isPresent()) {
      throw new Refusal(
          "DeploymentLimitExceededException",
          "The Deployment Group 'shop' already has an active Deployment '" + busy.get().id + "'");
    }
    var arn = TASK_DEFINITION.matcher(in.at("/revision/appSpecContent/content").asText());
    if (!arn.find() || !aws.revisions.containsKey(arn.group())) {
      throw new Refusal("InvalidRevisionException", "no task definition");
    }
    var d = aws.create(in.path("description").asText(), arn.group(), scenario.truth(), process);
    return JSON.createObjectNode().put("deploymentId", d.id);
  }

  private ObjectNode info(Deployment d) {
    var info =
        JSON.createObjectNode()
            .put("applicationName", "shop")
            .put("deploymentGroupName", "shop")
            .put("deploymentId", d.id)
            .put("status", d.status)
            .put("createTime", seconds(d.created))
            .put("description", d.description)
            .put("creator", d.rollback ? "codeDeployRollback" : "user")
            .put("instanceTerminationWaitTimeStarted", false)
            .put("computePlatform", "ECS");
    if (d.errorCode != null) {
      info.putObject("errorInformation").put("code", d.errorCode).put("message", d.errorMessage);
    }
    if (d.completed != null) {
      info.put("completeTime", seconds(d.completed));
    }
    if (d.rollbackId != null) {
      info.putObject("rollbackInfo").put("rollbackDeploymentId", d.rollbackId);
    } else if (d.undoes != null) {
      info.putObject("rollbackInfo").put("rollbackTriggeringDeploymentId", d.undoes);
    }
    return info;
  }

  private ObjectNode batch(JsonNode in) {
    var answer = JSON.createObjectNode();
    var infos = answer.putArray("deploymentsInfo");
    in.path("deploymentIds")
        .forEach(id -> aws.find(id.asText()).ifPresent(d -> infos.add(withRevision(d))));
    return answer;
  }

  private ObjectNode withRevision(Deployment d) {
    var info = info(d);
    info.putObject("revision")
        .put("revisionType", "AppSpecContent")
        .putObject("appSpecContent")
        .put("sha256", d.taskDefinition);
    return info;
  }

  /** Known here by the task definition that it brings. */
  private ObjectNode revision(JsonNode in) {
    String arn = in.at("/revision/appSpecContent/sha256").asText();
    var answer = JSON.createObjectNode();
    answer
        .putObject("revision")
        .put("revisionType", "AppSpecContent")
        .putObject("appSpecContent")
        .put("content", "TaskDefinition: \"" + arn + "\"");
    return answer;
  }

  private ObjectNode list(JsonNode in) {
    Set<String> wanted = new HashSet<>();
    in.path("includeOnlyStatuses").forEach(s -> wanted.add(s.asText()));
    List<String> ids = new ArrayList<>();
    for (int i = aws.deployments.size() - 1; i >= 0; i--) {
      var d = aws.deployments.get(i);
      if (wanted.isEmpty() || wanted.contains(d.status)) {
        ids.add(d.id);
      }
    }
    return page(in, "deployments", ids);
  }

  /** As many as AWS gives at once, and where the rest begins. */
  private ObjectNode page(JsonNode in, String name, List<String> all) {
    if (!in.has("nextToken") && new Dice(scenario.seed()).of("empty first page").percent(8)) {
      return JSON.createObjectNode().put("nextToken", "0").set(name, JSON.createArrayNode());
    }
    int from = in.path("nextToken").asInt(0);
    int to = Math.min(all.size(), from + scenario.page());
    var answer = JSON.createObjectNode();
    var array = answer.putArray(name);
    all.subList(from, to).forEach(array::add);
    if (to < all.size()) {
      answer.put("nextToken", String.valueOf(to));
    }
    return answer;
  }

  private ObjectNode group() {
    var answer = JSON.createObjectNode();
    var group =
        answer
            .putObject("deploymentGroupInfo")
            .put("applicationName", "shop")
            .put("deploymentGroupName", "shop")
            .put("computePlatform", "ECS")
            .put("deploymentConfigName", "custom");
    group.putArray("ecsServices").addObject().put("serviceName", "web").put("clusterName", "apps");
    var blueGreen = group.putObject("blueGreenDeploymentConfiguration");
    var ready = blueGreen.putObject("deploymentReadyOption");
    if (scenario.readyWait() == 0) {
      ready.put("actionOnTimeout", "CONTINUE_DEPLOYMENT").put("waitTimeInMinutes", 0);
    } else {
      ready
          .put("actionOnTimeout", "STOP_DEPLOYMENT")
          .put("waitTimeInMinutes", scenario.readyWait());
    }
    blueGreen
        .putObject("terminateBlueInstancesOnDeploymentSuccess")
        .put("action", "TERMINATE")
        .put("terminationWaitTimeInMinutes", scenario.termination());
    if (!aws.deployments.isEmpty()) {
      var last = aws.deployments.get(aws.deployments.size() - 1);
      group
          .putObject("lastAttemptedDeployment")
          .put("deploymentId", last.id)
          .put("status", last.status)
          .put("createTime", seconds(last.created));
    }
    group
        .putObject("autoRollbackConfiguration")
        .put("enabled", scenario.autoRollback())
        .putArray("events")
        .add("DEPLOYMENT_FAILURE");
    var pair = group.putObject("loadBalancerInfo").putArray("targetGroupPairInfoList").addObject();
    pair.putObject("prodTrafficRoute").putArray("listenerArns").add("arn:listener/prod");
    pair.putObject("testTrafficRoute").putArray("listenerArns").add("arn:listener/test");
    return answer;
  }

  private ObjectNode configuration() {
    var answer = JSON.createObjectNode();
    var routing =
        answer
            .putObject("deploymentConfigInfo")
            .put("deploymentConfigName", "custom")
            .putObject("trafficRoutingConfig");
    if (scenario.steps() == 1) {
      routing.put("type", "AllAtOnce");
    } else if (scenario.steps() == 2) {
      routing
          .put("type", "TimeBasedCanary")
          .putObject("timeBasedCanary")
          .put("canaryPercentage", 10)
          .put("canaryInterval", scenario.interval());
    } else {
      routing
          .put("type", "TimeBasedLinear")
          .putObject("timeBasedLinear")
          .put("linearPercentage", 25)
          .put("linearInterval", scenario.interval());
    }
    return answer;
  }

  private ObjectNode target(JsonNode in) {
    var d = deployment(in);
    if (d.status.equals("Created")) {
      throw new Refusal("DeploymentNotStartedException", "has not started");
    }
    var answer = JSON.createObjectNode();
    var target =
        answer
            .putArray("deploymentTargets")
            .addObject()
            .put("deploymentTargetType", "ECSTarget")
            .putObject("ecsTarget")
            .put("deploymentId", d.id)
            .put("targetId", "apps:web")
            .put("status", d.targetSucceeded ? "Succeeded" : d.badly() ? "Failed" : "InProgress");
    var events = target.putArray("lifecycleEvents");
    d.steps.forEach(
        (name, step) -> event(events.addObject().put("lifecycleEventName", name), step));
    var sets = target.putArray("taskSetsInfo");
    taskSet(sets, d.blue, "Blue");
    if (d.green != null) {
      taskSet(sets, d.green, "Green");
    }
    return answer;
  }

  private static void event(ObjectNode event, Step step) {
    event.put("status", step.status);
    if (step.start != null) {
      event.put("startTime", seconds(step.start));
    }
    if (step.end != null) {
      event.put("endTime", seconds(step.end));
    }
    if (step.message != null) {
      event.putObject("diagnostics").put("errorCode", "UnknownError").put("message", step.message);
    }
  }

  private void taskSet(ArrayNode sets, TaskSet set, String label) {
    sets.addObject()
        .put("identifer", set.id)
        .put("desiredCount", 1)
        .put("pendingCount", 1 - running(set))
        .put("runningCount", running(set))
        .put("status", set.primary ? "PRIMARY" : "ACTIVE")
        .put("trafficWeight", set.weight)
        .put("taskSetLabel", label);
  }

  private int running(TaskSet set) {
    return (int) aws.tasks.stream().filter(t -> t.set == set && t.stopped == null).limit(1).count();
  }

  private ObjectNode stop(JsonNode in) {
    var d = deployment(in);
    if (d.ended()) {
      throw new Refusal("DeploymentAlreadyCompletedException", "it has ended");
    }
    aws.stop(d, in.path("autoRollbackEnabled").asBoolean(scenario.autoRollback()));
    return JSON.createObjectNode().put("status", "Pending").put("statusMessage", "stopping");
  }

  private ObjectNode proceed(JsonNode in) {
    var d = deployment(in);
    if (d.ended()) {
      throw new Refusal("DeploymentAlreadyCompletedException", "it has ended");
    }
    if (!aws.proceed(d)) {
      throw new Refusal("DeploymentIsNotInReadyStateException", "it is not waiting");
    }
    return JSON.createObjectNode();
  }

  private ObjectNode service() {
    var answer = JSON.createObjectNode();
    if (aws.removed.filter(Night.Removed.SERVICE::equals).isPresent()) {
      return gone(answer);
    }
    var primary = aws.taskSets.stream().filter(s -> s.primary).findFirst().orElseThrow();
    var service =
        answer
            .putArray("services")
            .addObject()
            .put("serviceName", "web")
            .put("clusterArn", CLUSTER)
            .put("status", "ACTIVE")
            .put("desiredCount", 1)
            .put("taskDefinition", primary.taskDefinition);
    service.putObject("deploymentController").put("type", "CODE_DEPLOY");
    service.putArray("events");
    var sets = service.putArray("taskSets");
    for (var set : aws.taskSets) {
      sets.addObject()
          .put("id", set.id)
          .put("externalId", set.externalId)
          .put("startedBy", "CODE_DEPLOY")
          .put("status", set.primary ? "PRIMARY" : "ACTIVE")
          .put("taskDefinition", set.taskDefinition)
          .put("createdAt", seconds(set.created))
          .putArray("loadBalancers")
          .addObject()
          .put("targetGroupArn", arn(set.targetGroup))
          .put("containerName", "web")
          .put("containerPort", 8080);
    }
    return answer;
  }

  /** At first it is there still, without anything in it. */
  private ObjectNode gone(ObjectNode answer) {
    var services = answer.putArray("services");
    if (new Dice(scenario.seed()).of("inactive").percent(50)) {
      services
          .addObject()
          .put("serviceName", "web")
          .put("clusterArn", CLUSTER)
          .put("status", "INACTIVE")
          .put("desiredCount", 0)
          .putObject("deploymentController")
          .put("type", "CODE_DEPLOY");
    } else {
      answer.putArray("failures").addObject().put("arn", "web").put("reason", "MISSING");
    }
    return answer;
  }

  static String arn(String targetGroup) {
    return TARGET_GROUP + targetGroup + "/1";
  }

  private ObjectNode listTasks(JsonNode in) {
    boolean stopped = in.path("desiredStatus").asText().equals("STOPPED");
    List<String> found = new ArrayList<>();
    for (var task : aws.tasks) {
      if (stopped == (task.stopped != null) && (stopped || aws.taskSets.contains(task.set))) {
        found.add(TASK + task.id);
      }
    }
    return page(in, "taskArns", found);
  }

  private ObjectNode describeTasks(JsonNode in) {
    Set<String> wanted = new HashSet<>();
    in.path("tasks").forEach(t -> wanted.add(t.asText()));
    var answer = JSON.createObjectNode();
    var tasks = answer.putArray("tasks");
    for (var task : aws.tasks) {
      if (wanted.contains(TASK + task.id)) {
        task(tasks.addObject(), task);
      }
    }
    return answer;
  }

  private void task(ObjectNode json, Task task) {
    json.put("taskArn", TASK + task.id)
        .put("taskDefinitionArn", task.set.taskDefinition)
        .put("startedBy", task.set.id)
        .put("createdAt", seconds(task.created))
        .put("lastStatus", task.stopped == null ? "RUNNING" : "STOPPED");
    String image =
        aws.revisions.get(task.set.taskDefinition).at("/containerDefinitions/0/image").asText();
    var container =
        json.putArray("containers")
            .addObject()
            .put("name", "web")
            .put("imageDigest", image.substring(image.indexOf('@') + 1));
    if (task.stopped != null) {
      json.put("stoppedAt", seconds(task.stopped))
          .put("stopCode", task.stopCode)
          .put("stoppedReason", task.reason);
      container.put("exitCode", task.exitCode);
    }
  }

  private ObjectNode describeTaskDefinition(JsonNode in) {
    String wanted = in.path("taskDefinition").asText();
    var arns = List.copyOf(aws.revisions.keySet());
    String arn = wanted.contains(":") ? wanted : arns.get(arns.size() - 1);
    if (!aws.revisions.containsKey(arn)) {
      throw new Refusal("ClientException", "Unable to describe task definition.");
    }
    return described(arn, aws.revisions.get(arn));
  }

  private ObjectNode described(String arn, JsonNode definition) {
    var answer = JSON.createObjectNode();
    answer.set(
        "taskDefinition",
        ((ObjectNode) definition.deepCopy())
            .put("taskDefinitionArn", arn)
            .put("revision", Integer.parseInt(arn.substring(arn.lastIndexOf(':') + 1)))
            .put("status", "ACTIVE"));
    answer.putArray("tags");
    ecs.ifPresent(own -> own.addTags(arn, answer));
    return answer;
  }

  private static ObjectNode logs() {
    var answer = JSON.createObjectNode();
    answer.putArray("events").addObject().put("message", "last words").put("timestamp", 1);
    return answer;
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
