package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.Deployment.Status;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * CodeDeploy for the ECS compute platform. Source: CodeDeploy API reference. Who calls from another
 * account or region sees nothing of it.
 */
final class CodeDeploy implements Service {
  private static final Pattern DEPLOYMENT_ID = Pattern.compile("d-[A-Z0-9]{9}");
  private static final int LONGEST_DESCRIPTION = 256;
  private static final int MOST_DEPLOYMENTS = 25;

  private final List<RunningService> services;
  private final Deployments deployments;
  private final Set<Fault> faults;
  private final Revisions revisions = new Revisions();

  CodeDeploy(List<RunningService> services, Deployments deployments, Set<Fault> faults) {
    this.services = services;
    this.deployments = deployments;
    this.faults = faults;
  }

  @Override
  public String signingName() {
    return "codedeploy";
  }

  @Override
  public Protocol protocol() {
    return Protocol.JSON_1_1;
  }

  @Override
  public String answer(Call call) {
    return Nodes.write(
        switch (call.operation()) {
          case "CreateDeployment" -> createDeployment(call);
          case "GetDeployment" -> getDeployment(call);
          case "BatchGetDeployments" -> batchGetDeployments(call);
          case "ListDeployments" -> listDeployments(call);
          case "StopDeployment" -> stopDeployment(call);
          case "ContinueDeployment" -> continueDeployment(call);
          case "ListDeploymentTargets" -> listDeploymentTargets(call);
          case "GetDeploymentTarget" -> getDeploymentTarget(call);
          case "BatchGetDeploymentTargets" -> batchGetDeploymentTargets(call);
          case "PutLifecycleEventHookExecutionStatus" -> putHookStatus(call);
          case "GetApplication" -> getApplication(call);
          case "ListApplications" -> listApplications(call);
          case "GetDeploymentGroup" -> getDeploymentGroup(call);
          case "ListDeploymentGroups" -> listDeploymentGroups(call);
          case "GetDeploymentConfig" -> getDeploymentConfig(call);
          case "RegisterApplicationRevision" -> registerRevision(call);
          case "GetApplicationRevision" -> getRevision(call);
          default -> throw new UnsupportedOperationException(call.operation());
        });
  }

  static AwsError error(String type, String message) {
    return AwsError.badRequest(type + "Exception", message);
  }

  private static String required(Call call, String member, String type, String what) {
    String value = call.text(member);
    if (value.isEmpty()) {
      throw error(type + "Required", what + " must be specified");
    }
    return value;
  }

  private List<RunningService> visible(Call call) {
    Place place = Place.of(call);
    return services.stream().filter(s -> s.place.equals(place)).toList();
  }

  private List<RunningService> application(Call call) {
    String name = required(call, "applicationName", "ApplicationName", "Application name");
    List<RunningService> found =
        visible(call).stream().filter(s -> s.plan.application().equals(name)).toList();
    if (found.isEmpty()) {
      throw error("ApplicationDoesNotExist", "No application found for name: " + name);
    }
    return found;
  }

