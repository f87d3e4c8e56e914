package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.CodeDeployShapes;
import io.github.xacct.rehearsal.codedeploy.DeploymentGroup;
import io.github.xacct.rehearsal.codedeploy.ShiftPlan;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.readonly.PlannedNetwork;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Optional;

/**
 * Creates the resources around each service of a plan as in a healthy account: cluster, service,
 * load balancer, target groups, listeners, deployment group, alarm, log group, secrets, functions.
 */
public final class PlannedSetUp {
  private static final String VPC = "vpc-0rehearsal";

  private final ResourceStore store;
  private final RehearsedService plan;
  private final AccountRegion place;

  /** Prefix of names; names of load balancers and target groups have at most 32 characters. */
  private final String stem;

  private PlannedSetUp(ResourceStore store, RehearsedService plan) {
    this.store = store;
    this.plan = plan;
    this.place = AccountRegion.of(plan);
    this.stem = plan.service().substring(0, Math.min(25, plan.service().length()));
  }

  /**
   * Creates all resources; if two environments have the same service, the first one is used. For a
   * service of a stack, only the resources are created that the plugin's stacks do not create.
   */
  public static void put(ResourceStore store, RehearsalPlan plan) {
    for (RehearsedService service : plan.services()) {
      if (!store.has(
          AccountRegion.of(service), ResourceTypeNames.SERVICE, ServiceKey.of(service).id())) {
        new PlannedSetUp(store, service).put();
      }
      store
          .find(AccountRegion.of(service), ResourceTypeNames.SERVICE, ServiceKey.of(service).id())
          .ifPresent(
              made ->
                  PlannedNetwork.around(
                      store,
                      AccountRegion.of(service),
                      made,
                      service.needs().subnets(),
                      service.needs().securityGroups()));
      new PlannedNeeds(store, service).put();
    }
  }

  private void put() {
    ObjectNode cluster = Json.object().put("ClusterName", plan.cluster());
    cluster.putArray("CapacityProviders").add("FARGATE").add("FARGATE_SPOT");
    put(ResourceTypeNames.CLUSTER, plan.cluster(), cluster);
    loadBalancer();
    service();
    alarm();
    if (plan.ecsDeployment().isEmpty()) {
      codeDeploy();
    }
    new PlannedNeeds(store, plan).putLogGroups();
  }

  private void put(String type, String id, ObjectNode properties) {
    store.plan(place, type, id, properties);
  }

  private void loadBalancer() {
    String name = loadBalancerName();
    ObjectNode balancer = Json.object().put("Name", name);
    balancer.put("Type", plan.network() ? "network" : "application");
    balancer.put("Scheme", "internet-facing").put("@VpcId", VPC).put("@DNSName", "127.0.0.1");
    balancer.put("@LoadBalancerFullName", loadBalancerArn().replaceFirst("^.*:loadbalancer/", ""));
    balancer.putArray("Subnets").add("subnet-0rehearsal");
    balancer.putArray("SecurityGroups").add("sg-0rehearsalbalancer");
    put(ResourceTypeNames.LOAD_BALANCER, loadBalancerArn(), balancer);
    for (int number = 1; number <= 2; number++) {
      put(ResourceTypeNames.TARGET_GROUP, targetGroupArn(number), targetGroup(number));
    }
    put(ResourceTypeNames.LISTENER, listenerArn("production"), listener(80));
    if (plan.testListener()) {
      put(ResourceTypeNames.LISTENER, listenerArn("test"), listener(8443));
    }
  }

  private ObjectNode targetGroup(int number) {
    ObjectNode group = Json.object().put("Name", targetGroupName(number));
    group.put("Port", 80).put("Protocol", plan.network() ? "TCP" : "HTTP").put("VpcId", VPC);
    group.put("TargetType", plan.needs().awsvpc() ? "ip" : "instance");
    group.put("HealthCheckPath", plan.healthCheckPath()).put("HealthCheckProtocol", "HTTP");
    group.put("HealthCheckPort", "traffic-port").put("HealthCheckIntervalSeconds", 5);
    group.put("HealthCheckTimeoutSeconds", 5).put("HealthyThresholdCount", 2);
    group.put("UnhealthyThresholdCount", 5).putObject("Matcher").put("HttpCode", "200");
    return group;
  }

  private ObjectNode listener(int port) {
    ObjectNode listener = Json.object().put("LoadBalancerArn", loadBalancerArn());
    listener.put("Port", port).put("Protocol", plan.network() ? "TCP" : "HTTP");
    ObjectNode forward = listener.putArray("DefaultActions").addObject().put("Type", "forward");
    if (plan.ecsDeployment().isEmpty()) {
      forward.put("TargetGroupArn", targetGroupArn(1));
      return listener;
    }
    var groups = forward.putObject("ForwardConfig").putArray("TargetGroups");
    groups.addObject().put("TargetGroupArn", targetGroupArn(1)).put("Weight", 1);
    groups.addObject().put("TargetGroupArn", targetGroupArn(2)).put("Weight", 0);
    return listener;
  }

