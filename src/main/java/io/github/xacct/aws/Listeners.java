package io.github.xacct.aws;

import io.github.xacct.preflight.DeploymentRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoute;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Where the production listener of a deployment group sends requests now. */
final class Listeners {
  private final AwsSession session;

  Listeners(AwsSession session) {
    this.session = session;
  }

  /** ARNs of the target groups that get traffic, if the group names a listener. */
  Optional<List<String>> served(DeploymentGroupInfo group) {
    var arns =
        pairs(group)
            .map(TargetGroupPairInfo::prodTrafficRoute)
            .flatMap(route -> route == null ? Stream.of() : route.listenerArns().stream())
            .toList();
    if (arns.isEmpty()) {
      return Optional.empty();
    }
    var elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    var served = new ArrayList<String>();
    for (var listener : listeners(elb, arns)) {
      served.addAll(targetGroups(listener.defaultActions()));
    }
    for (String arn : arns) {
      for (var rule : elb.describeRulesPaginator(r -> r.listenerArn(arn)).rules()) {
        served.addAll(targetGroups(rule.actions()));
      }
    }
    return Optional.of(served.stream().distinct().toList());
  }

  /**
   * Healthy targets behind the listener of the group that has this port, else behind its production
   * listener.
   */
  List<TargetDescription> targets(DeploymentGroupInfo group, int port) {
    var arns =
        pairs(group)
            .flatMap(pair -> Stream.of(pair.prodTrafficRoute(), pair.testTrafficRoute()))
            .flatMap(route -> route == null ? Stream.of() : route.listenerArns().stream())
            .toList();
    if (arns.isEmpty()) {
      return List.of();
    }
    var elb = session.client(ElasticLoadBalancingV2Client.builder());
    var found = described(elb, arns);
    return found.stream()
        .filter(listener -> listener.port() == port)
        .findFirst()
        .or(() -> found.stream().filter(l -> l.listenerArn().equals(arns.get(0))).findFirst())
        .stream()
        .flatMap(listener -> servedOfGroup(elb, listener, group).stream())
        .flatMap(
            arn ->
                elb
                    .describeTargetHealth(r -> r.targetGroupArn(arn))
                    .targetHealthDescriptions()
                    .stream())
        .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .map(TargetHealthDescription::target)
        .toList();
  }

  /**
   * Those of the deployment group that a listener sends requests to, by its default action or by a
   * rule: where apps share a listener, the default action is not this one's.
   */
  private static List<String> servedOfGroup(
      ElasticLoadBalancingV2Client elb, Listener listener, DeploymentGroupInfo group) {
    var names = pairs(group).flatMap(p -> p.targetGroups().stream()).map(g -> g.name()).toList();
    var byDefault = targetGroups(listener.defaultActions());
    var ours = byDefault.stream().filter(arn -> isNamed(arn, names)).toList();
    if (!ours.isEmpty()) {
      return ours;
    }
    return elb.describeRulesPaginator(r -> r.listenerArn(listener.listenerArn())).rules().stream()
        .flatMap(rule -> targetGroups(rule.actions()).stream())
        .filter(arn -> isNamed(arn, names))
        .distinct()
        .toList();
  }

  private static boolean isNamed(String arn, List<String> names) {
    return names.stream().anyMatch(name -> arn.contains(":targetgroup/" + name + "/"));
  }

  /** Where the production listener answers. */
  Optional<URI> productionUrl(DeploymentGroupInfo group) {
    return url(group, TargetGroupPairInfo::prodTrafficRoute);
  }

  /** Where the test listener answers, if the group has one. */
  Optional<URI> testUrl(DeploymentGroupInfo group) {
    return url(group, TargetGroupPairInfo::testTrafficRoute);
  }

  private Optional<URI> url(
      DeploymentGroupInfo group, Function<TargetGroupPairInfo, TrafficRoute> which) {
    var arn =
        pairs(group)
            .map(which)
            .flatMap(route -> route == null ? Stream.of() : route.listenerArns().stream())
            .findFirst();
    if (arn.isEmpty()) {
      return Optional.empty();
    }
    var elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    var listener = listeners(elb, List.of(arn.get())).get(0);
    var balancers =
        elb
            .describeLoadBalancersPaginator(r -> r.loadBalancerArns(listener.loadBalancerArn()))
            .loadBalancers()
            .stream()
            .toList();
    if (balancers.isEmpty()) {
      return AwsErrors.member(
          "ElasticLoadBalancingV2 DescribeLoadBalancers", "LoadBalancers", null);
    }
    return Optional.of(url(listener, balancers.get(0).dnsName()));
  }

  /** ELB refuses what it does not know; an empty list is none of its answers. */
  private static List<Listener> listeners(ElasticLoadBalancingV2Client elb, List<String> arns) {
    var listeners = described(elb, arns);
    return listeners.isEmpty()
        ? AwsErrors.member("ElasticLoadBalancingV2 DescribeListeners", "Listeners", null)
        : listeners;
  }

  private static List<Listener> described(ElasticLoadBalancingV2Client elb, List<String> arns) {
    return elb.describeListenersPaginator(r -> r.listenerArns(arns)).listeners().stream().toList();
  }

  private static URI url(Listener listener, String host) {
    String scheme = listener.protocol() == ProtocolEnum.HTTPS ? "https" : "http";
    return URI.create(scheme + "://" + host + ":" + listener.port());
  }

  private static Stream<TargetGroupPairInfo> pairs(DeploymentGroupInfo group) {
    return group.loadBalancerInfo() == null
        ? Stream.of()
        : group.loadBalancerInfo().targetGroupPairInfoList().stream();
  }

  private static List<String> targetGroups(List<Action> actions) {
    var json = SdkJson.JSON.createArrayNode();
    actions.forEach(action -> json.add(SdkJson.write(action)));
    return DeploymentRules.servedBy(json);
  }
}
