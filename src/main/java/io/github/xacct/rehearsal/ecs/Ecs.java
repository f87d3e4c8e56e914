package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import io.github.xacct.rehearsal.wire.MemberCase;
import io.github.xacct.rehearsal.wire.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The API of ECS: task definitions, tasks, clusters and services. Source: ECS API reference. Calls
 * see only the resources of their own account and region.
 */
public final class Ecs implements Service {
  private static final Set<String> PLAYED_OF_CODE_DEPLOY =
      Set.of("cluster", "service", "desiredCount");

  private static final Set<String> FOR_CODE_DEPLOY_TO_CHANGE =
      Set.of(
          "taskDefinition",
          "loadBalancers",
          "networkConfiguration",
          "platformVersion",
          "serviceRegistries",
          "capacityProviderStrategy",
          "forceNewDeployment");

  private final ResourceStore store;
  private final EcsNames named;
  private final EcsTasks tasks;
  private final OneOffTasks oneOffs;
  private final TaskDefinitions taskDefinitions;
  private final ServiceDeploymentOperations own;

  public Ecs(
      ResourceStore store,
      RunningServices services,
      TaskDefinitions taskDefinitions,
      ServiceDeploymentOperations own,
      OneOffTasks oneOffs) {
    this.own = own;
    this.oneOffs = oneOffs;
    this.store = store;
    this.named = new EcsNames(store, services);
    this.tasks = new EcsTasks(named);
    this.taskDefinitions = taskDefinitions;
  }

