package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.Deployment.Event;
import io.github.xacct.rehearsal.Deployment.Status;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How CodeDeploy shows groups, deployments and targets. Source: CodeDeploy API reference,
 * DeploymentGroupInfo, DeploymentInfo, ECSTarget. The caller holds the service's monitor.
 */
final class CodeDeployShapes {
  static final List<String> ROLLBACK_EVENTS =
      List.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST");

  private CodeDeployShapes() {}

  static ObjectNode group(RunningService service, Set<Fault> faults, Deployments deployments) {
    var plan = service.plan;
    ObjectNode node = Nodes.object();
    node.put("applicationName", plan.application());
    node.put(
        "deploymentGroupId", java.util.UUID.nameUUIDFromBytes(service.arn().getBytes()).toString());
    node.put("deploymentGroupName", plan.deploymentGroup());
    node.put("deploymentConfigName", plan.deploymentConfiguration());
    for (String list :
        List.of("ec2TagFilters", "onPremisesInstanceTagFilters", "autoScalingGroups")) {
      node.putArray(list);
    }
    node.put(
        "serviceRoleArn",
        "arn:"
            + plan.region().partition()
            + ":iam::"
            + plan.account()
            + ":role/rehearsal-codedeploy");
    node.putArray("triggerConfigurations");
    node.set("alarmConfiguration", alarms(service, faults));
    node.set("autoRollbackConfiguration", rollback(ROLLBACK_EVENTS));
    node.set("deploymentStyle", style());
    node.put("outdatedInstancesStrategy", "UPDATE");
    node.set("blueGreenDeploymentConfiguration", blueGreen(service));
    node.set("loadBalancerInfo", loadBalancer(service));
    deployments.of(service).stream()
        .findFirst()
        .ifPresent(d -> node.set("lastAttemptedDeployment", brief(d)));
    deployments
        .lastSuccessful(service)
        .ifPresent(d -> node.set("lastSuccessfulDeployment", brief(d)));
    node.put("computePlatform", "ECS");
    node.putArray("ecsServices")
        .addObject()
        .put("serviceName", plan.service())
        .put("clusterName", plan.cluster());
    return node.put("terminationHookEnabled", false);
  }

  private static ObjectNode alarms(RunningService service, Set<Fault> faults) {
    boolean enabled = faults.contains(Fault.ALARM);
    ObjectNode node = Nodes.object().put("enabled", enabled).put("ignorePollAlarmFailure", false);
    ArrayNode alarms = node.putArray("alarms");
    if (enabled) {
      alarms.addObject().put("name", DeploymentRun.alarm(service));
    }
    return node;
  }

  private static ObjectNode rollback(List<String> events) {
    ObjectNode node = Nodes.object().put("enabled", !events.isEmpty());
    node.set("events", Nodes.texts(events));
    return node;
  }

  private static ObjectNode style() {
    return Nodes.object()
        .put("deploymentType", "BLUE_GREEN")
        .put("deploymentOption", "WITH_TRAFFIC_CONTROL");
  }

  private static ObjectNode blueGreen(RunningService service) {
    ObjectNode node = Nodes.object();
    node.putObject("terminateBlueInstancesOnDeploymentSuccess")
        .put("action", "TERMINATE")
        .put("terminationWaitTimeInMinutes", service.plan.terminationWait());
    Optional<Integer> ready = service.plan.readyWait();
    node.putObject("deploymentReadyOption")
        .put("actionOnTimeout", ready.isPresent() ? "STOP_DEPLOYMENT" : "CONTINUE_DEPLOYMENT")
        .put("waitTimeInMinutes", ready.orElse(0));
    return node;
  }

  private static ObjectNode loadBalancer(RunningService service) {
    LoadBalancer balancer = service.loadBalancer;
    ObjectNode node = Nodes.object();
    ObjectNode pair = node.putArray("targetGroupPairInfoList").addObject();
    ArrayNode groups = pair.putArray("targetGroups");
    balancer.groups().forEach(g -> groups.addObject().put("name", g.name));
    pair.putObject("prodTrafficRoute")
        .putArray("listenerArns")
        .add(balancer.listenerArn(balancer.production));
    balancer.test.ifPresent(
        test ->
            pair.putObject("testTrafficRoute")
                .putArray("listenerArns")
                .add(balancer.listenerArn(test)));
    return node;
  }

  private static ObjectNode brief(Deployment deployment) {
    ObjectNode node = Nodes.object();
    node.put("deploymentId", deployment.id).put("status", deployment.status.wire);
    Nodes.putTime(node, "endTime", deployment.completedAt);
    return node.put("createTime", Nodes.time(deployment.createdAt));
  }

