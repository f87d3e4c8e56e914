package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.Elbv2Shapes.OwnedListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Elastic Load Balancing, as far as reading: load balancers, listeners, rules, target groups and
 * their health. Source: Elastic Load Balancing API reference, version 2015-12-01.
 */
final class Elbv2 implements Service {
  private final List<RunningService> services;

  Elbv2(List<RunningService> services) {
    this.services = services;
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

  private List<LoadBalancer> visible(Call call) {
    Place place = Place.of(call);
    return services.stream().filter(s -> s.place.equals(place)).map(s -> s.loadBalancer).toList();
  }

  private List<TargetGroup> groups(Call call) {
    return visible(call).stream().flatMap(lb -> lb.groups().stream()).toList();
  }

  private Stream<OwnedListener> listeners(Call call) {
    return visible(call).stream()
        .flatMap(
            lb ->
                Stream.concat(Stream.of(lb.production), lb.test.stream())
                    .map(listener -> new OwnedListener(lb, listener)));
  }

  private LoadBalancer owner(Call call, TargetGroup group) {
    return visible(call).stream()
        .filter(lb -> lb.groups().contains(group))
        .findFirst()
        .orElseThrow();
  }

  /** The list {@code Name.member.1}, {@code Name.member.2}, ... of the query protocol. */
  private static List<String> members(Call call, String name) {
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

  private LoadBalancer loadBalancer(Call call, String arn) {
    AwsError none = notFound("LoadBalancerNotFound", "Load balancer '" + arn + "' not found");
    return select(visible(call), List.of(arn), lb -> lb.arn, none).get(0);
  }

  private void describeLoadBalancers(Call call, Elbv2Xml xml) {
    AwsError none = notFound("LoadBalancerNotFound", "One or more load balancers not found");
    List<LoadBalancer> found =
        select(visible(call), members(call, "LoadBalancerArns"), lb -> lb.arn, none);
    found = select(found, members(call, "Names"), lb -> lb.name, none);
    xml.list("LoadBalancers", found, lb -> Elbv2Shapes.loadBalancer(xml, lb));
  }

  private void describeListeners(Call call, Elbv2Xml xml) {
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<String> wanted = members(call, "ListenerArns");
    if (!ofLoadBalancer.isEmpty()) {
      LoadBalancer lb = loadBalancer(call, ofLoadBalancer);
      List<OwnedListener> all = listeners(call).filter(l -> l.owner() == lb).toList();
      xml.list("Listeners", all, l -> Elbv2Shapes.listener(xml, l));
      return;
    }
    xml.list("Listeners", selectListeners(call, wanted), l -> Elbv2Shapes.listener(xml, l));
  }

  private List<OwnedListener> selectListeners(Call call, List<String> arns) {
    AwsError none = notFound("ListenerNotFound", "One or more listeners not found");
    return select(listeners(call).toList(), arns, OwnedListener::arn, none);
  }

  private void describeRules(Call call, Elbv2Xml xml) {
    String arn = call.text("ListenerArn");
    List<String> ruleArns = members(call, "RuleArns");
    List<OwnedListener> found =
        arn.isEmpty()
            ? listeners(call).filter(l -> ruleArns.contains(Elbv2Shapes.ruleArn(l))).toList()
            : selectListeners(call, List.of(arn));
    if (arn.isEmpty() && found.size() < ruleArns.size()) {
      throw notFound("RuleNotFound", "One or more rules not found");
    }
    xml.list(
        "Rules",
        found,
        owned -> {
          xml.text("RuleArn", Elbv2Shapes.ruleArn(owned));
          xml.text("Priority", "default");
          xml.list("Conditions", List.<OwnedListener>of(), c -> {});
          xml.list("Actions", List.of(owned), o -> Elbv2Shapes.forward(xml, o));
          xml.text("IsDefault", "true");
        });
  }

  private void describeTargetGroups(Call call, Elbv2Xml xml) {
    AwsError none = notFound("TargetGroupNotFound", "One or more target groups not found");
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<TargetGroup> all =
        ofLoadBalancer.isEmpty() ? groups(call) : loadBalancer(call, ofLoadBalancer).groups();
    List<TargetGroup> found = select(all, members(call, "TargetGroupArns"), g -> g.arn, none);
    found = select(found, members(call, "Names"), g -> g.name, none);
    xml.list("TargetGroups", found, g -> Elbv2Shapes.targetGroup(xml, owner(call, g), g));
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
    return select(groups(call), List.of(arn), g -> g.arn, none).get(0);
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
