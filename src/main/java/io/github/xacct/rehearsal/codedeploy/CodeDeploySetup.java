package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The operations on applications, deployment groups and deployment configurations. */
final class CodeDeploySetup {
  private final ResourceStore store;
  private final CodeDeployNames named;
  private final Deployments deployments;
  private final Instant createdAt = Instant.now();

  CodeDeploySetup(ResourceStore store, CodeDeployNames named, Deployments deployments) {
    this.store = store;
    this.named = named;
    this.deployments = deployments;
  }

  ObjectNode getApplication(Call call) {
    String name = named.application(call);
    ObjectNode answer = Json.object();
    answer
        .putObject("application")
        .put(
            "applicationId",
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
        .put("applicationName", name)
        .put("createTime", Json.time(createdAt))
        .put("linkedToGitHub", false)
        .put("computePlatform", platform(call.place(), name));
    return answer;
  }

  /**
   * Refuses a configuration that the application's compute platform or the load balancer does not
   * support.
   */
  void demandPossible(DeploymentGroup group, String configuration) {
    if (!platform(group.place(), group.application()).equals("ECS")) {
      throw CodeDeployNames.error(
          "InvalidRevision",
          "The revision's type does not fit the compute platform of the application "
              + group.application());
    }
    boolean stepwise =
        configuration(group.place(), configuration).steps().size() > 1 && network(group);
    if (stepwise) {
      throw CodeDeployNames.error(
          "InvalidTrafficRoutingConfiguration",
          "A Network Load Balancer supports only the configuration"
              + " CodeDeployDefault.ECSAllAtOnce");
    }
  }

  private boolean network(DeploymentGroup group) {
    return group
        .productionListener()
        .flatMap(arn -> store.find(group.place(), ResourceTypeNames.LISTENER, arn))
        .flatMap(
            listener ->
                store.find(
                    group.place(),
                    ResourceTypeNames.LOAD_BALANCER,
                    listener.path("LoadBalancerArn").asText()))
        .filter(lb -> lb.path("Type").asText().equals("network"))
        .isPresent();
  }

  private String platform(AccountRegion place, String application) {
    return store
        .find(place, ResourceTypeNames.APPLICATION, application)
        .map(p -> p.path("ComputePlatform").asText("Server"))
        .orElse("Server");
  }

  ObjectNode listApplications(Call call) {
    List<String> names =
        List.copyOf(store.all(call.place(), ResourceTypeNames.APPLICATION).keySet());
    return ListPage.of(call, "applications", names, "", 100);
  }

  ObjectNode getDeploymentGroup(Call call) {
    DeploymentGroup group = named.group(call);
    ObjectNode answer = Json.object();
    answer.set(
        "deploymentGroupInfo",
        CodeDeployShapes.group(
            group, platform(group.place(), group.application()), deployments.of(group)));
    return answer;
  }

  /**
   * Creates a deployment group with CloudFormation's properties. Source: CodeDeploy API reference,
   * "CreateDeploymentGroup".
   */
  ObjectNode createDeploymentGroup(Call call) {
    String application = named.application(call);
    String name = call.text("deploymentGroupName");
    String id = DeploymentGroup.id(application, name);
    if (store.has(call.place(), ResourceTypeNames.DEPLOYMENT_GROUP, id)) {
      throw CodeDeployNames.error(
          "DeploymentGroupAlreadyExists",
          "Deployment group " + name + " already exists in application " + application);
    }
    int pairs = call.input().at("/loadBalancerInfo/targetGroupPairInfoList").size();
    if (pairs > 1) {
      throw CodeDeployNames.error(
          "InvalidTargetGroupPair",
          "The compute platform ECS takes one target group pair, not " + pairs);
    }
    ObjectNode properties = (ObjectNode) MemberCase.ofTemplate(call.input());
    if (properties.has("EcsServices")) {
      properties.set("ECSServices", properties.remove("EcsServices"));
    }
    DeploymentGroup made = new DeploymentGroup(call.place(), application, name, properties);
    made.service()
        .flatMap(service -> DeploymentGroup.of(store, service))
        .ifPresent(
            other -> {
              throw CodeDeployNames.error(
                  "ECSServiceMappingLimitExceeded",
                  "The Amazon ECS service is associated with deployment group " + other.name());
            });
    store.put(call.place(), ResourceTypeNames.DEPLOYMENT_GROUP, id, properties);
    return Json.object()
        .put(
            "deploymentGroupId",
            UUID.nameUUIDFromBytes(
                    call.place().arn("codedeploy", id).getBytes(StandardCharsets.UTF_8))
                .toString());
  }

  /**
   * Returns deployment groups; unknown names are omitted and reported in errorMessage. Source:
   * CodeDeploy API reference.
   */
  ObjectNode batchGetDeploymentGroups(Call call) {
    List<String> wanted = Json.textsOf(call.input().path("deploymentGroupNames"));
    ObjectNode answer = Json.object();
    var found = answer.putArray("deploymentGroupsInfo");
    String application = named.application(call);
    for (DeploymentGroup group : DeploymentGroup.in(store, call.place())) {
      if (group.application().equals(application) && wanted.contains(group.name())) {
        String platform = platform(group.place(), application);
        found.add(CodeDeployShapes.group(group, platform, deployments.of(group)));
      }
    }
    return found.size() < wanted.size()
        ? answer.put("errorMessage", "Some deployment groups do not exist")
        : answer;
  }

  ObjectNode listDeploymentGroups(Call call) {
    String application = named.application(call);
    List<String> names =
        DeploymentGroup.in(store, call.place()).stream()
            .filter(g -> g.application().equals(application))
            .map(DeploymentGroup::name)
            .sorted()
            .toList();
    return ListPage.of(call, "deploymentGroups", names, "", 100)
        .put("applicationName", application);
  }

  ObjectNode getDeploymentConfig(Call call) {
    String name =
        CodeDeployNames.required(
            call, "deploymentConfigName", "DeploymentConfigName", "Configuration name");
    ObjectNode answer = Json.object();
    Optional<ObjectNode> other = PredefinedConfigs.ofOtherPlatforms(name);
    if (other.isPresent()) {
      return answer.set("deploymentConfigInfo", other.get());
    }
    ShiftPlan plan = configuration(call.place(), name);
    ObjectNode info = answer.putObject("deploymentConfigInfo");
    info.put("deploymentConfigName", name).put("computePlatform", "ECS");
    info.set("trafficRoutingConfig", plan.node());
    return answer;
  }

  /**
   * Returns the predefined configurations of all platforms, and those of the account and region.
   */
  ObjectNode listDeploymentConfigs(Call call) {
    List<String> names = new ArrayList<>(PredefinedConfigs.names());
    names.addAll(store.all(call.place(), ResourceTypeNames.DEPLOYMENT_CONFIG).keySet());
    return ListPage.of(call, "deploymentConfigsList", names.stream().sorted().toList(), "", 100);
  }

  /** Returns the traffic shift of a configuration, or throws if it does not exist. */
  ShiftPlan configuration(AccountRegion place, String name) {
    if (PredefinedConfigs.ofOtherPlatforms(name).isPresent()) {
      throw CodeDeployNames.error(
          "InvalidDeploymentConfigName",
          "The deployment configuration " + name + " is not one of the compute platform ECS");
    }
    return ShiftPlan.find(store, place, name)
        .orElseThrow(
            () ->
                CodeDeployNames.error(
                    "DeploymentConfigDoesNotExist",
                    "No Deployment Configuration found for name: " + name));
  }
}
