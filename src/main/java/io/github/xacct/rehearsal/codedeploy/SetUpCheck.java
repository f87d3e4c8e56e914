package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.elb.Listener;
import io.github.xacct.rehearsal.elb.ListenerRule;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The misconfigurations that end a deployment after CreateDeployment accepted it: CodeDeploy checks
 * most of them only when the deployment begins. Source: CodeDeploy API reference, ErrorInformation;
 * user guide, "Deployment groups for an Amazon ECS deployment". Messages that AWS does not document
 * are our own.
 */
final class SetUpCheck {
  private final DeploymentWorld world;
  private final Deployment deployment;
  private final DeploymentGroup group;
  private final RunningService service;
  private final Iam iam;

  SetUpCheck(DeploymentWorld world, Deployment deployment) {
    this.world = world;
    this.deployment = deployment;
    this.group = deployment.group;
    this.service = deployment.service;
    this.iam = new Iam(world.store());
  }

  /** Checks the role, the service and the alarms before the first lifecycle event. */
  void begin() throws DeploymentHalted {
    role();
    style();
    service();
    capacityProviders();
    alarms();
  }

  /** Checks between events that service and group still exist. */
  void checkStillExists() throws DeploymentHalted {
    if (service.properties().isEmpty()) {
      throw invalidService("could not be found");
    }
    if (DeploymentGroup.find(world.store(), group.place(), group.application(), group.name())
        .isEmpty()) {
      throw DeploymentHalted.failed(
          "DEPLOYMENT_GROUP_MISSING",
          "The deployment group " + group.name() + " could not be found.");
    }
  }

  private void role() throws DeploymentHalted {
    String role = group.serviceRole();
    String arn =
        group
            .place()
            .arn("codedeploy", "deploymentgroup:" + group.application() + "/" + group.name());
    if (iam.identities().find(role).isEmpty()) {
      throw DeploymentHalted.failed(
          "IAM_ROLE_MISSING", "The IAM role " + role + " does not exist.");
    }
    if (!iam.trusts(role, "codedeploy.amazonaws.com", arn)) {
      throw DeploymentHalted.failed(
          "IAM_ROLE_PERMISSIONS", "CodeDeploy could not assume the IAM role " + role + ".");
    }
  }

  /** Fails with AWS's message of denial unless the group's role allows an action. */
  private void demand(
      String service, String action, String resource, Map<String, List<String>> keys)
      throws DeploymentHalted {
    if (!iam.decide(group.serviceRole(), action, resource, keys).allowed()) {
      throw DeploymentHalted.failed(
          "IAM_ROLE_PERMISSIONS",
          """
          The IAM role %s does not give you permission to perform operations in the \
          following AWS service: %s. Contact your AWS administrator if you need help. If \
          you are an AWS administrator, you can grant permissions to your users or \
          groups by creating IAM policies. (%s on %s)"""
              .formatted(group.serviceRole(), service, action, resource));
    }
  }

  /**
   * Checks before green that CodeDeploy's role may create the task set and pass the tasks' roles.
   */
  void taskSet(TaskDefinitionRevision definition) throws DeploymentHalted {
    String taskSet = group.place().arn("ecs", "task-set/" + service.key.id() + "/*");
    demand("AmazonECS", "ecs:CreateTaskSet", taskSet, Map.of());
    for (String member : List.of("executionRoleArn", "taskRoleArn")) {
      String role = definition.node().path(member).asText();
      if (!role.isEmpty()) {
        demand(
            "AmazonECS",
            "iam:PassRole",
            role,
            Map.of("iam:PassedToService", List.of("ecs-tasks.amazonaws.com")));
      }
    }
  }

  /**
   * Checks before green that awsvpc tasks have a target group of type ip in the load balancer's
   * VPC.
   */
  void targetGroup(TargetGroup green, TaskDefinitionRevision definition) throws DeploymentHalted {
    JsonNode properties = properties(ResourceTypeNames.TARGET_GROUP, green.arn);
    String type = properties.path("TargetType").asText("instance");
    if (!type.equals("ip") && definition.node().path("networkMode").asText().equals("awsvpc")) {
      throw DeploymentHalted.byEcs(
          """
          The provided target group %s has target type %s, which is incompatible with \
          the awsvpc network mode specified in the task definition."""
              .formatted(green.arn, type));
    }
    TargetGroup blue = deployment.blue.orElseThrow().targetGroup;
    String vpc = properties(ResourceTypeNames.TARGET_GROUP, blue.arn).path("VpcId").asText();
    if (!properties.path("VpcId").asText().equals(vpc)) {
      throw elbRefuses(
          "The target group " + green.arn + " is in another VPC than the load balancer");
    }
  }

  private JsonNode properties(String type, String id) {
    return world.store().find(group.place(), type, id).orElseGet(Json::object);
  }

