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
 * Determines which differences are no drift of a service that ECS itself deploys: its task
 * definition and target groups, and the weights by which a rule forwards to its two target groups.
 * Its deployment configuration is compared with the pom instead of the template.
 */
final class EcsDrift {
  private static final String SERVICE = "AWS::ECS::Service";
  private static final Pattern TARGET_GROUP = Pattern.compile(":targetgroup/([^/\"]+)/");
  private static final Pattern ACTION = Pattern.compile("/(Default)?Actions(/\\d+)?");
  private static final Pattern FORWARD =
      Pattern.compile("/(Default)?Actions/\\d+/(ForwardConfig.*|TargetGroupArn)");

  private final Set<String> targetGroups = new TreeSet<>();

  /**
   * Whether deployments change the listeners' default actions: so they do for a service that was
   * moved from CodeDeploy, and for a Network Load Balancer, which has no rules.
   */
  private final boolean movesListeners;

  /** Creates the comparison for a stack in its current state. */
  EcsDrift(StackState state) {
    Stream.of("TargetGroupAName", "TargetGroupBName")
        .flatMap(name -> Optional.ofNullable(state.outputs().get(name)).stream())
        .forEach(targetGroups::add);
    movesListeners =
        !"ECS".equals(state.parameters().get("DeploymentController"))
            || BalancerCheck.isNetwork(state.parameters());
  }

  /** Returns a note on what is not compared, because ECS's deployments change it. */
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

  /** Returns how the service's deployment configuration differs from the pom, if it does. */
  static Optional<ResourceDrift> ofService(CloudFormation cloudFormation, Stack stack) {
    return stack
        .deployments()
        .flatMap(
            requested ->
                cloudFormation
                    .service(EcsSettings.cluster(stack), EcsSettings.service(stack))
                    .map(existing -> existing.differences(requested)))
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
