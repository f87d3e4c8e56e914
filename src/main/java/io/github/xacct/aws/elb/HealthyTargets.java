package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsSession;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Finds the healthy targets to which the listeners of a service forward requests. */
final class HealthyTargets {
  private final AwsSession session;

  HealthyTargets(AwsSession session) {
    this.session = session;
  }

  /**
   * Returns the healthy targets of the deployment group's listener at this port; if it has none,
   * those of its production listener.
   */
  List<TargetDescription> of(DeploymentGroupInfo group, int port) {
    var arns =
        Listeners.pairs(group)
            .flatMap(pair -> Stream.of(pair.prodTrafficRoute(), pair.testTrafficRoute()))
            .flatMap(route -> route == null ? Stream.of() : route.listenerArns().stream())
            .toList();
    if (arns.isEmpty()) {
      return List.of();
    }
    var elb = session.client(ElasticLoadBalancingV2Client.builder());
    var found = Listeners.described(elb, arns);
    return found.stream()
        .filter(listener -> listener.port() == port)
        .findFirst()
        .or(() -> found.stream().filter(l -> l.listenerArn().equals(arns.get(0))).findFirst())
        .stream()
        .flatMap(listener -> servedOfGroup(elb, listener, group).stream())
        .flatMap(arn -> healthy(elb, arn))
        .toList();
  }

  /**
   * Returns the healthy targets of the rule whose listener has this port; if there is none, those
   * of the first rule.
   *
   * @param rules ARNs of rules, or of listeners of a Network Load Balancer
   */
  List<TargetDescription> of(List<String> rules, int port) {
    if (rules.isEmpty()) {
      return List.of();
    }
    var elb = session.client(ElasticLoadBalancingV2Client.builder());
    var atPort =
        Listeners.described(elb, rules.stream().map(Listeners::listenerOf).toList()).stream()
            .filter(listener -> listener.port() == port)
            .map(Listener::listenerArn)
            .toList();
    String rule =
        rules.stream()
            .filter(arn -> atPort.contains(Listeners.listenerOf(arn)))
            .findFirst()
            .orElse(rules.get(0));
    return new Listeners(session)
        .weights(rule).entrySet().stream()
            .filter(weight -> weight.getValue() > 0)
            .flatMap(weight -> healthy(elb, weight.getKey()))
            .toList();
  }

  private static Stream<TargetDescription> healthy(ElasticLoadBalancingV2Client elb, String group) {
    return elb
        .describeTargetHealth(r -> r.targetGroupArn(group))
        .targetHealthDescriptions()
        .stream()
        .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .map(TargetHealthDescription::target);
  }

  /**
   * Returns the deployment group's target groups that a listener forwards to, by its default action
   * or, as when applications share the listener, by a rule.
   */
  private static List<String> servedOfGroup(
      ElasticLoadBalancingV2Client elb, Listener listener, DeploymentGroupInfo group) {
    var byDefault =
        Listeners.targetGroups(listener.defaultActions()).stream()
            .filter(Listeners.ours(group))
            .toList();
    if (!byDefault.isEmpty()) {
      return byDefault;
    }
    return Listeners.rulesOf(elb, listener.listenerArn()).stream()
        .flatMap(rule -> Listeners.targetGroups(rule.actions()).stream())
        .filter(Listeners.ours(group))
        .distinct()
        .toList();
  }
}
