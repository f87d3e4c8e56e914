package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.Estate.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Elastic Load Balancing, as far as reading: load balancers, listeners, rules, target groups and
 * their health, as they stand in the estate. Source: Elastic Load Balancing API reference, version
 * 2015-12-01.
 */
final class Elbv2 implements Service {
  private final Estate estate;
  private final LoadBalancing loadBalancing;

  Elbv2(Estate estate, LoadBalancing loadBalancing) {
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
  public String answer(Call call) {
    Elbv2Xml xml = new Elbv2Xml(call, xmlNamespace());
    switch (call.operation()) {
      case "DescribeLoadBalancers" -> describeLoadBalancers(call, xml);
      case "DescribeListeners" -> describeListeners(call, xml);
      case "DescribeRules" -> describeRules(call, xml);
      case "DescribeTargetGroups" -> describeTargetGroups(call, xml);
      case "DescribeTargetHealth" -> describeTargetHealth(call, xml);
      case "DescribeTargetGroupAttributes" -> describeAttributes(call, xml);
      default -> throw new UnsupportedOperationException(call.operation());
    }
    return xml.document();
  }

  private List<Thing> all(Call call, String type) {
    return estate.things(Place.of(call), type);
  }

  /** The list {@code Name.member.1}, {@code Name.member.2}, ... of the query protocol. */
  static List<String> members(Call call, String name) {
    List<String> values = new ArrayList<>();
    for (int i = 1; call.input().has(name + ".member." + i); i++) {
      values.add(call.text(name + ".member." + i));
    }
    return values;
  }

  /** All that are asked for; the error if one is missing; all if nothing is asked for. */
  private static <T> List<T> select(
      List<T> all, List<String> wanted, java.util.function.Function<T, String> id, AwsError none) {
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

  private void describeLoadBalancers(Call call, Elbv2Xml xml) {
    AwsError none = notFound("LoadBalancerNotFound", "One or more load balancers not found");
    List<Thing> found =
        select(all(call, Type.LOAD_BALANCER), members(call, "LoadBalancerArns"), Thing::id, none);
    found = select(found, members(call, "Names"), Elbv2::name, none);
    xml.list("LoadBalancers", found, lb -> Elbv2Shapes.loadBalancer(xml, lb, vpc(lb)));
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

  private void describeListeners(Call call, Elbv2Xml xml) {
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<Thing> found = selectListeners(call, members(call, "ListenerArns"));
    if (!ofLoadBalancer.isEmpty()) {
      String arn = loadBalancer(call, ofLoadBalancer).id();
      found = all(call, Type.LISTENER).stream().filter(l -> loadBalancerOf(l).equals(arn)).toList();
    }
    xml.list("Listeners", found, l -> Elbv2Shapes.listener(xml, l, loadBalancing.listener(l.id())));
  }

  private static String loadBalancerOf(Thing listener) {
    return listener.properties().path("LoadBalancerArn").asText();
  }

  private List<Thing> selectListeners(Call call, List<String> arns) {
    AwsError none = notFound("ListenerNotFound", "One or more listeners not found");
    return select(all(call, Type.LISTENER), arns, Thing::id, none);
  }

  private void describeRules(Call call, Elbv2Xml xml) {
    String arn = call.text("ListenerArn");
    List<String> ruleArns = members(call, "RuleArns");
    List<Thing> found =
        arn.isEmpty()
            ? all(call, Type.LISTENER).stream()
                .filter(l -> ruleArns.contains(Elbv2Shapes.ruleArn(l)))
                .toList()
            : selectListeners(call, List.of(arn));
    if (arn.isEmpty() && found.size() < ruleArns.size()) {
      throw notFound("RuleNotFound", "One or more rules not found");
    }
    xml.list("Rules", found, listener -> Elbv2Shapes.defaultRule(xml, listener));
  }

  private void describeTargetGroups(Call call, Elbv2Xml xml) {
    AwsError none = notFound("TargetGroupNotFound", "One or more target groups not found");
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<Thing> all =
        ofLoadBalancer.isEmpty()
            ? all(call, Type.TARGET_GROUP)
            : behind(call, loadBalancer(call, ofLoadBalancer).id());
    List<Thing> found = select(all, members(call, "TargetGroupArns"), Thing::id, none);
    found = select(found, members(call, "Names"), Elbv2::name, none);
    xml.list("TargetGroups", found, g -> Elbv2Shapes.targetGroup(xml, g, inFrontOf(call, g)));
  }

  private List<Thing> behind(Call call, String loadBalancer) {
    return all(call, Type.TARGET_GROUP).stream()
        .filter(g -> inFrontOf(call, g).contains(loadBalancer))
        .toList();
  }

  /** The load balancers whose listeners name the group, with a weight or without. */
  private List<String> inFrontOf(Call call, Thing group) {
    return all(call, Type.LISTENER).stream()
        .filter(l -> Elbv2Shapes.targetGroups(l).containsKey(group.id()))
        .map(Elbv2::loadBalancerOf)
        .distinct()
        .toList();
  }

  private void describeTargetHealth(Call call, Elbv2Xml xml) {
    TargetGroup group = group(call);
    List<String> ports = ports(call);
    Predicate<Target> wanted =
        t -> ports.isEmpty() || ports.contains(String.valueOf(t.address.getPort()));
    xml.list(
        "TargetHealthDescriptions",
        group.targets().stream().filter(wanted).toList(),
        target -> {
          String port = String.valueOf(target.address.getPort());
          xml.inside(
              "Target",
              () -> {
                xml.text("Id", "127.0.0.1");
                xml.text("Port", port);
              });
          xml.text("HealthCheckPort", port);
          xml.inside("TargetHealth", () -> Elbv2Shapes.health(xml, target));
        });
  }

  private TargetGroup group(Call call) {
    String arn = call.text("TargetGroupArn");
    AwsError none = notFound("TargetGroupNotFound", "Target groups '" + arn + "' not found");
    select(all(call, Type.TARGET_GROUP), List.of(arn), Thing::id, none);
    return loadBalancing.group(arn).orElseThrow(() -> none);
  }

  private static List<String> ports(Call call) {
    List<String> ports = new ArrayList<>();
    for (int i = 1; call.input().has("Targets.member." + i + ".Id"); i++) {
      ports.add(call.text("Targets.member." + i + ".Port"));
    }
    return ports;
  }

  private void describeAttributes(Call call, Elbv2Xml xml) {
    group(call);
    xml.list(
        "Attributes",
        List.of("deregistration_delay.timeout_seconds=300", "stickiness.enabled=false"),
        line -> {
          xml.text("Key", line.substring(0, line.indexOf('=')));
          xml.text("Value", line.substring(line.indexOf('=') + 1));
        });
  }
}
