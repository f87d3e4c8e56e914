package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * ECS: task definitions for all, and what can be done with services of the CODE_DEPLOY controller.
 * Source: ECS API reference. Who calls from another account or region sees nothing of it.
 */
final class Ecs implements Service {
  private static final Set<String> FOR_CODE_DEPLOY_TO_CHANGE =
      Set.of(
          "taskDefinition",
          "loadBalancers",
          "networkConfiguration",
          "platformVersion",
          "serviceRegistries",
          "capacityProviderStrategy",
          "forceNewDeployment");

  private final List<RunningService> services;
  private final TaskDefinitions taskDefinitions;

  Ecs(List<RunningService> services, TaskDefinitions taskDefinitions) {
    this.services = services;
    this.taskDefinitions = taskDefinitions;
  }

  @Override
  public String signingName() {
    return "ecs";
  }

  @Override
  public Protocol protocol() {
    return Protocol.JSON_1_1;
  }

  @Override
  public String answer(Call call) {
    return Nodes.write(
        switch (call.operation()) {
          case "RegisterTaskDefinition" -> taskDefinitions.register(call);
          case "DescribeTaskDefinition" -> taskDefinitions.describe(call);
          case "ListTaskDefinitions" -> taskDefinitions.list(call);
          case "DeregisterTaskDefinition" -> taskDefinitions.deregister(call);
          case "DescribeServices" -> describeServices(call);
          case "DescribeTaskSets" -> describeTaskSets(call);
          case "DescribeClusters" -> describeClusters(call);
          case "ListTasks" -> listTasks(call);
          case "DescribeTasks" -> describeTasks(call);
          case "UpdateService" -> updateService(call);
          default -> throw new UnsupportedOperationException(call.operation());
        });
  }

  private List<RunningService> visible(Call call) {
    Place place = Place.of(call);
    return services.stream().filter(s -> s.place.equals(place)).toList();
  }

  private List<RunningService> inCluster(Call call) {
    String cluster = cluster(call);
    List<RunningService> found =
        visible(call).stream().filter(s -> s.plan.cluster().equals(cluster)).toList();
    if (found.isEmpty()) {
      throw AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
    }
    return found;
  }

  private static String cluster(Call call) {
    String cluster = Place.nameIn(call.text("cluster"));
    return cluster.isEmpty() ? "default" : cluster;
  }

  private static Optional<RunningService> named(List<RunningService> services, String nameOrArn) {
    return services.stream()
        .filter(
            s ->
                nameOrArn.startsWith("arn:")
                    ? s.arn().equals(nameOrArn)
                    : s.plan.service().equals(nameOrArn))
        .findFirst();
  }

  private RunningService service(Call call) {
    return named(inCluster(call), call.text("service"))
        .orElseThrow(() -> AwsError.badRequest("ServiceNotFoundException", "Service not found."));
  }

  private ObjectNode describeServices(Call call) {
    List<RunningService> candidates = inCluster(call);
    List<String> wanted = Nodes.textsOf(call.input().path("services"));
    if (wanted.isEmpty() || wanted.size() > 10) {
      throw AwsError.badRequest(
          "InvalidParameterException",
          wanted.isEmpty() ? "Services cannot be empty." : "Services cannot have more than 10.");
    }
    ObjectNode answer = Nodes.object();
    ArrayNode found = answer.putArray("services");
    ArrayNode failures = answer.putArray("failures");
    for (String name : wanted) {
      Optional<RunningService> service = named(candidates, name);
      service.ifPresent(s -> found.add(locked(s)));
      if (service.isEmpty()) {
        missing(failures, call, "service/" + cluster(call) + "/" + Place.nameIn(name));
      }
    }
    return answer;
  }

  private static ObjectNode locked(RunningService service) {
    synchronized (service) {
      return EcsShapes.service(service);
    }
  }

  private static void missing(ArrayNode failures, Call call, String resource) {
    failures.addObject().put("arn", Place.of(call).arn("ecs", resource)).put("reason", "MISSING");
  }

  private ObjectNode describeTaskSets(Call call) {
    RunningService service = service(call);
    List<String> wanted = Nodes.textsOf(call.input().path("taskSets"));
    ObjectNode answer = Nodes.object();
    ArrayNode found = answer.putArray("taskSets");
    ArrayNode failures = answer.putArray("failures");
    synchronized (service) {
      for (String id : wanted) {
        if (!id.contains("ecs-svc/")) {
          throw AwsError.badRequest("InvalidParameterException", "Task Set Identifier is invalid");
        }
        Optional<TaskSet> set = service.taskSet(id);
        set.ifPresent(s -> found.add(EcsShapes.taskSet(service, s)));
        if (set.isEmpty()) {
          String path = service.plan.cluster() + "/" + service.plan.service() + "/";
          missing(failures, call, "task-set/" + path + id.substring(id.indexOf("ecs-svc/")));
        }
      }
      if (wanted.isEmpty()) {
        service.taskSets.forEach(s -> found.add(EcsShapes.taskSet(service, s)));
      }
    }
    return answer;
  }

