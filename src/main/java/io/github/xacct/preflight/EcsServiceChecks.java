package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.DocPage;
import java.util.Set;

/** Checks whether a service that ECS itself deploys can run this task definition now. */
final class EcsServiceChecks {
  private static final Set<String> ENDED =
      Set.of("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED");

  private final SetUp setUp;

  EcsServiceChecks(SetUp setUp) {
    this.setUp = setUp;
  }

  /** Warns if the service is not stable; a new version may repair it, so this is no failure. */
  CheckVerdict stable() {
    var service = setUp.needActiveService();
    int running = service.path("runningCount").asInt();
    int desired = service.path("desiredCount").asInt();
    String tasks = running + " of " + desired + " tasks run";
    if (running >= desired) {
      return CheckVerdict.ok(tasks);
    }
    return ServiceEvents.under(
        CheckVerdict.warn("The service has not reached a steady state: " + tasks),
        service,
        setUp.environment);
  }

  /** Checks container and port of the service's load balancers; the AppSpec's are not used. */
  CheckVerdict container() {
    var definition = setUp.intent.taskDefinition();
    for (JsonNode balancer : setUp.needActiveService().path("loadBalancers")) {
      String container = balancer.path("containerName").asText();
      int port = balancer.path("containerPort").asInt();
      if (!definition.containerNames().contains(container)) {
        return refused("The task definition has no container " + container)
            .evidence("Its containers: " + String.join(", ", definition.containerNames()))
            .fix("rename the container: <task><containerName>, or the template;")
            .fix("or let the service name another: --load-balancers in aws ecs update-service.");
      }
      if (!definition.hasPort(container, port)) {
        return refused("Container " + container + " does not open port " + port)
            .evidence("Its portMappings in the task definition do not have it.")
            .fix(
                "{\"containerPort\": "
                    + port
                    + "} in its portMappings, or another <containerPort>;")
            .fix("or let the service name another: --load-balancers in aws ecs update-service.");
      }
    }
    return CheckVerdict.ok(
        definition.containerName() + ", as the service has it behind its load balancer");
  }

  private static CheckVerdict refused(String words) {
    return CheckVerdict.fail(
        words + ", but the service has that behind its load balancer: ECS would refuse it.");
  }

  /** Fails during a deployment, because ECS would replace it with the new one. */
  CheckVerdict inFlight() {
    var active =
        setUp.ecs().deployments().stream()
            .filter(d -> !ENDED.contains(d.path("status").asText()))
            .findFirst();
    if (active.isEmpty()) {
      return CheckVerdict.ok("no deployment in flight");
    }
    String arn = active.get().path("serviceDeploymentArn").asText();
    return CheckVerdict.fail(
            "Deployment "
                + arn.substring(arn.lastIndexOf('/') + 1)
                + " is in flight in this service, and a second one would replace it.")
        .evidence(
            "It is %s since %s."
                .formatted(
                    active.get().path("status").asText(), active.get().path("createdAt").asText()))
        .fix(
            "mvn xacct:wait -Denv=" + setUp.environment.name(),
            "or deploy with -Dxacct.onActive=wait. " + DocPage.DEPLOYMENT_IN_FLIGHT);
  }
}