  static ObjectNode deployment(Deployment deployment) {
    RunningService service = deployment.service;
    ObjectNode node = Nodes.object();
    node.put("applicationName", service.plan.application());
    node.put("deploymentGroupName", service.plan.deploymentGroup());
    node.put("deploymentConfigName", deployment.configuration);
    node.put("deploymentId", deployment.id);
    deployment.previousRevision.ifPresent(p -> node.set("previousRevision", revision(p)));
    node.set("revision", revision(deployment.revision));
    node.put("status", deployment.status.wire);
    deployment.errorCode.ifPresent(
        code ->
            node.putObject("errorInformation")
                .put("code", code)
                .put("message", deployment.errorMessage.orElse("")));
    node.put("createTime", Nodes.time(deployment.createdAt));
    Nodes.putTime(node, "startTime", deployment.startedAt);
    Nodes.putTime(node, "completeTime", deployment.completedAt);
    node.set("deploymentOverview", overview(deployment.targetStatus));
    if (!deployment.description.isEmpty()) {
      node.put("description", deployment.description);
    }
    node.put("creator", deployment.creator);
    node.put("ignoreApplicationStopFailures", false);
    node.set("autoRollbackConfiguration", rollback(deployment.rollbackEvents));
    node.put("updateOutdatedInstancesOnly", false);
    node.set("rollbackInfo", rollbackInfo(deployment));
    node.set("deploymentStyle", style());
    // Stays false on ECS even during the wait, a known defect of AWS's.
    node.put("instanceTerminationWaitTimeStarted", false);
    node.set("blueGreenDeploymentConfiguration", blueGreen(service));
    node.set("loadBalancerInfo", loadBalancer(service));
    node.put("fileExistsBehavior", "DISALLOW");
    node.putArray("deploymentStatusMessages");
    return node.put("computePlatform", "ECS");
  }

  /** The content is never given back, only its hash; GetApplicationRevision has the text. */
  private static ObjectNode revision(AppSpec revision) {
    ObjectNode node = Nodes.object().put("revisionType", "AppSpecContent");
    node.putObject("appSpecContent").put("sha256", revision.sha256());
    return node;
  }

  private static ObjectNode overview(Status target) {
    ObjectNode node = Nodes.object();
    List.of(
            Status.PENDING,
            Status.IN_PROGRESS,
            Status.SUCCEEDED,
            Status.FAILED,
            Status.SKIPPED,
            Status.READY)
        .forEach(status -> node.put(status.wire, status == target ? 1 : 0));
    return node;
  }

  private static ObjectNode rollbackInfo(Deployment deployment) {
    ObjectNode node = Nodes.object();
    Nodes.putText(node, "rollbackDeploymentId", deployment.rollbackDeploymentId);
    Nodes.putText(
        node, "rollbackTriggeringDeploymentId", deployment.rollbackTriggeringDeploymentId);
    Nodes.putText(node, "rollbackMessage", deployment.rollbackMessage);
    return node;
  }

  static ObjectNode target(Deployment deployment) {
    RunningService service = deployment.service;
    ObjectNode node = Nodes.object().put("deploymentTargetType", "ECSTarget");
    ObjectNode target = node.putObject("ecsTarget");
    target.put("deploymentId", deployment.id);
    target.put("targetId", deployment.targetId());
    target.put("targetArn", service.arn());
    target.put("lastUpdatedAt", Nodes.time(deployment.updatedAt));
    target.put("status", deployment.targetStatus.wire);
    target.set(
        "lifecycleEvents",
        Nodes.objects(deployment.events.stream().map(CodeDeployShapes::event).toList()));
    target.set(
        "taskSetsInfo",
        Nodes.objects(
            Stream.concat(deployment.blue.stream(), deployment.green.stream())
                .filter(service.taskSets::contains)
                .map(set -> taskSet(service, set, deployment.blue.equals(Optional.of(set))))
                .toList()));
    return node;
  }

  private static ObjectNode event(Event event) {
    ObjectNode node = Nodes.object().put("lifecycleEventName", event.name);
    event.problem.ifPresent(
        problem ->
            node.putObject("diagnostics")
                .put("errorCode", "UnknownError")
                .put("scriptName", "")
                .put("message", problem)
                .put("logTail", ""));
    Nodes.putTime(node, "startTime", event.start);
    Nodes.putTime(node, "endTime", event.end);
    return node.put("status", event.status.wire);
  }

  private static ObjectNode taskSet(RunningService service, TaskSet set, boolean blue) {
    ObjectNode node = Nodes.object();
    // The wire has this spelling, and so have both SDKs.
    node.put("identifer", set.id);
    node.put("desiredCount", set.desired);
    node.put("pendingCount", set.count(Task.Phase.PENDING));
    node.put("runningCount", set.count(Task.Phase.RUNNING));
    node.put("status", set.status.name());
    node.put("trafficWeight", (double) service.loadBalancer.production.weight(set.targetGroup));
    node.putObject("targetGroup").put("name", set.targetGroup.name);
    return node.put("taskSetLabel", blue ? "Blue" : "Green");
  }
}
