package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.Deployment.Event;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.Task;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The shapes of groups, deployments and targets in CodeDeploy's responses. Source: CodeDeploy API
 * reference, DeploymentGroupInfo, DeploymentInfo, ECSTarget. The caller holds the service's
 * monitor.
 */
public final class CodeDeployShapes {
  public static final List<String> ROLLBACK_EVENTS =
      List.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST");

  private CodeDeployShapes() {}

  /**
   * Returns a deployment group.
   *
   * @param platform compute platform of its application
   * @param deployments of the group, newest first
   */
  static ObjectNode group(DeploymentGroup group, String platform, List<Deployment> deployments) {
    ObjectNode properties = MemberCase.ofApi(group.properties());
    ObjectNode node = Json.object();
    node.put("applicationName", group.application());
    String id = group.place().arn("codedeploy", group.application() + "/" + group.name());
    node.put(
        "deploymentGroupId",
        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    node.put("deploymentGroupName", group.name());
    node.put("deploymentConfigName", group.configuration());
    for (String list :
        List.of("ec2TagFilters", "onPremisesInstanceTagFilters", "autoScalingGroups")) {
      node.putArray(list);
    }
    node.put("serviceRoleArn", group.serviceRole());
    node.set("triggerConfigurations", properties.withArray("/triggerConfigurations"));
    node.set("alarmConfiguration", alarms(properties));
    node.set("autoRollbackConfiguration", rollback(group.rollbackEvents()));
    node.put("outdatedInstancesStrategy", "UPDATE");
    copy(properties, node, "deploymentStyle");
    copy(properties, node, "blueGreenDeploymentConfiguration");
    copy(properties, node, "loadBalancerInfo");
    deployments.stream().findFirst().ifPresent(d -> node.set("lastAttemptedDeployment", brief(d)));
    deployments.stream()
        .filter(d -> d.status == Status.SUCCEEDED)
        .findFirst()
        .ifPresent(d -> node.set("lastSuccessfulDeployment", brief(d)));
    node.put("computePlatform", platform);
    copy(properties, node, "ecsServices");
    return node.put("terminationHookEnabled", false);
  }

  private static void copy(ObjectNode from, ObjectNode to, String member) {
    if (from.has(member)) {
      to.set(member, from.get(member));
    }
  }

  private static JsonNode alarms(ObjectNode group) {
    ObjectNode node = Json.object().put("enabled", false).put("ignorePollAlarmFailure", false);
    node.putArray("alarms");
    return node.setAll(group.withObject("/alarmConfiguration"));
  }

  private static ObjectNode rollback(List<String> events) {
    ObjectNode node = Json.object().put("enabled", !events.isEmpty());
    node.set("events", Json.texts(events));
    return node;
  }

  private static ObjectNode brief(Deployment deployment) {
    ObjectNode node = Json.object();
    node.put("deploymentId", deployment.id).put("status", deployment.status.wire);
    Json.putTime(node, "endTime", deployment.completedAt);
    return node.put("createTime", Json.time(deployment.createdAt));
  }

  static ObjectNode deployment(Deployment deployment) {
    DeploymentGroup group = deployment.group;
    ObjectNode properties = MemberCase.ofApi(group.properties());
    ObjectNode node = Json.object();
    node.put("applicationName", group.application());
    node.put("deploymentGroupName", group.name());
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
    node.put("createTime", Json.time(deployment.createdAt));
    Json.putTime(node, "startTime", deployment.startedAt);
    Json.putTime(node, "completeTime", deployment.completedAt);
    node.set("deploymentOverview", overview(deployment.targetStatus));
    if (!deployment.description.isEmpty()) {
      node.put("description", deployment.description);
    }
    node.put("creator", deployment.creator);
    node.put("ignoreApplicationStopFailures", false);
    node.set("autoRollbackConfiguration", rollback(deployment.rollbackEvents));
    node.put("updateOutdatedInstancesOnly", false);
    node.set("rollbackInfo", rollbackInfo(deployment));
    copy(properties, node, "deploymentStyle");
    // Stays false on ECS even during the wait, a known defect of AWS.
    node.put("instanceTerminationWaitTimeStarted", false);
    copy(properties, node, "blueGreenDeploymentConfiguration");
    copy(properties, node, "loadBalancerInfo");
    node.put("fileExistsBehavior", "DISALLOW");
    node.putArray("deploymentStatusMessages");
    return node.put("computePlatform", "ECS");
  }

  /**
   * Returns the location of a revision, of an AppSpec only its hash; GetApplicationRevision returns
   * the text.
   */
  private static ObjectNode revision(SubmittedAppSpec revision) {
    if (revision.bucketed().isPresent()) {
      return Json.object()
          .put("revisionType", "S3")
          .set("s3Location", revision.bucketed().get().deepCopy());
    }
    ObjectNode node = Json.object().put("revisionType", "AppSpecContent");
    node.putObject("appSpecContent").put("sha256", revision.sha256());
    return node;
  }

  private static ObjectNode overview(Status target) {
    ObjectNode node = Json.object();
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
    ObjectNode node = Json.object();
    Json.putText(node, "rollbackDeploymentId", deployment.rollbackDeploymentId);
    Json.putText(node, "rollbackTriggeringDeploymentId", deployment.rollbackTriggeringDeploymentId);
    Json.putText(node, "rollbackMessage", deployment.rollbackMessage);
    return node;
  }

  static ObjectNode target(Deployment deployment) {
    RunningService service = deployment.service;
    ObjectNode node = Json.object().put("deploymentTargetType", "ECSTarget");
    ObjectNode target = node.putObject("ecsTarget");
    target.put("deploymentId", deployment.id);
    target.put("targetId", deployment.targetId());
    target.put("targetArn", service.arn());
    target.put("lastUpdatedAt", Json.time(deployment.updatedAt));
    target.put("status", deployment.targetStatus.wire);
    target.set(
        "lifecycleEvents",
        Json.objects(deployment.events.stream().map(CodeDeployShapes::event).toList()));
    target.set(
        "taskSetsInfo",
        Json.objects(
            Stream.concat(deployment.blue.stream(), deployment.green.stream())
                .filter(service.taskSets::contains)
                .map(set -> taskSet(deployment, set))
                .toList()));
    return node;
  }

  private static ObjectNode event(Event event) {
    ObjectNode node = Json.object().put("lifecycleEventName", event.name);
    event.problem.ifPresent(
        problem ->
            node.putObject("diagnostics")
                .put("errorCode", "UnknownError")
                .put("scriptName", "")
                .put("message", problem)
                .put("logTail", ""));
    Json.putTime(node, "startTime", event.start);
    Json.putTime(node, "endTime", event.end);
    return node.put("status", event.status.wire);
  }

  private static ObjectNode taskSet(Deployment deployment, TaskSet set) {
    ObjectNode node = Json.object();
    // The API and the SDKs have this spelling.
    node.put("identifer", set.id);
    node.put("desiredCount", set.desired);
    node.put("pendingCount", set.count(Task.Phase.PENDING));
    node.put("runningCount", set.count(Task.Phase.RUNNING));
    node.put("status", set.status.name());
    int weight = deployment.production.map(l -> l.weight(set.targetGroup)).orElse(0);
    node.put("trafficWeight", (double) weight);
    node.putObject("targetGroup").put("name", set.targetGroup.name);
    // AWS does not document labels during a rollback; here they stay the same.
    boolean blue = deployment.blue.equals(Optional.of(set));
    return node.put("taskSetLabel", blue ? "Blue" : "Green");
  }
}
