package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * A request to AWS in the spelling of its API reference.
 *
 * @param service its prefix in IAM, such as {@code elasticloadbalancing}
 * @param operation the operation, such as {@code ModifyRule}
 */
public record MoveRequest(String service, String operation, ObjectNode input) {
  static final String ECS = "ecs";
  static final String ELB = "elasticloadbalancing";
  static final String CODE_DEPLOY = "codedeploy";
  static final String SCALING = "application-autoscaling";

  /** The scalable dimension of a service. */
  static final String DIMENSION = "ecs:service:DesiredCount";

  static MoveRequest to(String service, String operation) {
    return new MoveRequest(service, operation, JsonNodeFactory.instance.objectNode());
  }

  /** Returns the read of a service. */
  static MoveRequest service(String cluster, String service) {
    return to(ECS, "DescribeServices").with("cluster", cluster).with("services", List.of(service));
  }

  /** Returns the read of a deployment group. */
  static MoveRequest group(String application, String group) {
    return to(CODE_DEPLOY, "GetDeploymentGroup")
        .with("applicationName", application)
        .with("deploymentGroupName", group);
  }

  /** Returns the read of CodeDeploy's deployments in flight. */
  static MoveRequest inFlight(String application, String group) {
    return to(CODE_DEPLOY, "ListDeployments")
        .with("applicationName", application)
        .with("deploymentGroupName", group)
        .with("includeOnlyStatuses", List.of("Created", "Queued", "InProgress", "Ready"));
  }

  /**
   * Returns the read of a part of a service's auto scaling.
   *
   * @param what the name of the list in the response
   */
  static MoveRequest scaling(String what, String cluster, String service) {
    var request =
        to(SCALING, "Describe" + what)
            .with("ServiceNamespace", "ecs")
            .with("ScalableDimension", DIMENSION);
    String id = "service/" + cluster + "/" + service;
    return what.equals("ScalableTargets")
        ? request.with("ResourceIds", List.of(id))
        : request.with("ResourceId", id);
  }

  /** Returns the read of a target group's tags. */
  static MoveRequest tagsOf(String targetGroup) {
    return to(ELB, "DescribeTags").with("ResourceArns", List.of(targetGroup));
  }

  MoveRequest with(String member, String value) {
    return new MoveRequest(service, operation, input.deepCopy().put(member, value));
  }

  MoveRequest with(String member, List<String> values) {
    var more = input.deepCopy();
    var list = more.putArray(member);
    values.forEach(list::add);
    return new MoveRequest(service, operation, more);
  }

  MoveRequest with(String member, JsonNode value) {
    ObjectNode more = input.deepCopy();
    more.set(member, value);
    return new MoveRequest(service, operation, more);
  }

  /** Returns the name of the IAM action. */
  public String action() {
    return service + ":" + operation;
  }

  /** Returns the equivalent AWS CLI command. */
  public String command(String region) {
    String cli =
        switch (service) {
          case ELB -> "elbv2";
          case CODE_DEPLOY -> "deploy";
          default -> service;
        };
    return "aws %s %s --region %s --cli-input-json '%s'"
        .formatted(
            cli,
            operation.replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(Locale.ROOT),
            region,
            input.toString().replace("'", "'\\''"));
  }
}
