package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The prerequisites of a deployment by CodeDeploy, one rule each; applied by a deployment before
 * its first change, and by preflight.
 */
public final class DeploymentRules {
  private final Environment environment;

  public DeploymentRules(Environment environment) {
    this.environment = environment;
  }

  /** The exception for a service that does not exist. */
  public XacctException noService() {
    return XacctException.yours(
            "There is no service %s in cluster %s%s"
                .formatted(environment.service(), environment.cluster(), where()))
        .suggestion("correct <cluster> or <service> of this environment, or its <region>.");
  }

  /** The service must be ACTIVE. */
  public Optional<XacctException> active(JsonNode service) {
    String status = service.path("status").asText();
    return problemIf(
        !status.equals("ACTIVE"),
        () -> XacctException.yours(service() + " is " + status + ", not ACTIVE."));
  }

  /**
   * The service's deployment controller must be CODE_DEPLOY; without one it is ECS. Services that
   * ECS deploys by blue/green, canary or linear are not checked by this rule.
   */
  public Optional<XacctException> controller(JsonNode service) {
    String type = service.path("deploymentController").path("type").asText("ECS");
    String strategy = service.path("deploymentConfiguration").path("strategy").asText("ROLLING");
    return problemIf(
        !type.equals("CODE_DEPLOY"), () -> type.equals("ECS") ? rolling(strategy) : foreign(type));
  }

  private XacctException rolling(String strategy) {
    return XacctException.yours(
            service()
                + " has the deployment controller ECS with the strategy "
                + strategy
                + ", which shifts no traffic.")
        .suggestion(
            "plan its move to blue/green: mvn xacct:migrate -Denv="
                + environment.name()
                + ", or create a")
        .suggestion("service with the controller CODE_DEPLOY.");
  }

  private XacctException foreign(String type) {
    return XacctException.yours(
            service() + " has the deployment controller " + type + ", not CODE_DEPLOY or ECS.")
        .suggestion("create the service with one of these controllers; an existing service can be")
        .suggestion(
            "moved from " + type + " to ECS (aws ecs update-service), never to CODE_DEPLOY.");
  }

  /** The service must have one load balancer: CodeDeploy supports no more. */
  public Optional<XacctException> balancers(JsonNode service) {
    var groups =
        stream(service.path("loadBalancers"))
            .map(balancer -> balancer.path("targetGroupArn").asText())
            .toList();
    return problemIf(
        groups.size() > 1,
        () ->
            XacctException.yours(
                    service()
                        + " has "
                        + groups.size()
                        + " load balancers; CodeDeploy deploys services with exactly one.")
                .evidence("Its target groups: " + String.join(", ", groups))
                .suggestion(
                    "create the service again with one target group, and let another service")
                .suggestion("have the other port."));
  }

  /** The group must have one pair of target groups: CodeDeploy supports no more. */
  public Optional<XacctException> pairs(JsonNode group) {
    var pairs = group.at("/loadBalancerInfo/targetGroupPairInfoList");
    return problemIf(
        pairs.size() > 1,
        () ->
            XacctException.yours(
                    """
                    Deployment group %s has %s pairs of target groups; CodeDeploy deploys to \
                    exactly one."""
                        .formatted(environment.deploymentGroup(), pairs.size()))
                .evidence("Its target groups: " + String.join(", ", pairs.findValuesAsText("name")))
                .suggestion(
                    "leave one pair in its targetGroupPairInfoList; for several load balancers let ECS")
                .suggestion("itself deploy the service."));
  }

  /** The desired count of the service must not be 0. */
  public Optional<XacctException> desired(JsonNode service) {
    return problemIf(
        service.path("desiredCount").asInt(1) == 0,
        () ->
            XacctException.yours(
                    service()
                        + " has a desired count of 0: CodeDeploy would deploy nothing and report success.")
                .suggestion(
                    "aws ecs update-service --cluster %s --service %s --desired-count 1 --region %s"
                        .formatted(
                            environment.cluster(), environment.service(), environment.region())));
  }

