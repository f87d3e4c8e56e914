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

/** How a service is reached whose deployments ECS makes itself: by the rules that it names. */
final class OwnRules {
  private final AwsSession session;
  private final Listeners listeners;
  private final LoadBalancer balancer;
  private final AdvancedConfiguration advanced;

  private OwnRules(AwsSession session, LoadBalancer balancer) {
    this.session = session;
    this.listeners = new Listeners(session);
    this.balancer = balancer;
    this.advanced = balancer.advancedConfiguration();
  }

  /**
   * What follows from the rules that a service names; where it names none, from its deployment
   * group.
   */
  static <T> T instead(
      AwsSession session,
      Environment environment,
      Supplier<T> byGroup,
      Function<OwnRules, T> byRules) {
    return of(session, environment).map(byRules).orElseGet(byGroup);
  }

  /** The deployment group of an environment, as CodeDeploy has it now. */
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

  private static Optional<OwnRules> of(AwsSession session, Environment environment) {
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
        .map(balancer -> new OwnRules(session, balancer));
  }

  /** How it is reached by its production rule. */
  Optional<Listeners.Led> production() {
    var groups = List.of(balancer.targetGroupArn(), advanced.alternateTargetGroupArn());
    return Optional.ofNullable(advanced.productionListenerRule())
        .map(rule -> listeners.led(rule, groups::contains, "production"));
  }

  /** Healthy targets behind the rule whose listener has this port, else the production rule. */
  List<TargetDescription> targets(int port) {
    var rules =
        Stream.of(advanced.productionListenerRule(), advanced.testListenerRule())
            .filter(rule -> rule != null)
            .toList();
    return new HealthyTargets(session).of(rules, port);
  }
}
