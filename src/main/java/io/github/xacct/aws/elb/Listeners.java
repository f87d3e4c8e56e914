package io.github.xacct.aws.elb;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.SdkJson;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.json.Json;
import io.github.xacct.preflight.ListenerRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoute;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Reads listeners and how they route requests to a service. */
public final class Listeners {
  private final AwsSession session;

  public Listeners(AwsSession session) {
    this.session = session;
  }

  /** Returns the production listener with its rules; empty if the group declares none. */
  public Optional<ListenerRules> production(DeploymentGroupInfo group) {
    var arn = arns(group, TargetGroupPairInfo::prodTrafficRoute).stream().findFirst();
    if (arn.isEmpty()) {
      return Optional.empty();
    }
    var elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    var listener = listeners(elb, List.of(arn.get())).get(0);
    return Optional.of(rules(listener, rulesOf(elb, arn.get()), group));
  }

  /** Returns the ARN of the group's production or test listener; the listener may not exist. */
  public static Optional<String> arn(DeploymentGroupInfo group, boolean production) {
    return arns(
            group,
            production
                ? TargetGroupPairInfo::prodTrafficRoute
                : TargetGroupPairInfo::testTrafficRoute)
        .stream()
        .findFirst();
  }

  /**
   * The route of a listener to the service.
   *
   * @param route empty if no request reaches the service
   * @param doubts warnings about the listener's rules
   */
  public record ListenerRoute(Optional<Route> route, List<String> doubts) {}

  /** Returns the route of the production listener; empty if the group declares none. */
  Optional<ListenerRoute> productionRoute(DeploymentGroupInfo group) {
    return route(group, TargetGroupPairInfo::prodTrafficRoute, "production");
  }

  /** Returns the route of the test listener; empty if the group declares none. */
  public Optional<ListenerRoute> testRoute(DeploymentGroupInfo group) {
    return route(group, TargetGroupPairInfo::testTrafficRoute, "test");
  }

  private Optional<ListenerRoute> route(
      DeploymentGroupInfo group, Function<TargetGroupPairInfo, TrafficRoute> which, String name) {
    var arn = arns(group, which).stream().findFirst();
    if (arn.isEmpty()) {
      return Optional.empty();
    }
    var elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    var listener = listeners(elb, List.of(arn.get())).get(0);
    String ownName = ownName(elb, listener);
    var rules = rules(listener, rulesUnlessPlain(elb, listener, group), group);
    return Optional.of(new ListenerRoute(rules.route(ownName), rules.doubts(name, ownName)));
  }

  /**
   * Returns the route of one rule.
   *
   * @param rule ARN of the rule, or of the listener of a Network Load Balancer
   * @param ours whether a target group's ARN is the service's
   * @param name production or test
   */
  public ListenerRoute route(String rule, Predicate<String> ours, String name) {
    var elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    var listener = listeners(elb, List.of(listenerOf(rule))).get(0);
    String ownName = ownName(elb, listener);
    var one = only(elb, rule, listener);
    var rules = new ListenerRules(one.listener(), one.rules(), ours);
    return new ListenerRoute(rules.route(ownName), rules.doubts(name, ownName));
  }

  /**
   * Returns the weights of a rule's target groups by ARN; the weight is 1 if none is set.
   *
   * @param rule ARN of the rule, or of the listener of a Network Load Balancer
   */
  public Map<String, Integer> weights(String rule) {
    var elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    var actions =
        isListener(rule)
            ? listeners(elb, List.of(rule)).get(0).defaultActions()
            : rule(elb, rule).actions();
    var weights = new TreeMap<String, Integer>();
    for (Action action : actions) {
      if (action.forwardConfig() != null && action.forwardConfig().hasTargetGroups()) {
        action
            .forwardConfig()
            .targetGroups()
            .forEach(g -> weights.put(g.targetGroupArn(), g.weight() == null ? 1 : g.weight()));
      } else if (action.targetGroupArn() != null) {
        weights.put(action.targetGroupArn(), 1);
      }
    }
    return weights;
  }

  private record OneRule(JsonNode listener, List<JsonNode> rules) {}

