package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/** Reads the routes of a service with ECS's deployment controller, from its listener rules. */
final class EcsListenerRules {
  private final AwsSession session;
  private final Listeners listeners;
  private final LoadBalancer balancer;
  private final AdvancedConfiguration advanced;

  private EcsListenerRules(AwsSession session, LoadBalancer balancer) {
    this.session = session;
    this.listeners = new Listeners(session);
    this.balancer = balancer;
    this.advanced = balancer.advancedConfiguration();
  }

  /**
   * Applies a function to the listener rules that a service declares; if it declares none, takes
   * the result from its deployment group instead.
   */
  static <T> T instead(
      AwsSession session,
      Environment environment,
      Supplier<T> byGroup,
      Function<EcsListenerRules, T> byRules) {
    return of(session, environment).map(byRules).orElseGet(byGroup);
  }

  /** Reads the deployment group of an environment from CodeDeploy. */
  static DeploymentGroupInfo group(AwsSession session, Environment environment) {
    return AwsErrors.member(
        "CodeDeploy GetDeploymentGroup",
        "deploymentGroupInfo",
        session
            .client(CodeDeployClient.builder())
            .getDeploymentGroup(
                r ->
                    r.applicationName(environment.application())
                        .deploymentGroupName(environment.deploymentGroup()))
            .deploymentGroupInfo());
  }

  private static Optional<EcsListenerRules> of(AwsSession session, Environment environment) {
    var answer =
        session
            .client(EcsClient.builder())
            .describeServices(
                r -> r.cluster(environment.cluster()).services(environment.service()));
    if (answer.services().isEmpty() && answer.failures().isEmpty()) {
      AwsErrors.member("ECS DescribeServices", "services and failures", null);
    }
    return answer.services().stream()
        .flatMap(service -> service.loadBalancers().stream())
        .filter(balancer -> balancer.advancedConfiguration() != null)
        .findFirst()
        .map(balancer -> new EcsListenerRules(session, balancer));
  }

  /** Returns the route of the production rule; empty if there is none. */
  Optional<Listeners.ListenerRoute> production() {
    var groups = List.of(balancer.targetGroupArn(), advanced.alternateTargetGroupArn());
    return Optional.ofNullable(advanced.productionListenerRule())
        .map(rule -> listeners.route(rule, groups::contains, "production"));
  }

  /**
   * Returns the healthy targets of the rule whose listener has this port, else of the production
   * rule.
   */
  List<TargetDescription> targets(int port) {
    var rules =
        Stream.of(advanced.productionListenerRule(), advanced.testListenerRule())
            .filter(rule -> rule != null)
            .toList();
    return new HealthyTargets(session).of(rules, port);
  }
}
