package io.github.xacct.rehearsal.elb;

import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Nodes;
import io.github.xacct.rehearsal.wire.QueryFields;
import io.github.xacct.rehearsal.wire.Service;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.Estate.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Elastic Load Balancing, as far as reading: load balancers, listeners, rules, target groups and
 * their health, as they stand in the estate. Source: Elastic Load Balancing API reference, version
 * 2015-12-01.
 */
public final class Elbv2 implements Service {
  private final Estate estate;
  private final LoadBalancing loadBalancing;

  public Elbv2(Estate estate, LoadBalancing loadBalancing) {
    this.estate = estate;
    this.loadBalancing = loadBalancing;
  }

  @Override
  public String signingName() {
    return "elasticloadbalancing";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "DescribeLoadBalancers" -> describeLoadBalancers(call);
      case "DescribeListeners" -> describeListeners(call);
      case "DescribeRules" -> describeRules(call);
      case "DescribeTargetGroups" -> describeTargetGroups(call);
      case "DescribeTargetHealth" -> describeTargetHealth(call);
      case "ModifyListener" -> modifyListener(call);
      case "DescribeTargetGroupAttributes" -> describeAttributes(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private static <T> ObjectNode answer(
      String member, List<T> found, Function<T, ObjectNode> shape) {
    return Nodes.object().set(member, Nodes.list(found, shape));
  }

  private List<Thing> all(Call call, String type) {
    return estate.things(call.place(), type);
  }

  /** All that are asked for; the error if one is missing; all if nothing is asked for. */
  private static <T> List<T> select(
      List<T> all, List<String> wanted, Function<T, String> id, AwsError none) {
    if (wanted.isEmpty()) {
      return all;
    }
    List<T> found = new ArrayList<>();
    for (String value : wanted) {
      found.add(
          all.stream().filter(x -> id.apply(x).equals(value)).findFirst().orElseThrow(() -> none));
    }
    return found;
  }

  private static AwsError notFound(String code, String message) {
    return AwsError.badRequest(code, message);
  }

  private Thing loadBalancer(Call call, String arn) {
    AwsError none = notFound("LoadBalancerNotFound", "Load balancer '" + arn + "' not found");
    return select(all(call, Type.LOAD_BALANCER), List.of(arn), Thing::id, none).get(0);
  }

  private static String name(Thing thing) {
    return thing.properties().path("Name").asText();
  }

  private ObjectNode describeLoadBalancers(Call call) {
    AwsError none = notFound("LoadBalancerNotFound", "One or more load balancers not found");
    List<Thing> found =
        select(
            all(call, Type.LOAD_BALANCER),
            QueryFields.texts(call, "LoadBalancerArns"),
            Thing::id,
            none);
    found = select(found, QueryFields.texts(call, "Names"), Elbv2::name, none);
    return answer("LoadBalancers", found, lb -> Elbv2Shapes.loadBalancer(lb, vpc(lb)));
  }

  /** CloudFormation gives a load balancer subnets, which know their VPC. */
  private String vpc(Thing loadBalancer) {
    String subnet = loadBalancer.properties().at("/Subnets/0").asText();
    String ofSubnet =
        estate
            .find(loadBalancer.place(), "AWS::EC2::Subnet", subnet)
            .map(s -> s.path("VpcId").asText())
            .orElse("");
    return loadBalancer.properties().path("@VpcId").asText(ofSubnet);
  }

  private ObjectNode describeListeners(Call call) {
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<Thing> found = selectListeners(call, QueryFields.texts(call, "ListenerArns"));
    if (!ofLoadBalancer.isEmpty()) {
      String arn = loadBalancer(call, ofLoadBalancer).id();
      found = all(call, Type.LISTENER).stream().filter(l -> loadBalancerOf(l).equals(arn)).toList();
    }
    return answer("Listeners", found, l -> Elbv2Shapes.listener(l, loadBalancing.listener(l.id())));
  }

  private ObjectNode modifyListener(Call call) {
    String arn = call.text("ListenerArn");
    selectListeners(call, List.of(arn));
    new ListenerEdit(estate, call).make();
    loadBalancing.estateChanged();
    return answer(
        "Listeners",
        selectListeners(call, List.of(arn)),
        l -> Elbv2Shapes.listener(l, loadBalancing.listener(l.id())));
  }

  private static String loadBalancerOf(Thing listener) {
    return listener.properties().path("LoadBalancerArn").asText();
  }

  private List<Thing> selectListeners(Call call, List<String> arns) {
    AwsError none = notFound("ListenerNotFound", "One or more listeners not found");
    return select(all(call, Type.LISTENER), arns, Thing::id, none);
  }

  private ObjectNode describeRules(Call call) {
    String arn = call.text("ListenerArn");
    if (!arn.isEmpty()) {
      Thing listener = selectListeners(call, List.of(arn)).get(0);
      return answer("Rules", rules(listener), rule -> rule);
    }
    List<String> wanted = QueryFields.texts(call, "RuleArns");
    List<ObjectNode> all =
        all(call, Type.LISTENER).stream().flatMap(l -> rules(l).stream()).toList();
    AwsError none = notFound("RuleNotFound", "One or more rules not found");
    return answer(
        "Rules", select(all, wanted, rule -> rule.path("RuleArn").asText(), none), rule -> rule);
  }

  /** By their priorities, the default action last. */
  private List<ObjectNode> rules(Thing listener) {
    List<ObjectNode> rules = new ArrayList<>();
    LoadBalancing.rulesOf(estate, listener.place(), listener.id())
        .forEach(rule -> rules.add(Elbv2Shapes.rule(rule)));
    rules.add(Elbv2Shapes.defaultRule(listener));
    return rules;
  }

  private ObjectNode describeTargetGroups(Call call) {
    AwsError none = notFound("TargetGroupNotFound", "One or more target groups not found");
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<Thing> all =
        ofLoadBalancer.isEmpty()
            ? all(call, Type.TARGET_GROUP)
            : behind(call, loadBalancer(call, ofLoadBalancer).id());
    List<Thing> found = select(all, QueryFields.texts(call, "TargetGroupArns"), Thing::id, none);
    found = select(found, QueryFields.texts(call, "Names"), Elbv2::name, none);
    return answer("TargetGroups", found, g -> Elbv2Shapes.targetGroup(g, inFrontOf(call, g)));
  }

  private List<Thing> behind(Call call, String loadBalancer) {
    return all(call, Type.TARGET_GROUP).stream()
        .filter(g -> inFrontOf(call, g).contains(loadBalancer))
        .toList();
  }

  /** The load balancers whose listeners name the group, with a weight or without. */
  private List<String> inFrontOf(Call call, Thing group) {
    return all(call, Type.LISTENER).stream()
        .filter(l -> leadsTo(l, Set.of(group.id())))
        .map(Elbv2::loadBalancerOf)
        .distinct()
        .toList();
  }

  private boolean leadsTo(Thing listener, Set<String> groups) {
    return LoadBalancing.forwardsTo(listener.properties().path("DefaultActions"), groups)
        || LoadBalancing.rulesOf(estate, listener.place(), listener.id()).stream()
            .anyMatch(r -> LoadBalancing.forwardsTo(r.properties().path("Actions"), groups));
  }

  private ObjectNode describeTargetHealth(Call call) {
    TargetGroup group = group(call);
    List<String> ports =
        QueryFields.structures(call, "Targets").stream().map(t -> t.path("Port").asText()).toList();
    Predicate<Target> wanted =
        t -> ports.isEmpty() || ports.contains(String.valueOf(t.address.getPort()));
    return answer(
        "TargetHealthDescriptions",
        group.targets().stream().filter(wanted).toList(),
        Elbv2Shapes::described);
  }

  private TargetGroup group(Call call) {
    String arn = call.text("TargetGroupArn");
    AwsError none = notFound("TargetGroupNotFound", "Target groups '" + arn + "' not found");
    select(all(call, Type.TARGET_GROUP), List.of(arn), Thing::id, none);
    return loadBalancing.group(arn).orElseThrow(() -> none);
  }

  private ObjectNode describeAttributes(Call call) {
    group(call);
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("deregistration_delay.timeout_seconds", "300");
    attributes.put("stickiness.enabled", "false");
    estate
        .find(call.place(), Type.TARGET_GROUP, call.text("TargetGroupArn"))
        .ifPresent(
            group ->
                group
                    .path("TargetGroupAttributes")
                    .forEach(
                        a -> attributes.put(a.path("Key").asText(), a.path("Value").asText())));
    ObjectNode answer = Nodes.object();
    var list = answer.putArray("Attributes");
    attributes.forEach((key, value) -> list.add(Elbv2Shapes.attribute(key, value)));
    return answer;
  }
}
