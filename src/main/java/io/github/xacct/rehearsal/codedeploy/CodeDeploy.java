package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import io.github.xacct.rehearsal.wire.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The API of CodeDeploy for the ECS compute platform. Source: CodeDeploy API reference. Calls see
 * only the deployments of their own account and region.
 */
public final class CodeDeploy implements Service {
  private static final int LONGEST_DESCRIPTION = 256;
  private static final int MOST_DEPLOYMENTS = 25;

  private final Deployments deployments;
  private final Set<Fault> faults;
  private final CodeDeployNames named;
  private final CodeDeploySetup setup;
  private final DeploymentTargets targets;
  private final Revisions revisions;

  /**
   * Creates the service for a resource store.
   *
   * @param buckets that may contain revisions
   */
  public CodeDeploy(
      ResourceStore store, Deployments deployments, Set<Fault> faults, Buckets buckets) {
    this.deployments = deployments;
    this.faults = faults;
    this.named = new CodeDeployNames(store, deployments);
    this.setup = new CodeDeploySetup(store, named, deployments);
    this.targets = new DeploymentTargets(named);
    this.revisions = new Revisions(named, deployments, new BucketRevisions(buckets));
  }

  @Override
  public String signingName() {
    return "codedeploy";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "CreateDeployment" -> createDeployment(call);
      case "GetDeployment" -> getDeployment(call);
      case "BatchGetDeployments" -> batchGetDeployments(call);
      case "ListDeployments" -> listDeployments(call);
      case "StopDeployment" -> stopDeployment(call);
      case "ContinueDeployment" -> continueDeployment(call);
      case "ListDeploymentTargets" -> targets.list(call);
      case "GetDeploymentTarget" -> targets.get(call);
      case "BatchGetDeploymentTargets" -> targets.batchGet(call);
      case "PutLifecycleEventHookExecutionStatus" -> targets.putHookStatus(call);
      case "GetApplication" -> setup.getApplication(call);
      case "ListApplications" -> setup.listApplications(call);
      case "GetDeploymentGroup" -> setup.getDeploymentGroup(call);
      case "CreateDeploymentGroup" -> setup.createDeploymentGroup(call);
      case "BatchGetDeploymentGroups" -> setup.batchGetDeploymentGroups(call);
      case "ListDeploymentGroups" -> setup.listDeploymentGroups(call);
      case "GetDeploymentConfig" -> setup.getDeploymentConfig(call);
      case "ListDeploymentConfigs" -> setup.listDeploymentConfigs(call);
      case "RegisterApplicationRevision" -> revisions.register(call);
      case "GetApplicationRevision" -> revisions.get(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  /** Runs within the monitor that guards the service's deployments. */
  private static <T> T locked(RunningService service, Supplier<T> reading) {
    synchronized (service) {
      return reading.get();
    }
  }

  private ObjectNode createDeployment(Call call) {
    if (faults.contains(Fault.THROTTLING)) {
      throw CodeDeployNames.error("Throttling", "Rate exceeded");
    }
    DeploymentGroup group = named.group(call);
    setup.configuration(group.place(), group.configuration());
    String configuration = call.input().path("deploymentConfigName").asText(group.configuration());
    setup.configuration(group.place(), configuration);
    setup.demandPossible(group, configuration);
    String description = call.text("description");
    if (description.length() > LONGEST_DESCRIPTION) {
      throw CodeDeployNames.error(
          "DescriptionTooLong", "The description is longer than 256 characters");
    }
    List<String> rollback = rollbackEvents(group, call.input().path("autoRollbackConfiguration"));
    SubmittedAppSpec revision = revisions.from(call);
    Deployment created =
        deployments.create(
            group,
            revision,
            new Deployments.DeploymentRequest(configuration, description, rollback));
    return Json.object().put("deploymentId", created.id);
  }

  private static List<String> rollbackEvents(DeploymentGroup group, JsonNode configuration) {
    if (!configuration.isObject()) {
      return group.rollbackEvents();
    }
    List<String> events = Json.textsOf(configuration.path("events"));
    boolean enabled = configuration.path("enabled").asBoolean(false);
    if (enabled && events.isEmpty() || !CodeDeployShapes.ROLLBACK_EVENTS.containsAll(events)) {
      throw CodeDeployNames.error(
          "InvalidAutoRollbackConfig", "The automatic rollback configuration is not valid");
    }
    return enabled ? events : List.of();
  }

  private ObjectNode getDeployment(Call call) {
    Deployment found = named.deployment(call);
    ObjectNode answer = Json.object();
    answer.set("deploymentInfo", locked(found.service, () -> CodeDeployShapes.deployment(found)));
    return answer;
  }

  private ObjectNode batchGetDeployments(Call call) {
    List<String> ids = Json.textsOf(call.input().path("deploymentIds"));
    if (ids.isEmpty() || ids.size() > MOST_DEPLOYMENTS) {
      throw CodeDeployNames.error(
          ids.isEmpty() ? "DeploymentIdRequired" : "BatchLimitExceeded",
          "Between 1 and 25 deployment IDs must be specified");
    }
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("deploymentsInfo");
    for (String id : ids) {
      named
          .find(call, id)
          .ifPresent(d -> found.add(locked(d.service, () -> CodeDeployShapes.deployment(d))));
    }
    return answer;
  }

  private ObjectNode listDeployments(Call call) {
    Predicate<Deployment> of = of(call);
    List<String> statuses = Json.textsOf(call.input().path("includeOnlyStatuses"));
    if (call.text("applicationName").isEmpty() != call.text("deploymentGroupName").isEmpty()
        && call.text("applicationName").isEmpty()) {
      throw CodeDeployNames.error("ApplicationNameRequired", "Application name must be specified");
    }
    double from = call.input().at("/createTimeRange/start").asDouble(0);
    double to = call.input().at("/createTimeRange/end").asDouble(Double.MAX_VALUE);
    if (from > to) {
      throw CodeDeployNames.error(
          "InvalidTimeRange", "The start of the time range must be before its end");
    }
    // No deployment here belongs to an external resource, so an externalId matches none.
    boolean external = !call.text("externalId").isEmpty();
    List<String> ids =
        deployments.all().stream()
            .filter(d -> of.test(d) && !external)
            .filter(d -> statuses.isEmpty() || statuses.contains(d.status.wire))
            .filter(d -> between(from, d.createdAt.toEpochMilli() / 1000.0, to))
            .map(d -> d.id)
            .toList();
    return ListPage.of(call, "deployments", ids, "", 100);
  }

  /**
   * Returns the filter of the requested deployments: of a group, of an application, or of the
   * account and region.
   */
  private Predicate<Deployment> of(Call call) {
    AccountRegion place = call.place();
    if (call.text("applicationName").isEmpty()) {
      return d -> d.group.place().equals(place);
    }
    if (call.text("deploymentGroupName").isEmpty()) {
      String application = named.application(call);
      return d -> d.group.place().equals(place) && d.group.application().equals(application);
    }
    DeploymentGroup group = named.group(call);
    return d -> d.isOf(group);
  }

  private static boolean between(double from, double value, double to) {
    return from <= value && value <= to;
  }

  private ObjectNode stopDeployment(Call call) {
    Deployment found = named.deployment(call);
    JsonNode rollback = call.input().path("autoRollbackEnabled");
    synchronized (found.service) {
      refuseCompleted(found);
      found.stop =
          Optional.of(
              new Deployment.Stop(
                  rollback.isBoolean() ? Optional.of(rollback.asBoolean()) : Optional.empty()));
      found.service.changed();
    }
    return Json.object().put("status", "Pending").put("statusMessage", "");
  }

  private static void refuseCompleted(Deployment deployment) {
    if (deployment.status.terminal()) {
      throw CodeDeployNames.error(
          "DeploymentAlreadyCompleted",
          "The deployment " + deployment.id + " is already completed");
    }
  }

  private ObjectNode continueDeployment(Call call) {
    Deployment found = named.deployment(call);
    String type = call.input().path("deploymentWaitType").asText("READY_WAIT");
    synchronized (found.service) {
      refuseCompleted(found);
      switch (type) {
        case "READY_WAIT" -> continueReady(found);
        case "TERMINATION_WAIT" -> continueTermination(found);
        default ->
            throw CodeDeployNames.error(
                "InvalidDeploymentWaitType", "The wait type is not valid: " + type);
      }
      found.service.changed();
    }
    return Json.object();
  }

  private static void continueReady(Deployment deployment) {
    if (deployment.status != Status.READY) {
      throw CodeDeployNames.error(
          "DeploymentIsNotInReadyState",
          "The deployment " + deployment.id + " is not in the Ready state");
    }
    deployment.continueReady = true;
  }

  private static void continueTermination(Deployment deployment) {
    if (deployment.targetStatus != Status.SUCCEEDED) {
      throw CodeDeployNames.error(
          "InvalidDeploymentStatus",
          "The deployment " + deployment.id + " does not wait to terminate the original task set");
    }
    deployment.continueTermination = true;
  }
}
