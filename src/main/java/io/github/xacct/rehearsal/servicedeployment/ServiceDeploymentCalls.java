package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.EcsNames;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.ServiceDeploymentOperations;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The operations on deployments by the ECS deployment controller. Source: ECS API reference. Calls
 * see only the deployments of their own account and region.
 */
public final class ServiceDeploymentCalls implements ServiceDeploymentOperations {
  private static final int MOST = 20;
  private static final String INVALID = "InvalidParameterException";

  private final ServiceDeployments deployments;
  private final EcsNames named;
  private final ServiceChanges changes;
  private final ServiceView view;

  public ServiceDeploymentCalls(ServiceDeployments deployments) {
    this.deployments = deployments;
    ServiceDeploymentWorld world = deployments.world();
    this.named = new EcsNames(world.store(), world.services());
    this.changes = new ServiceChanges(deployments, named);
    this.view = new ServiceView(deployments);
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "ListServiceDeployments" -> list(call);
      case "DescribeServiceDeployments" -> describe(call);
      case "DescribeServiceRevisions" -> describeRevisions(call);
      case "StopServiceDeployment" -> stop(call);
      case "ContinueServiceDeployment" -> continues(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  @Override
  public RunningService create(Call call) {
    return changes.create(call);
  }

  @Override
  public void update(RunningService service, Call call) {
    changes.update(service, call);
  }

  @Override
  public void show(RunningService service, ObjectNode answer) {
    view.complete(service, answer);
  }

  private ObjectNode list(Call call) {
    RunningService service = named.service(call);
    List<String> statuses = Json.textsOf(call.input().path("status"));
    double after = call.input().at("/createdAt/after").asDouble(0);
    double before = call.input().at("/createdAt/before").asDouble(Double.MAX_VALUE);
    List<ServiceDeployment> found =
        deployments.of(service).stream()
            .filter(d -> statuses.isEmpty() || statuses.contains(d.status.name()))
            .filter(d -> between(after, d.createdAt.toEpochMilli() / 1000.0, before))
            .toList();
    ObjectNode page =
        ListPage.of(
            call,
            "serviceDeployments",
            found.stream().map(d -> d.arn).toList(),
            "maxResults",
            MOST);
    List<String> arns = Json.textsOf(page.path("serviceDeployments"));
    synchronized (service) {
      page.set(
          "serviceDeployments",
          Json.list(
              found.stream().filter(d -> arns.contains(d.arn)).toList(),
              ServiceDeploymentShapes::brief));
    }
    return page;
  }

  private static boolean between(double from, double value, double to) {
    return from <= value && value <= to;
  }

  private ObjectNode describe(Call call) {
    return described(
        call,
        "serviceDeployment",
        arn ->
            find(call, arn)
                .map(
                    d -> {
                      synchronized (d.service) {
                        return ServiceDeploymentShapes.full(d);
                      }
                    }));
  }

  private ObjectNode describeRevisions(Call call) {
    return described(call, "serviceRevision", arn -> revision(call, arn));
  }

  private Optional<ObjectNode> revision(Call call, String arn) {
    for (RunningService service : deployments.world().services().in(call.place())) {
      Optional<ServiceRevision> found =
          deployments.revisionsOf(service).stream().filter(r -> r.arn.equals(arn)).findFirst();
      List<TrafficRoute> routes = TrafficRoute.all(service);
      if (found.isPresent() && !routes.isEmpty()) {
        ObjectNode arns =
            Json.object()
                .put("serviceArn", service.arn())
                .put("clusterArn", service.key.clusterArn());
        synchronized (service) {
          return Optional.of(ServiceDeploymentShapes.revision(found.get(), routes, arns));
        }
      }
    }
    return Optional.empty();
  }

  private static ObjectNode described(
      Call call, String what, Function<String, Optional<ObjectNode>> find) {
    List<String> arns = Json.textsOf(call.input().path(what + "Arns"));
    if (arns.isEmpty() || arns.size() > MOST) {
      throw AwsError.badRequest(INVALID, what + "Arns must have between 1 and 20 items.");
    }
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray(what + "s");
    ArrayNode failures = answer.putArray("failures");
    for (String arn : arns) {
      find.apply(arn)
          .ifPresentOrElse(
              found::add, () -> failures.addObject().put("arn", arn).put("reason", "MISSING"));
    }
    return answer;
  }

  private Optional<ServiceDeployment> find(Call call, String arn) {
    return deployments.find(arn).filter(d -> d.service.place.equals(call.place()));
  }

  private ServiceDeployment deployment(Call call) {
    return find(call, call.text("serviceDeploymentArn"))
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "ServiceDeploymentNotFoundException",
                    "The service deployment does not exist."));
  }

  /** Stops a deployment; the effect of ABORT or of no stopType is not documented. */
  private ObjectNode stop(Call call) {
    if (!call.text("stopType").equals("ROLLBACK")) {
      throw new UnsupportedOperationException(
          "StopServiceDeployment with another stopType than ROLLBACK, which AWS does not"
              + " document");
    }
    ServiceDeployment found = deployment(call);
    synchronized (found.service) {
      if (found.status.terminal()) {
        throw AwsError.badRequest(
            "ConflictException", "You can't stop a deployment after it completes.");
      }
      if (found.stage.equals(Optional.of(LifecycleStage.CLEAN_UP)) && found.status.forward()) {
        throw new UnsupportedOperationException(
            "StopServiceDeployment in the stage CLEAN_UP, which AWS does not document");
      }
      if (found.status.forward()) {
        found.stopRequested = true;
        found.become(Status.ROLLBACK_REQUESTED);
      }
    }
    return Json.object().put("serviceDeploymentArn", found.arn);
  }

  private ObjectNode continues(Call call) {
    ServiceDeployment found = deployment(call);
    String id = call.text("hookId");
    if (!id.matches("ecs-[a-z_]+-.+")) {
      throw AwsError.badRequest(
          INVALID, "Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}");
    }
    synchronized (found.service) {
      if (found.status.terminal()) {
        throw AwsError.badRequest(
            INVALID,
            "Continuing a service deployment is not allowed for service deployment in terminal"
                + " states.");
      }
      HookRun run =
          found.hooks.stream()
              .filter(h -> h.id.equals(id) && h.status == HookRun.Status.AWAITING_ACTION)
              .filter(h -> found.status == Status.IN_PROGRESS && h.answer.isEmpty())
              .findFirst()
              .orElseThrow(
                  () ->
                      AwsError.badRequest(
                          INVALID,
                          "Provided hookId is either completed, unavailable, or not associated"
                              + " with the given Resource ARN"));
      run.answer = Optional.of(!call.input().path("action").asText("CONTINUE").equals("ROLLBACK"));
      found.touch();
    }
    return Json.object().put("serviceDeploymentArn", found.arn);
  }
}