  /** The error for a missing deployment group. */
  public XacctException noGroup() {
    return XacctException.yours(
            "There is no deployment group %s in CodeDeploy application %s%s"
                .formatted(environment.deploymentGroup(), environment.application(), where()))
        .suggestion(
            "correct <application> or <deploymentGroup> of this environment, or its <region>.");
  }

  /**
   * The error for a missing listener of the group.
   *
   * @param which {@code production} or {@code test}
   */
  public XacctException noListener(String which, String arn) {
    return XacctException.yours(
            "The %s listener of deployment group %s/%s does not exist."
                .formatted(which, environment.application(), environment.deploymentGroup()))
        .evidence("The group names " + arn + ".")
        .suggestion("create a listener that forwards to the target group whose tasks serve, and")
        .suggestion("name it in the deployment group; if a stack created it, repair that stack.");
  }

  /** The group must be one for ECS. */
  public Optional<XacctException> platform(JsonNode group) {
    String platform = group.path("computePlatform").asText("ECS");
    return problemIf(
        !platform.equals("ECS"),
        () ->
            XacctException.yours(group() + " is for the compute platform " + platform + ".")
                .suggestion("create an application and a group of the compute platform ECS,")
                .suggestion("or correct <application> or <deploymentGroup> of this environment."));
  }

  /** The group must deploy to this service; AWS returns names or ARNs here. */
  public Optional<XacctException> serviceOf(JsonNode group) {
    JsonNode services = group.path("ecsServices");
    boolean ours =
        stream(services)
            .anyMatch(
                s ->
                    names(s.path("serviceName").asText(), environment.service())
                        && names(s.path("clusterName").asText(), environment.cluster()));
    return problemIf(
        !services.isEmpty() && !ours,
        () ->
            XacctException.yours(
                    "%s deploys to another service than %s/%s."
                        .formatted(group(), environment.cluster(), environment.service()))
                .evidence(
                    "Its services: "
                        + stream(services)
                            .map(s -> s.path("clusterName").asText() + "/" + last(s))
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The production listener must forward to the primary task set's target group. Source: CodeDeploy
   * user guide, troubleshooting ECS deployments.
   *
   * @param listener its current state
   * @param primary ARNs of the primary task set's target groups
   */
  public Optional<XacctException> listener(ListenerRules listener, List<String> primary) {
    var served = listener.servedOfOurs();
    return problemIf(
        !primary.isEmpty() && primary.stream().noneMatch(listener.served()::contains),
        () -> {
          var problem =
              XacctException.yours(
                      "The production listener does not point at the target group of the primary"
                          + " task set; CodeDeploy would fail with \"Primary taskset target group"
                          + " must be behind listener\".")
                  .evidence(
                      served.isEmpty()
                          ? "The listener forwards to no target group."
                          : "The listener forwards to " + String.join(", ", served))
                  .evidence("The primary task set is in " + primary.get(0));
          for (String line : listener.forwardTo(primary.get(0), environment.region().toString())) {
            problem = problem.suggestion(line);
          }
          return problem;
        });
  }

  private static Optional<XacctException> problemIf(
      boolean wrong, java.util.function.Supplier<XacctException> problem) {
    return wrong ? Optional.of(problem.get()) : Optional.empty();
  }

  private String service() {
    return "Service " + environment.service() + " of cluster " + environment.cluster();
  }

  private String group() {
    return "Deployment group " + environment.deploymentGroup();
  }

  private String where() {
    return " of account " + environment.account() + ", " + environment.region() + ".";
  }

  private static String last(JsonNode service) {
    return service.path("serviceName").asText();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static boolean names(String nameOrArn, String name) {
    return nameOrArn.equals(name) || nameOrArn.endsWith("/" + name);
  }
}