  /** Returns the listener reduced to this rule: its other rules are not this service's. */
  private static OneRule only(ElasticLoadBalancingV2Client elb, String arn, Listener listener) {
    if (isListener(arn)) {
      return new OneRule(SdkJson.write(listener), List.of());
    }
    var rule = rule(elb, arn);
    return Boolean.TRUE.equals(rule.isDefault())
        ? new OneRule(SdkJson.write(listener), List.of())
        : new OneRule(
            SdkJson.write(listener.toBuilder().defaultActions(List.of()).build()),
            List.of(SdkJson.write(rule)));
  }

  private static Rule rule(ElasticLoadBalancingV2Client elb, String arn) {
    return elb.describeRulesPaginator(r -> r.ruleArns(arn)).rules().stream()
        .findFirst()
        .orElseGet(() -> AwsErrors.member("ElasticLoadBalancingV2 DescribeRules", "Rules", null));
  }

  private static boolean isListener(String arn) {
    return !arn.contains(":listener-rule/");
  }

  /** Returns the listener's ARN, which a rule's ARN contains. */
  static String listenerOf(String rule) {
    return isListener(rule)
        ? rule
        : rule.substring(0, rule.lastIndexOf('/')).replace(":listener-rule/", ":listener/");
  }

  private static String ownName(ElasticLoadBalancingV2Client elb, Listener listener) {
    var balancers =
        elb
            .describeLoadBalancersPaginator(r -> r.loadBalancerArns(listener.loadBalancerArn()))
            .loadBalancers()
            .stream()
            .toList();
    return balancers.isEmpty()
        ? AwsErrors.member("ElasticLoadBalancingV2 DescribeLoadBalancers", "LoadBalancers", null)
        : balancers.get(0).dnsName();
  }

  /** Reads the rules; empty if they cannot be read and the default action suffices for the URL. */
  private static List<Rule> rulesUnlessPlain(
      ElasticLoadBalancingV2Client elb, Listener listener, DeploymentGroupInfo group) {
    try {
      return rulesOf(elb, listener.listenerArn());
    } catch (SdkException e) {
      if (targetGroups(listener.defaultActions()).stream().anyMatch(ours(group))) {
        return List.of();
      }
      throw e;
    }
  }

  static List<Rule> rulesOf(ElasticLoadBalancingV2Client elb, String listener) {
    return elb.describeRulesPaginator(r -> r.listenerArn(listener)).rules().stream().toList();
  }

  private static ListenerRules rules(
      Listener listener, List<Rule> rules, DeploymentGroupInfo group) {
    return new ListenerRules(
        SdkJson.write(listener),
        rules.stream().<JsonNode>map(SdkJson::write).toList(),
        ours(group));
  }

  /** Matches target groups by name, the only thing that a deployment group specifies of them. */
  static Predicate<String> ours(DeploymentGroupInfo group) {
    var names = pairs(group).flatMap(p -> p.targetGroups().stream()).map(g -> g.name()).toList();
    return arn ->
        names.isEmpty()
            || names.stream().anyMatch(name -> arn.contains(":targetgroup/" + name + "/"));
  }

  private static List<String> arns(
      DeploymentGroupInfo group, Function<TargetGroupPairInfo, TrafficRoute> which) {
    return pairs(group)
        .map(which)
        .flatMap(route -> route == null ? Stream.of() : route.listenerArns().stream())
        .toList();
  }

  /** Reads listeners; fails if the list is empty: ELB answers unknown ARNs with an error. */
  private static List<Listener> listeners(ElasticLoadBalancingV2Client elb, List<String> arns) {
    var listeners = described(elb, arns);
    return listeners.isEmpty()
        ? AwsErrors.member("ElasticLoadBalancingV2 DescribeListeners", "Listeners", null)
        : listeners;
  }

  static List<Listener> described(ElasticLoadBalancingV2Client elb, List<String> arns) {
    return elb.describeListenersPaginator(r -> r.listenerArns(arns)).listeners().stream().toList();
  }

  static Stream<TargetGroupPairInfo> pairs(DeploymentGroupInfo group) {
    return group.loadBalancerInfo() == null
        ? Stream.of()
        : group.loadBalancerInfo().targetGroupPairInfoList().stream();
  }

  static List<String> targetGroups(List<Action> actions) {
    var json = Json.array();
    actions.forEach(action -> json.add(SdkJson.write(action)));
    return ListenerRules.servedBy(json);
  }
}