  private RunningService group(Call call) {
    List<RunningService> candidates = application(call);
    String name =
        required(call, "deploymentGroupName", "DeploymentGroupName", "Deployment group name");
    return candidates.stream()
        .filter(s -> s.plan.deploymentGroup().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    "DeploymentGroupDoesNotExist", "No Deployment Group found for name: " + name));
  }

  private Deployment deployment(Call call) {
    String id = required(call, "deploymentId", "DeploymentId", "Deployment ID");
    if (!DEPLOYMENT_ID.matcher(id).matches()) {
      throw error("InvalidDeploymentId", "The deployment ID " + id + " is not valid");
    }
    return find(call, id)
        .orElseThrow(
            () -> error("DeploymentDoesNotExist", "The deployment " + id + " could not be found"));
  }

  private Optional<Deployment> find(Call call, String id) {
    Place place = Place.of(call);
    return deployments.all().stream()
        .filter(d -> d.service.place.equals(place) && d.id.equals(id))
        .findFirst();
  }

  /** Runs with the monitor that guards the service's deployments. */
  private static <T> T locked(RunningService service, Supplier<T> reading) {
    synchronized (service) {
      return reading.get();
    }
  }

  private ObjectNode createDeployment(Call call) {
    if (faults.contains(Fault.THROTTLING)) {
      throw error("Throttling", "Rate exceeded");
    }
    RunningService service = group(call);
    String configuration =
        call.input().path("deploymentConfigName").asText(service.plan.deploymentConfiguration());
    checkConfiguration(service, configuration);
    String description = call.text("description");
    if (description.length() > LONGEST_DESCRIPTION) {
      throw error("DescriptionTooLong", "The description is longer than 256 characters");
    }
    List<String> rollback = rollbackEvents(call.input().path("autoRollbackConfiguration"));
    AppSpec revision = revisions.from(call, service.plan.application());
    Deployment created =
        deployments.create(
            service, new Deployments.Order(revision, configuration, description, rollback));
    return Nodes.object().put("deploymentId", created.id);
  }

  private static void checkConfiguration(RunningService service, String name) {
    boolean known =
        ShiftPlan.PREDEFINED.contains(name) || name.equals(service.plan.deploymentConfiguration());
    if (!known) {
      throw noConfiguration(name);
    }
  }

  private static AwsError noConfiguration(String name) {
    return error(
        "DeploymentConfigDoesNotExist", "No Deployment Configuration found for name: " + name);
  }

  private static List<String> rollbackEvents(JsonNode configuration) {
    if (!configuration.isObject()) {
      return CodeDeployShapes.ROLLBACK_EVENTS;
    }
    List<String> events = Nodes.textsOf(configuration.path("events"));
    boolean enabled = configuration.path("enabled").asBoolean(false);
    if (enabled && events.isEmpty() || !CodeDeployShapes.ROLLBACK_EVENTS.containsAll(events)) {
      throw error("InvalidAutoRollbackConfig", "The automatic rollback configuration is not valid");
    }
    return enabled ? events : List.of();
  }

  private ObjectNode getDeployment(Call call) {
    Deployment found = deployment(call);
    ObjectNode answer = Nodes.object();
    answer.set("deploymentInfo", locked(found.service, () -> CodeDeployShapes.deployment(found)));
    return answer;
  }

  private ObjectNode batchGetDeployments(Call call) {
    List<String> ids = Nodes.textsOf(call.input().path("deploymentIds"));
    if (ids.isEmpty() || ids.size() > MOST_DEPLOYMENTS) {
      throw error(
          ids.isEmpty() ? "DeploymentIdRequired" : "BatchLimitExceeded",
          "Between 1 and 25 deployment IDs must be specified");
    }
    ObjectNode answer = Nodes.object();
    ArrayNode found = answer.putArray("deploymentsInfo");
    for (String id : ids) {
      find(call, id)
          .ifPresent(d -> found.add(locked(d.service, () -> CodeDeployShapes.deployment(d))));
    }
    return answer;
  }

  private ObjectNode listDeployments(Call call) {
    List<RunningService> candidates = visible(call);
    if (!call.text("applicationName").isEmpty()) {
      candidates =
          call.text("deploymentGroupName").isEmpty() ? application(call) : List.of(group(call));
    }
    List<RunningService> of = candidates;
    List<String> statuses = Nodes.textsOf(call.input().path("includeOnlyStatuses"));
    double from = call.input().at("/createTimeRange/start").asDouble(0);
    double to = call.input().at("/createTimeRange/end").asDouble(Double.MAX_VALUE);
    // No deployment here is bound to an outside resource, so an externalId matches none.
    boolean external = !call.text("externalId").isEmpty();
    List<String> ids =
        deployments.all().stream()
            .filter(d -> of.contains(d.service) && !external)
            .filter(d -> statuses.isEmpty() || statuses.contains(d.status.wire))
            .filter(d -> between(from, d.createdAt.toEpochMilli() / 1000.0, to))
            .map(d -> d.id)
            .toList();
    return ListPage.of(call, "deployments", ids, "", 100);
  }

  private static boolean between(double from, double value, double to) {
    return from <= value && value <= to;
  }

  private ObjectNode stopDeployment(Call call) {
    Deployment found = deployment(call);
    JsonNode rollback = call.input().path("autoRollbackEnabled");
    synchronized (found.service) {
      refuseCompleted(found);
      found.stop =
          Optional.of(
              new Deployment.Stop(
                  rollback.isBoolean() ? Optional.of(rollback.asBoolean()) : Optional.empty()));
      found.service.changed();
    }
    return Nodes.object().put("status", "Pending").put("statusMessage", "");
  }

  private static void refuseCompleted(Deployment deployment) {
    if (deployment.status.terminal()) {
      throw error(
          "DeploymentAlreadyCompleted",
          "The deployment " + deployment.id + " is already completed");
    }
  }

  private ObjectNode continueDeployment(Call call) {
    Deployment found = deployment(call);
    String type = call.input().path("deploymentWaitType").asText("READY_WAIT");
    synchronized (found.service) {
      refuseCompleted(found);
      switch (type) {
        case "READY_WAIT" -> continueReady(found);
        case "TERMINATION_WAIT" -> continueTermination(found);
        default -> throw error("InvalidDeploymentWaitType", "The wait type is not valid: " + type);
      }
      found.service.changed();
    }
    return Nodes.object();
  }

  private static void continueReady(Deployment deployment) {
    if (deployment.status != Status.READY) {
      throw error(
          "DeploymentIsNotInReadyState",
          "The deployment " + deployment.id + " is not in the Ready state");
    }
    deployment.continueReady = true;
  }

  private static void continueTermination(Deployment deployment) {
    if (deployment.targetStatus != Status.SUCCEEDED) {
      throw error(
          "InvalidDeploymentStatus",
          "The deployment " + deployment.id + " does not wait to terminate the original task set");
    }
    deployment.continueTermination = true;
  }

  private Deployment started(Call call) {
    Deployment found = deployment(call);
    if (locked(found.service, () -> found.startedAt.isEmpty())) {
      throw error("DeploymentNotStarted", "The deployment " + found.id + " has not started");
    }
    return found;
  }

  private ObjectNode listDeploymentTargets(Call call) {
    return ListPage.of(call, "targetIds", List.of(started(call).targetId()), "", 100);
  }

  private ObjectNode getDeploymentTarget(Call call) {
    Deployment found = started(call);
    String id = required(call, "targetId", "DeploymentTargetId", "Target ID");
    checkTarget(found, id);
    ObjectNode answer = Nodes.object();
    answer.set("deploymentTarget", locked(found.service, () -> CodeDeployShapes.target(found)));
    return answer;
  }

  private static void checkTarget(Deployment deployment, String id) {
    if (!id.matches("[^:]+:[^:]+")) {
      throw error(
          "InvalidDeploymentTargetId",
          "Invalid id "
              + id
              + " for ECS deployment, valid Id should be in format <cluster-name>:<service-name>");
    }
    if (!id.equals(deployment.targetId())) {
      throw error(
          "DeploymentTargetDoesNotExist", "The deployment target " + id + " could not be found");
    }
  }

  private ObjectNode batchGetDeploymentTargets(Call call) {
    Deployment found = started(call);
    List<String> ids = Nodes.textsOf(call.input().path("targetIds"));
    if (ids.isEmpty()) {
      throw error("DeploymentTargetIdRequired", "Target ID must be specified");
    }
    if (ids.size() > 1) {
      throw error("DeploymentTargetListSizeExceeded", "An ECS deployment has exactly one target");
    }
    checkTarget(found, ids.get(0));
    ObjectNode answer = Nodes.object();
    answer
        .putArray("deploymentTargets")
        .add(locked(found.service, () -> CodeDeployShapes.target(found)));
    return answer;
  }

  private ObjectNode putHookStatus(Call call) {
    Deployment found = deployment(call);
    String execution = call.text("lifecycleEventHookExecutionId");
    Status said =
        switch (call.text("status")) {
          case "Succeeded" -> Status.SUCCEEDED;
          case "Failed" -> Status.FAILED;
          default ->
              throw error("InvalidLifecycleEventHookExecutionStatus", "Succeeded or Failed only");
        };
    synchronized (found.service) {
      Deployment.Event event =
          found.events.stream()
              .filter(e -> e.hookExecutionId.equals(execution))
              .findFirst()
              .orElseThrow(
                  () ->
                      error(
                          "InvalidLifecycleEventHookExecutionId",
                          "No hook execution has the id " + execution));
      if (event.status != Status.IN_PROGRESS) {
        throw error("LifecycleEventAlreadyCompleted", "The hook " + event.name + " does not wait");
      }
      event.said = Optional.of(said);
      found.service.changed();
    }
    return Nodes.object().put("lifecycleEventHookExecutionId", execution);
  }

  private ObjectNode getApplication(Call call) {
    RunningService any = application(call).get(0);
    ObjectNode answer = Nodes.object();
    answer
        .putObject("application")
        .put(
            "applicationId",
            java.util.UUID.nameUUIDFromBytes(any.plan.application().getBytes()).toString())
        .put("applicationName", any.plan.application())
        .put("createTime", Nodes.time(any.createdAt))
        .put("linkedToGitHub", false)
        .put("computePlatform", "ECS");
    return answer;
  }

  private ObjectNode listApplications(Call call) {
    List<String> names =
        visible(call).stream().map(s -> s.plan.application()).distinct().sorted().toList();
    return ListPage.of(call, "applications", names, "", 100);
  }

  private ObjectNode getDeploymentGroup(Call call) {
    RunningService service = group(call);
    ObjectNode answer = Nodes.object();
    answer.set(
        "deploymentGroupInfo",
        locked(service, () -> CodeDeployShapes.group(service, faults, deployments)));
    return answer;
  }

  private ObjectNode listDeploymentGroups(Call call) {
    List<String> names =
        application(call).stream().map(s -> s.plan.deploymentGroup()).sorted().toList();
    return ListPage.of(call, "deploymentGroups", names, "", 100)
        .put("applicationName", call.text("applicationName"));
  }

  private ObjectNode getDeploymentConfig(Call call) {
    String name =
        required(call, "deploymentConfigName", "DeploymentConfigName", "Configuration name");
    boolean own =
        visible(call).stream().anyMatch(s -> s.plan.deploymentConfiguration().equals(name));
    if (!own && !ShiftPlan.PREDEFINED.contains(name)) {
      throw noConfiguration(name);
    }
    ObjectNode answer = Nodes.object();
    ObjectNode info = answer.putObject("deploymentConfigInfo");
    info.put("deploymentConfigName", name).put("computePlatform", "ECS");
    info.set("trafficRoutingConfig", ShiftPlan.named(name).node());
    return answer;
  }

  private ObjectNode registerRevision(Call call) {
    revisions.from(call, application(call).get(0).plan.application());
    return Nodes.object();
  }

  private ObjectNode getRevision(Call call) {
    return revisions.get(call, application(call).get(0).plan.application());
  }
}