  @Override
  public String signingName() {
    return "ecs";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "RegisterTaskDefinition" -> taskDefinitions.register(call);
      case "DescribeTaskDefinition" -> taskDefinitions.describe(call);
      case "ListTaskDefinitions" -> taskDefinitions.list(call);
      case "DeregisterTaskDefinition" -> taskDefinitions.deregister(call);
      case "DescribeServices" -> describeServices(call);
      case "DescribeTaskSets" -> describeTaskSets(call);
      case "DescribeClusters" -> describeClusters(call);
      case "TagResource" -> taskDefinitions.tag(call);
      case "ListTasks" -> tasks.list(call);
      case "DescribeTasks" -> tasks.describe(call);
      case "UpdateService" -> updateService(call);
      case "RunTask" -> oneOffs.run(call);
      case "StopTask" -> oneOffs.stop(call);
      case "ListServices" -> listServices(call);
      case "ListClusters" -> listClusters(call);
      case "ListTaskDefinitionFamilies" -> taskDefinitions.listFamilies(call);
      case "CreateService" -> Json.object().set("service", locked(own.create(call)));
      default -> own.answer(call);
    };
  }

  private ObjectNode listServices(Call call) {
    List<String> arns =
        named.inCluster(call).stream()
            .filter(s -> fits(call, "launchType", s.property("LaunchType").asText("FARGATE")))
            .filter(
                s ->
                    fits(
                        call,
                        "schedulingStrategy",
                        s.property("SchedulingStrategy").asText("REPLICA")))
            .map(RunningService::arn)
            .toList();
    return ListPage.of(call, "serviceArns", arns, "maxResults", 100);
  }

  private static boolean fits(Call call, String filter, String value) {
    return call.text(filter).isEmpty() || call.text(filter).equals(value);
  }

  private ObjectNode listClusters(Call call) {
    List<String> arns =
        named.clusters(call).stream().map(c -> call.place().arn("ecs", "cluster/" + c)).toList();
    return ListPage.of(call, "clusterArns", arns, "maxResults", 100);
  }

  private ObjectNode describeServices(Call call) {
    List<RunningService> candidates = named.inCluster(call);
    List<String> wanted = Json.textsOf(call.input().path("services"));
    if (wanted.isEmpty() || wanted.size() > 10) {
      throw AwsError.badRequest(
          "InvalidParameterException",
          wanted.isEmpty() ? "Services cannot be empty." : "Services cannot have more than 10.");
    }
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("services");
    ArrayNode failures = answer.putArray("failures");
    for (String name : wanted) {
      Optional<RunningService> service = EcsNames.service(candidates, name);
      service.ifPresent(s -> found.add(tagged(s, call)));
      if (service.isEmpty()) {
        EcsNames.missing(
            failures, call, "service/" + EcsNames.cluster(call) + "/" + AccountRegion.nameIn(name));
      }
    }
    return answer;
  }

  /** Returns a service, with its tags if the call includes TAGS. */
  private ObjectNode tagged(RunningService service, Call call) {
    ObjectNode shown = locked(service);
    if (Json.textsOf(call.input().path("include")).contains("TAGS")) {
      ArrayNode tags =
          Json.list(service.property("Tags").valueStream().toList(), MemberCase::ofApi);
      String stack = service.property(ResourceStore.OF_A_STACK).asText();
      if (stack.contains(":stack/")) {
        tags.addObject()
            .put("key", "aws:cloudformation:stack-name")
            .put("value", stack.replaceFirst("^.*:stack/", "").replaceFirst("/.*$", ""));
      }
      shown.set("tags", tags);
    }
    return shown;
  }

  private ObjectNode locked(RunningService service) {
    synchronized (service) {
      ObjectNode shown = EcsShapes.service(service);
      own.show(service, shown);
      return shown;
    }
  }

  private ObjectNode describeTaskSets(Call call) {
    RunningService service = named.service(call);
    List<String> wanted = Json.textsOf(call.input().path("taskSets"));
    ObjectNode answer = Json.object();
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
          String path = service.key.id() + "/";
          EcsNames.missing(
              failures, call, "task-set/" + path + id.substring(id.indexOf("ecs-svc/")));
        }
      }
      if (wanted.isEmpty()) {
        service.taskSets.forEach(s -> found.add(EcsShapes.taskSet(service, s)));
      }
    }
    return answer;
  }

  private ObjectNode describeClusters(Call call) {
    List<String> wanted = Json.textsOf(call.input().path("clusters"));
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("clusters");
    ArrayNode failures = answer.putArray("failures");
    for (String name : wanted.isEmpty() ? List.of("default") : wanted) {
      String cluster = AccountRegion.nameIn(name);
      if (named.hasCluster(call, cluster)) {
        found.add(describedCluster(call.place(), cluster, named.inCluster(call, cluster)));
      } else {
        EcsNames.missing(failures, call, "cluster/" + cluster);
      }
    }
    return answer;
  }

  private ObjectNode describedCluster(
      AccountRegion place, String cluster, List<RunningService> members) {
    ObjectNode node = Json.object();
    node.put("clusterArn", place.arn("ecs", "cluster/" + cluster)).put("clusterName", cluster);
    node.put("status", "ACTIVE").put("registeredContainerInstancesCount", 0);
    node.put("runningTasksCount", count(members, t -> t.alive() && t.phase == Task.Phase.RUNNING));
    node.put("pendingTasksCount", count(members, t -> t.alive() && t.phase == Task.Phase.PENDING));
    node.put("activeServicesCount", members.size());
    node.set(
        "capacityProviders",
        store
            .find(place, ResourceTypeNames.CLUSTER, cluster)
            .map(properties -> Json.texts(Json.textsOf(properties.path("CapacityProviders"))))
            .orElseGet(Json::array));
    return node;
  }

  private static long count(List<RunningService> members, Predicate<Task> which) {
    return members.stream().flatMap(s -> s.tasks().stream()).filter(which).count();
  }

  private ObjectNode updateService(Call call) {
    RunningService service = named.service(call);
    if (!service.ofCodeDeploy()
        || call.input().at("/deploymentController/type").asText().equals("ECS")) {
      own.update(service, call);
    } else {
      call.input().properties().forEach(m -> refuse(m.getKey(), m.getValue()));
    }
    JsonNode desiredCount = call.input().path("desiredCount");
    if (desiredCount.isInt()) {
      int count = desiredCount.asInt();
      store.edit(
          service.place,
          ResourceTypeNames.SERVICE,
          service.key.id(),
          p -> p.put("DesiredCount", count));
      service.setDesiredCount(count);
    }
    ObjectNode answer = Json.object();
    answer.set("service", locked(service));
    return answer;
  }

  private static void refuse(String member, JsonNode value) {
    if (!FOR_CODE_DEPLOY_TO_CHANGE.contains(member) && !PLAYED_OF_CODE_DEPLOY.contains(member)) {
      throw new UnsupportedOperationException(
          "with " + member + " of a service that CodeDeploy deploys");
    }
    if (!FOR_CODE_DEPLOY_TO_CHANGE.contains(member) || value.isNull()) {
      return;
    }
    if (member.equals("forceNewDeployment") && !value.asBoolean()) {
      return;
    }
    // taskDefinition -> task definition, as in AWS's message.
    String words = member.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    throw AwsError.badRequest(
        "InvalidParameterException",
        "Unable to update "
            + words
            + " on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger"
            + " a new deployment.");
  }
}