  private void service() {
    ObjectNode service = Json.object().put("ServiceName", plan.service());
    service.put("Cluster", plan.cluster()).put("DesiredCount", plan.desiredCount());
    service.put("LaunchType", plan.needs().launchType());
    if (plan.needs().launchType().equals("FARGATE")) {
      service.put("PlatformVersion", "LATEST");
    }
    service.putObject("DeploymentController").put("Type", "CODE_DEPLOY");
    service.put("HealthCheckGracePeriodSeconds", 60);
    service
        .putArray("LoadBalancers")
        .addObject()
        .put("TargetGroupArn", targetGroupArn(1))
        .put("ContainerName", plan.containerName())
        .put("ContainerPort", plan.containerPort());
    if (plan.needs().awsvpc()) {
      ObjectNode network =
          service.putObject("NetworkConfiguration").putObject("AwsvpcConfiguration");
      network.putArray("Subnets").add("subnet-0rehearsal");
      network.putArray("SecurityGroups").add("sg-0rehearsal");
      network.put("AssignPublicIp", "DISABLED");
    }
    if (plan.ecsDeployment().isPresent()) {
      new PlannedEcsDeployment(plan)
          .into(
              service,
              alarmName(),
              targetGroupArn(2),
              rule("production"),
              Optional.of("test").filter(test -> plan.testListener()).map(this::rule));
    }
    put(ResourceTypeNames.SERVICE, ServiceKey.of(plan).id(), service);
  }

  private void alarm() {
    ObjectNode alarm = Json.object().put("AlarmName", alarmName());
    alarm
        .put("Namespace", plan.network() ? "AWS/NetworkELB" : "AWS/ApplicationELB")
        .put("MetricName", plan.network() ? "TCP_Target_Reset_Count" : "HTTPCode_Target_5XX_Count");
    alarm.put("ComparisonOperator", "GreaterThanThreshold").put("Threshold", 5);
    alarm.put("EvaluationPeriods", 1).put("Period", 60).put("Statistic", "Sum");
    put(ResourceTypeNames.ALARM, alarmName(), alarm.put("TreatMissingData", "notBreaching"));
  }

  private String alarmName() {
    return plan.service() + (plan.network() ? "-resets" : "-5xx");
  }

  private void codeDeploy() {
    String application = plan.application();
    put(
        ResourceTypeNames.APPLICATION,
        application,
        Json.object().put("ApplicationName", application).put("ComputePlatform", "ECS"));
    String configuration = plan.deploymentConfiguration();
    if (!ShiftPlan.PREDEFINED.contains(configuration)) {
      ObjectNode own = Json.object().put("DeploymentConfigName", configuration);
      put(ResourceTypeNames.DEPLOYMENT_CONFIG, configuration, own.put("ComputePlatform", "ECS"));
    }
    put(
        ResourceTypeNames.DEPLOYMENT_GROUP,
        DeploymentGroup.id(application, plan.deploymentGroup()),
        deploymentGroup());
  }

  private ObjectNode deploymentGroup() {
    ObjectNode group = Json.object().put("ApplicationName", plan.application());
    group.put("DeploymentGroupName", plan.deploymentGroup());
    group.put("DeploymentConfigName", plan.deploymentConfiguration());
    group.put("ServiceRoleArn", PlannedIdentities.codeDeployRole(plan).toString());
    ObjectNode alarms = group.putObject("AlarmConfiguration").put("Enabled", true);
    alarms.put("IgnorePollAlarmFailure", false);
    alarms.putArray("Alarms").addObject().put("Name", alarmName());
    group
        .putObject("AutoRollbackConfiguration")
        .put("Enabled", true)
        .set("Events", Json.texts(CodeDeployShapes.ROLLBACK_EVENTS));
    group
        .putObject("DeploymentStyle")
        .put("DeploymentType", "BLUE_GREEN")
        .put("DeploymentOption", "WITH_TRAFFIC_CONTROL");
    waits(group.putObject("BlueGreenDeploymentConfiguration"));
    group
        .putArray("ECSServices")
        .addObject()
        .put("ServiceName", plan.service())
        .put("ClusterName", plan.cluster());
    ObjectNode pair =
        group.putObject("LoadBalancerInfo").putArray("TargetGroupPairInfoList").addObject();
    var groups = pair.putArray("TargetGroups");
    groups.addObject().put("Name", targetGroupName(1));
    groups.addObject().put("Name", targetGroupName(2));
    pair.putObject("ProdTrafficRoute").putArray("ListenerArns").add(listenerArn("production"));
    if (plan.testListener()) {
      pair.putObject("TestTrafficRoute").putArray("ListenerArns").add(listenerArn("test"));
    }
    return group;
  }

  private void waits(ObjectNode blueGreen) {
    blueGreen
        .putObject("TerminateBlueInstancesOnDeploymentSuccess")
        .put("Action", "TERMINATE")
        .put("TerminationWaitTimeInMinutes", plan.terminationWait());
    blueGreen
        .putObject("DeploymentReadyOption")
        .put(
            "ActionOnTimeout",
            plan.readyWait().isPresent() ? "STOP_DEPLOYMENT" : "CONTINUE_DEPLOYMENT")
        .put("WaitTimeInMinutes", plan.readyWait().orElse(0));
  }

  private String loadBalancerName() {
    return stem + (plan.network() ? "-nlb" : "-alb");
  }

  private String loadBalancerArn() {
    String name = loadBalancerName();
    return place.arn(
        "elasticloadbalancing",
        "loadbalancer/" + (plan.network() ? "net/" : "app/") + name + "/" + hash(name));
  }

  private String listenerArn(String which) {
    return loadBalancerArn().replace(":loadbalancer/", ":listener/") + "/" + hash(which);
  }

  /**
   * Returns the ARN of the listener's default rule; for a Network Load Balancer, which has no
   * rules, the listener's ARN.
   */
  private String rule(String which) {
    return plan.network() ? listenerArn(which) : LoadBalancing.defaultRule(listenerArn(which));
  }

  private String targetGroupName(int number) {
    return stem + "-tg-" + number;
  }

  private String targetGroupArn(int number) {
    String name = targetGroupName(number);
    return place.arn("elasticloadbalancing", "targetgroup/" + name + "/" + hash(name));
  }

  private static String hash(String text) {
    return String.format("%016x", text.hashCode() * 0x9E3779B97F4A7C15L);
  }
}