  private ObjectNode describeClusters(Call call) {
    List<String> wanted = Nodes.textsOf(call.input().path("clusters"));
    ObjectNode answer = Nodes.object();
    ArrayNode found = answer.putArray("clusters");
    ArrayNode failures = answer.putArray("failures");
    for (String name : wanted.isEmpty() ? List.of("default") : wanted) {
      String cluster = Place.nameIn(name);
      List<RunningService> members =
          visible(call).stream().filter(s -> s.plan.cluster().equals(cluster)).toList();
      if (members.isEmpty()) {
        missing(failures, call, "cluster/" + cluster);
      } else {
        found.add(describedCluster(members));
      }
    }
    return answer;
  }

  private static ObjectNode describedCluster(List<RunningService> members) {
    RunningService any = members.get(0);
    ObjectNode node = Nodes.object();
    node.put("clusterArn", any.clusterArn()).put("clusterName", any.plan.cluster());
    node.put("status", "ACTIVE").put("registeredContainerInstancesCount", 0);
    node.put("runningTasksCount", count(members, t -> t.alive() && t.phase == Task.Phase.RUNNING));
    node.put("pendingTasksCount", count(members, t -> t.alive() && t.phase == Task.Phase.PENDING));
    node.put("activeServicesCount", members.size());
    node.putArray("capacityProviders").add("FARGATE").add("FARGATE_SPOT");
    return node;
  }

  private static long count(List<RunningService> members, Predicate<Task> which) {
    return members.stream().flatMap(s -> s.tasks().stream()).filter(which).count();
  }

  private ObjectNode listTasks(Call call) {
    List<RunningService> candidates = inCluster(call);
    String serviceName = call.text("serviceName");
    String startedBy = call.text("startedBy");
    String family = call.text("family");
    boolean startedByAlone = serviceName.isEmpty() && family.isEmpty();
    if (!startedBy.isEmpty() && !startedByAlone) {
      throw AwsError.badRequest(
          "InvalidParameterException", "startedBy must be the only filter when it is used.");
    }
    if (!serviceName.isEmpty()) {
      candidates =
          List.of(
              named(candidates, serviceName)
                  .orElseThrow(
                      () -> AwsError.badRequest("ServiceNotFoundException", "Service not found.")));
    }
    String desired = call.input().path("desiredStatus").asText("RUNNING");
    List<String> arns =
        candidates.stream()
            .flatMap(
                s ->
                    s.tasks().stream()
                        .filter(t -> (t.alive() ? "RUNNING" : "STOPPED").equals(desired))
                        .filter(t -> startedBy.isEmpty() || t.taskSet.id.equals(startedBy))
                        .filter(
                            t ->
                                family.isEmpty()
                                    || t.taskSet.taskDefinition.family().equals(family))
                        .map(s::taskArn))
            .toList();
    return ListPage.of(call, "taskArns", arns, "maxResults", 100);
  }

  private ObjectNode describeTasks(Call call) {
    List<RunningService> candidates = inCluster(call);
    ObjectNode answer = Nodes.object();
    ArrayNode found = answer.putArray("tasks");
    ArrayNode failures = answer.putArray("failures");
    for (String name : Nodes.textsOf(call.input().path("tasks"))) {
      Optional<ObjectNode> task = task(candidates, Place.nameIn(name));
      task.ifPresent(found::add);
      if (task.isEmpty()) {
        missing(failures, call, "task/" + cluster(call) + "/" + Place.nameIn(name));
      }
    }
    return answer;
  }

  private static Optional<ObjectNode> task(List<RunningService> candidates, String id) {
    for (RunningService service : candidates) {
      synchronized (service) {
        Optional<Task> task = service.tasks().stream().filter(t -> t.id.equals(id)).findFirst();
        if (task.isPresent()) {
          return task.map(t -> EcsShapes.task(service, t));
        }
      }
    }
    return Optional.empty();
  }

  private ObjectNode updateService(Call call) {
    RunningService service = service(call);
    for (var member : call.input().properties()) {
      refuse(member.getKey(), member.getValue());
    }
    JsonNode desiredCount = call.input().path("desiredCount");
    if (desiredCount.isInt()) {
      service.desire(desiredCount.asInt());
    }
    ObjectNode answer = Nodes.object();
    answer.set("service", locked(service));
    return answer;
  }

  private static void refuse(String member, JsonNode value) {
    if (!FOR_CODE_DEPLOY_TO_CHANGE.contains(member) || value.isNull()) {
      return;
    }
    if (member.equals("forceNewDeployment") && !value.asBoolean()) {
      return;
    }
    // taskDefinition -> task definition, as AWS's text has it.
    String words = member.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    throw AwsError.badRequest(
        "InvalidParameterException",
        "Unable to update "
            + words
            + " on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger"
            + " a new deployment.");
  }
}
