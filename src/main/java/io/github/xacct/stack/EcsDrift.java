package io.github.xacct.stack;

import io.github.xacct.stack.ResourceDrift.Difference;
import io.github.xacct.stack.plan.BalancerCheck;
import io.github.xacct.stack.plan.Stack;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is no drift of a service that ECS itself deploys: who serves, which of the service's two
 * target groups a rule forwards to, and by which weights. How it deploys is compared with the
 * configuration instead of the template.
 */
final class EcsDrift {
  private static final String SERVICE = "AWS::ECS::Service";
  private static final Pattern TARGET_GROUP = Pattern.compile(":targetgroup/([^/\"]+)/");
  private static final Pattern ACTION = Pattern.compile("/(Default)?Actions(/\\d+)?");
  private static final Pattern FORWARD =
      Pattern.compile("/(Default)?Actions/\\d+/(ForwardConfig.*|TargetGroupArn)");

  private final Set<String> targetGroups = new TreeSet<>();

  /**
   * Whether deployments move the listeners' own actions: those that CodeDeploy had moved, and those
   * of a Network Load Balancer, which has no rules.
   */
  private final boolean movesListeners;

  /** The drift of a stack in its current state. */
  EcsDrift(StackState state) {
    Stream.of("TargetGroupAName", "TargetGroupBName")
        .flatMap(name -> Optional.ofNullable(state.outputs().get(name)).stream())
        .forEach(targetGroups::add);
    movesListeners =
        !"ECS".equals(state.parameters().get("DeploymentController"))
            || BalancerCheck.isNetwork(state.parameters());
  }

  /** A note on the differences that ECS's deployments make. */
  static String note(Stack stack) {
    return """
    %s: the weights of both %s, between the two target groups, are ECS's and not \
    compared; strategy, bake time, alarms, pauses and hooks are compared with the \
    configuration"""
        .formatted(stack.name(), BalancerCheck.isNetwork(stack.values()) ? "listeners" : "rules");
  }

  boolean isOfDeployments(String type, Difference difference) {
    String path = difference.path();
    return switch (type) {
      case SERVICE ->
          Stream.of("/TaskDefinition", "/LoadBalancers", "/DeploymentConfiguration")
                  .anyMatch(path::startsWith)
              || movesListeners && path.startsWith("/DeploymentController");
      case "AWS::ElasticLoadBalancingV2::ListenerRule" -> isWeights(difference);
      case "AWS::ElasticLoadBalancingV2::Listener" -> movesListeners && isWeights(difference);
      default -> false;
    };
  }

  private boolean isWeights(Difference difference) {
    boolean forwards =
        FORWARD.matcher(difference.path()).matches()
            || ACTION.matcher(difference.path()).matches()
                && difference.actual().contains("\"forward\"");
    return forwards
        && TARGET_GROUP
            .matcher(difference.actual())
            .results()
            .allMatch(group -> targetGroups.contains(group.group(1)));
  }

  /** How a service's deployments differ from the configuration, if they do. */
  static Optional<ResourceDrift> ofService(CloudFormation cloudFormation, Stack stack) {
    return stack
        .deployments()
        .flatMap(
            requested ->
                cloudFormation
                    .service(EcsSettings.cluster(stack), EcsSettings.service(stack))
                    .map(standing -> standing.differences(requested)))
        .filter(differences -> !differences.isEmpty())
        .map(
            differences ->
                new ResourceDrift(
                    "Service",
                    EcsSettings.cluster(stack) + "/" + EcsSettings.service(stack),
                    SERVICE,
                    "MODIFIED",
                    named(differences)));
  }

  private static List<Difference> named(List<Difference> differences) {
    return differences.stream()
        .map(d -> new Difference("/DeploymentConfiguration" + d.path(), d.expected(), d.actual()))
        .toList();
  }
}
