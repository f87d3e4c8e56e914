package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.SERVICE_ACTIVE;
import static io.github.xacct.preflight.Check.SERVICE_CONTAINER;
import static io.github.xacct.preflight.Check.SERVICE_CONTROLLER;
import static io.github.xacct.preflight.Check.SERVICE_DESIRED;
import static io.github.xacct.preflight.Check.SERVICE_EXISTS;
import static io.github.xacct.preflight.Check.SERVICE_IN_FLIGHT;
import static io.github.xacct.preflight.Check.SERVICE_PLATFORM;
import static io.github.xacct.preflight.Check.SERVICE_PROVIDERS;
import static io.github.xacct.preflight.Check.SERVICE_STABLE;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.DocPage;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks whether the ECS service can run this task definition now. */
final class ServiceChecks implements Section {
  private final SetUp setUp;
  private final DeploymentRules rules;
  private final EcsServiceChecks ecs;

  ServiceChecks(SetUp setUp) {
    this.setUp = setUp;
    this.rules = new DeploymentRules(setUp.environment);
    this.ecs = new EcsServiceChecks(setUp);
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        SERVICE_EXISTS, this::exists,
        SERVICE_ACTIVE, this::active,
        SERVICE_CONTROLLER, this::controller,
        SERVICE_DESIRED, this::desired,
        SERVICE_STABLE, this::stable,
        SERVICE_CONTAINER, this::container,
        SERVICE_PLATFORM, this::platform,
        SERVICE_PROVIDERS, new ProviderCheck(setUp)::verdict,
        SERVICE_IN_FLIGHT, this::inFlight);
  }

  private CheckVerdict exists() {
    var environment = setUp.environment;
    return setUp.service().isPresent()
        ? CheckVerdict.ok(environment.cluster() + "/" + environment.service())
        : CheckVerdict.of(java.util.Optional.of(rules.noService()), "")
            .because(setUp.evidence(setUp.describeService()));
  }

  private CheckVerdict active() {
    return CheckVerdict.of(rules.active(setUp.needService()), "ACTIVE")
        .because("ECS: status " + setUp.needService().path("status").asText())
        .because("ECS starts no tasks for it, so a new version could not start.")
        .hint("create the service again, or wait until the change to it is complete.");
  }

  private CheckVerdict controller() {
    var service = setUp.needActiveService();
    if (EcsService.shifts(service)) {
      return CheckVerdict.ok("ECS");
    }
    return CheckVerdict.of(
            rules.controller(service).or(() -> rules.balancers(service)), "CODE_DEPLOY")
        .because("ECS: deploymentController " + service.path("deploymentController"));
  }

  private CheckVerdict desired() {
    var service = setUp.needActiveService();
    int wanted = service.path("desiredCount").asInt(1);
    var problem =
        setUp.byEcs()
            ? new EcsDeploymentRules(setUp.environment).desired(wanted)
            : rules.desired(service);
    return CheckVerdict.of(problem, service.path("desiredCount").asInt() + " wanted")
        .because("ECS: desiredCount " + service.path("desiredCount").asInt());
  }

  /** Warns if the service is not stable; a new version may repair it, so this is no failure. */
  private CheckVerdict stable() {
    if (setUp.byEcs()) {
      return ecs.stable();
    }
    var primary = setUp.needPrimary();
    String state = primary.path("stabilityStatus").asText("STEADY_STATE");
    String tasks =
        primary.path("runningCount").asInt()
            + " of "
            + primary.path("computedDesiredCount").asInt()
            + " tasks run";
    if (state.equals("STEADY_STATE")) {
      return CheckVerdict.ok(tasks + ", " + state);
    }
    return ServiceEvents.under(
        CheckVerdict.warn("The primary task set is " + state + ": " + tasks),
        setUp.needService(),
        setUp.environment);
  }

  /**
   * Checks container and port of the AppSpec, which the new task set gets and which must be in the
   * task definition. No source requires that they equal the service's current ones; UpdateService
   * rejects a change: "Unable to update load balancers on services with a CODE_DEPLOY deployment
   * controller. Use AWS CodeDeploy to trigger a new deployment." (cdklabs/cdk-ecs-codedeploy#292)
   */
  private CheckVerdict container() {
    if (setUp.byEcs()) {
      return ecs.container();
    }
    String wanted = setUp.intent.appSpec().containerName();
    int port = setUp.intent.appSpec().containerPort();
    var definition = setUp.intent.taskDefinition();
    if (!definition.containerNames().contains(wanted)) {
      return notInTaskDefinition("The task definition has no container " + wanted)
          .evidence("Its containers: " + String.join(", ", definition.containerNames()))
          .fix("correct the AppSpec's ContainerName, or rename the container.");
    }
    if (!definition.hasPort(wanted, port)) {
      return notInTaskDefinition("Container " + wanted + " does not open port " + port)
          .evidence("Its portMappings in the task definition do not have it.")
          .fix(
              "{\"containerPort\": " + port + "} in its portMappings, or another <containerPort>.");
    }
    var now =
        Stream.concat(
                JsonLists.stream(setUp.needActiveService().path("loadBalancers")),
                setUp.primary().stream().flatMap(p -> JsonLists.stream(p.path("loadBalancers"))))
            .filter(lb -> lb.hasNonNull("containerName"))
            .findFirst();
    return now.isEmpty()
        ? CheckVerdict.ok(wanted + ":" + port)
        : compared(wanted + ":" + port, now.get());
  }

  private static CheckVerdict notInTaskDefinition(String words) {
    return CheckVerdict.fail(
        words + ", but the AppSpec puts that behind the load balancer: ECS would refuse it.");
  }

  private static CheckVerdict compared(String wanted, JsonNode now) {
    String had = now.path("containerName").asText() + ":" + now.path("containerPort").asInt();
    if (had.equals(wanted)) {
      return CheckVerdict.ok(wanted);
    }
    return CheckVerdict.warn(
            wanted
                + " takes the place of "
                + had
                + " behind the load balancer with this deployment.")
        .evidence("The service's load balancer: " + now)
        .fix("If it is meant: look whether the tasks' security groups let the load balancer reach")
        .fix("the new port, and whether the health checks of both target groups suit it.")
        .fix("If not: correct <task><containerName> or <containerPort>, or the template.");
  }

  private CheckVerdict platform() {
    var service = setUp.needActiveService();
    boolean fargate =
        JsonLists.texts(setUp.intent.task().path("requiresCompatibilities")).contains("FARGATE");
    String launch =
        setUp
            .primary()
            .map(p -> p.path("launchType").asText(""))
            .filter(s -> !s.isEmpty())
            .orElseGet(() -> service.path("launchType").asText(""));
    var platform = setUp.intent.appSpec().settings().platformVersion();
    if (launch.equals("EC2") && platform.isPresent()) {
      return CheckVerdict.fail(
              "<platformVersion> is for Fargate, but the service's launch type is EC2.")
          .evidence("<platformVersion> is " + platform.get())
          .fix("leave <platformVersion> out.");
    }
    if (launch.equals("FARGATE") && !fargate) {
      return CheckVerdict.fail(
              "The service runs on Fargate, but the task definition is not for FARGATE.")
          .evidence(
              "requiresCompatibilities is " + setUp.intent.task().path("requiresCompatibilities"))
          .fix("\"requiresCompatibilities\": [\"FARGATE\"] in the task definition.");
    }
    String version =
        platform.orElseGet(() -> setUp.primary().map(ServiceChecks::version).orElse("LATEST"));
    String need = newer();
    if (fargate && !need.isEmpty() && version.matches("1\\.[0-3]\\..*")) {
      return CheckVerdict.fail("Platform version " + version + " has no " + need + "; 1.4.0 has.")
          .evidence("Source: ECS developer guide, Fargate platform versions.")
          .fix("<platformVersion>1.4.0</platformVersion>, or leave it out.");
    }
    return CheckVerdict.ok((launch.isEmpty() ? "" : launch + " ") + version);
  }

  private static String version(JsonNode primary) {
    return primary.path("platformVersion").asText("LATEST");
  }

  /**
   * The feature of the task definition that requires platform version 1.4.0; empty if none does.
   */
  private String newer() {
    boolean volumes =
        JsonLists.stream(setUp.intent.task().path("volumes"))
            .anyMatch(volume -> volume.has("efsVolumeConfiguration"));
    boolean keys =
        Secrets.of(setUp.intent).stream().anyMatch(secret -> secret.jsonKey().isPresent());
    return volumes ? "EFS volumes" : keys ? "JSON keys of secrets" : "";
  }

  /** Fails during a deployment, including its termination wait: a group runs one at a time. */
  private CheckVerdict inFlight() {
    if (setUp.byEcs()) {
      return ecs.inFlight();
    }
    List<JsonNode> active =
        RollbackVersion.deployments(setUp).stream()
            .filter(d -> RollbackVersion.status(d).known().filter(s -> !s.ended()).isPresent())
            .toList();
    if (active.isEmpty()) {
      return CheckVerdict.ok("no deployment in flight");
    }
    var first = active.get(0);
    String id = first.path("deploymentId").asText();
    return CheckVerdict.fail(
            "Deployment "
                + id
                + " is in flight in this deployment group, and a group runs one at a time.")
        .evidence(
            "It is %s since %s, started by %s%s"
                .formatted(
                    first.path("status").asText(),
                    first.path("createTime").asText(),
                    first.path("creator").asText("somebody"),
                    first.hasNonNull("description")
                        ? ": " + first.path("description").asText()
                        : ""))
        .fix(
            "mvn xacct:wait -Denv=" + setUp.environment.name(),
            "or deploy with -Dxacct.onActive=wait. " + DocPage.DEPLOYMENT_IN_FLIGHT);
  }
}