  /** Checks before a hook that its function exists and the group's role may invoke it. */
  void hook(String nameOrArn) throws DeploymentHalted {
    String arn = group.place().arn("lambda", "function:" + Lambda.name(nameOrArn));
    demand("AWSLambda", "lambda:InvokeFunction", arn, Map.of());
    if (Lambda.find(world.store(), group.place(), nameOrArn).isEmpty()) {
      throw DeploymentHalted.failed(
          "INVALID_LAMBDA_FUNCTION", "The Lambda function " + nameOrArn + " could not be found.");
    }
  }

  private void style() throws DeploymentHalted {
    if (!group.blueGreen()) {
      throw DeploymentHalted.failed(
          "MISSING_BLUE_GREEN_DEPLOYMENT_CONFIGURATION",
          "The deployment group " + group.name() + " is not of the type BLUE_GREEN.");
    }
    if (!group.trafficControl() || group.productionListener().isEmpty()) {
      throw DeploymentHalted.failed(
          "MISSING_ELB_INFORMATION",
          "The deployment group " + group.name() + " has no traffic control.");
    }
  }

  private void service() throws DeploymentHalted {
    if (group.service().isEmpty() || service.properties().isEmpty()) {
      throw invalidService("could not be found");
    }
    String status = service.property("@Status").asText("ACTIVE");
    if (!status.equals("ACTIVE")) {
      throw invalidService("is " + status);
    }
    if (!service.ofCodeDeploy()) {
      throw invalidService("does not have the deployment controller CODE_DEPLOY");
    }
    if (service.property("LoadBalancers").size() > 1) {
      throw DeploymentHalted.failed(
          "INVALID_ECS_SERVICE",
          "Amazon ECS service must be configured for a single load balancer");
    }
    if (deployment.blue.isEmpty()) {
      throw invalidService("has no primary task set");
    }
  }

  /**
   * Checks that the cluster is associated with the task set's capacity providers, as ECS requires.
   */
  private void capacityProviders() throws DeploymentHalted {
    List<String> associated =
        world
            .store()
            .find(group.place(), ResourceTypeNames.CLUSTER, service.key.cluster())
            .map(cluster -> Json.textsOf(cluster.path("CapacityProviders")))
            .orElse(List.of());
    for (var item : deployment.revision.overrides().path("capacityProviderStrategy")) {
      if (!associated.contains(item.path("capacityProvider").asText())) {
        throw invalidService(
            "cannot take the task set: The specified capacity provider strategy cannot contain a"
                + " capacity provider that is not associated with the cluster. Associate the"
                + " capacity provider with the cluster and try again");
      }
    }
  }

  private DeploymentHalted invalidService(String why) {
    return DeploymentHalted.failed(
        "INVALID_ECS_SERVICE",
        "The deployment failed because the ECS service " + deployment.targetId() + " " + why + ".");
  }

  private void alarms() throws DeploymentHalted {
    for (String name : group.alarms()) {
      String state =
          world
              .store()
              .find(group.place(), ResourceTypeNames.ALARM, name)
              .or(() -> world.store().find(group.place(), ResourceTypeNames.COMPOSITE_ALARM, name))
              .orElseThrow(
                  () ->
                      DeploymentHalted.failed(
                          "CODEDEPLOY_RESOURCE_CANNOT_BE_FOUND",
                          "The alarm " + name + " of the deployment group could not be found."))
              .path("@StateValue")
              .asText("OK");
      if (state.equals("ALARM")) {
        throw DeploymentHalted.byAlarm(name);
      }
    }
  }

  /** Checks before green that the listeners forward to the current task set. */
  void listeners() throws DeploymentHalted {
    listener(group.productionListener());
    listener(group.testListener());
  }

  private void listener(Optional<String> arn) throws DeploymentHalted {
    if (arn.isEmpty()) {
      return;
    }
    Listener listener =
        world
            .loadBalancing()
            .listener(arn.get())
            .orElseThrow(() -> elbRefuses("One or more listeners not found: " + arn.get()));
    demand("ElasticLoadBalancing", "elasticloadbalancing:ModifyListener", arn.get(), Map.of());
    for (ListenerRule rule : listener.rules()) {
      if (rule.forwarding().weight(deployment.blue.orElseThrow().targetGroup) > 0) {
        demand("ElasticLoadBalancing", "elasticloadbalancing:ModifyRule", rule.arn(), Map.of());
      }
    }
    if (listener.weight(deployment.blue.orElseThrow().targetGroup) == 0) {
      throw elbRefuses("Primary taskset target group must be behind listener " + arn.get());
    }
  }

  static DeploymentHalted elbRefuses(String why) {
    return DeploymentHalted.failed(
        "ELASTIC_LOAD_BALANCING_INVALID",
        "The ELB could not be updated due to the following error: " + why);
  }
}
