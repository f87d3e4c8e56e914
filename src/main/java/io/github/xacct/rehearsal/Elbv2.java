package io.github.xacct.rehearsal;

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
  public String answer(Call call) {
    Elbv2Xml xml = new Elbv2Xml(call);
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

  /** A listener with the load balancer that it belongs to. */
  private record Owned(LoadBalancer owner, Listener listener) {
    String arn() {
      return owner.listenerArn(listener);
    }
  }

  private List<LoadBalancer> visible(Call call) {
    Place place = Place.of(call);
    return services.stream().filter(s -> s.place.equals(place)).map(s -> s.loadBalancer).toList();
  }

  private List<TargetGroup> groups(Call call) {
    return visible(call).stream().flatMap(lb -> lb.groups().stream()).toList();
  }

  private Stream<Owned> listeners(Call call) {
    return visible(call).stream()
        .flatMap(
            lb ->
                Stream.concat(Stream.of(lb.production), lb.test.stream())
                    .map(listener -> new Owned(lb, listener)));
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
    xml.list("LoadBalancers", found, lb -> loadBalancer(xml, lb));
  }

  private static void loadBalancer(Elbv2Xml xml, LoadBalancer lb) {
    xml.text("LoadBalancerArn", lb.arn);
    xml.text("LoadBalancerName", lb.name);
    xml.text("DNSName", "127.0.0.1");
    xml.text("CreatedTime", lb.createdAt.toString());
    xml.text("Scheme", "internet-facing");
    xml.text("Type", "application");
    xml.text("IpAddressType", "ipv4");
    xml.text("VpcId", "vpc-0rehearsal");
    xml.inside("State", () -> xml.text("Code", "active"));
  }

  private void describeListeners(Call call, Elbv2Xml xml) {
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<String> wanted = members(call, "ListenerArns");
    if (!ofLoadBalancer.isEmpty()) {
      LoadBalancer lb = loadBalancer(call, ofLoadBalancer);
      List<Owned> all = listeners(call).filter(l -> l.owner() == lb).toList();
      xml.list("Listeners", all, l -> listener(xml, l));
      return;
    }
    xml.list("Listeners", selectListeners(call, wanted), l -> listener(xml, l));
  }

  private List<Owned> selectListeners(Call call, List<String> arns) {
    AwsError none = notFound("ListenerNotFound", "One or more listeners not found");
    return select(listeners(call).toList(), arns, Owned::arn, none);
  }

  private static void listener(Elbv2Xml xml, Owned owned) {
    xml.text("ListenerArn", owned.arn());
    xml.text("LoadBalancerArn", owned.owner().arn);
    xml.text("Port", String.valueOf(owned.listener().port()));
    xml.text("Protocol", "HTTP");
    xml.list("DefaultActions", List.of(owned), o -> forward(xml, o));
  }

  private static void forward(Elbv2Xml xml, Owned owned) {
    List<TargetGroup> used =
        owned.owner().groups().stream().filter(g -> owned.listener().weight(g) > 0).toList();
    xml.text("Type", "forward");
    if (used.size() == 1) {
      xml.text("TargetGroupArn", used.get(0).arn);
    }
    xml.inside(
        "ForwardConfig",
        () ->
            xml.list(
                "TargetGroups",
                owned.owner().groups(),
                group -> {
                  xml.text("TargetGroupArn", group.arn);
                  xml.text("Weight", String.valueOf(owned.listener().weight(group)));
                }));
  }

  private void describeRules(Call call, Elbv2Xml xml) {
    String arn = call.text("ListenerArn");
    List<String> ruleArns = members(call, "RuleArns");
    List<Owned> found =
        arn.isEmpty()
            ? listeners(call).filter(l -> ruleArns.contains(ruleArn(l))).toList()
            : selectListeners(call, List.of(arn));
    if (arn.isEmpty() && found.size() < ruleArns.size()) {
      throw notFound("RuleNotFound", "One or more rules not found");
    }
    xml.list(
        "Rules",
        found,
        owned -> {
          xml.text("RuleArn", ruleArn(owned));
          xml.text("Priority", "default");
          xml.list("Conditions", List.<Owned>of(), c -> {});
          xml.list("Actions", List.of(owned), o -> forward(xml, o));
          xml.text("IsDefault", "true");
        });
  }

  private static String ruleArn(Owned owned) {
    return owned.arn().replace(":listener/", ":listener-rule/") + "/default";
  }

  private void describeTargetGroups(Call call, Elbv2Xml xml) {
    AwsError none = notFound("TargetGroupNotFound", "One or more target groups not found");
    String ofLoadBalancer = call.text("LoadBalancerArn");
    List<TargetGroup> all =
        ofLoadBalancer.isEmpty() ? groups(call) : loadBalancer(call, ofLoadBalancer).groups();
    List<TargetGroup> found = select(all, members(call, "TargetGroupArns"), g -> g.arn, none);
    found = select(found, members(call, "Names"), g -> g.name, none);
    xml.list("TargetGroups", found, g -> targetGroup(call, xml, g));
  }

  private void targetGroup(Call call, Elbv2Xml xml, TargetGroup group) {
    LoadBalancer owner = owner(call, group);
    xml.text("TargetGroupArn", group.arn);
    xml.text("TargetGroupName", group.name);
    xml.text("Protocol", "HTTP");
    xml.text("ProtocolVersion", "HTTP1");
    xml.text("Port", "80");
    xml.text("VpcId", "vpc-0rehearsal");
    xml.text("TargetType", "ip");
    xml.text("IpAddressType", "ipv4");
    xml.text("HealthCheckProtocol", "HTTP");
    xml.text("HealthCheckPort", "traffic-port");
    xml.text("HealthCheckEnabled", "true");
    xml.text("HealthCheckPath", group.healthCheckPath);
    xml.text("HealthCheckIntervalSeconds", "5");
    xml.text("HealthCheckTimeoutSeconds", "5");
    xml.text("HealthyThresholdCount", "2");
    xml.text("UnhealthyThresholdCount", "5");
    xml.inside("Matcher", () -> xml.text("HttpCode", "200"));
    List<String> users = owner.uses(group) ? List.of(owner.arn) : List.of();
    xml.texts("LoadBalancerArns", users);
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
          xml.inside("TargetHealth", () -> health(xml, target));
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

  /**
   * A group without traffic is still checked here, because a replacement's health is judged before
   * it gets any; a healthy or initial target of such a group is told as it is, unlike AWS's
   * "unused".
   */
  private static void health(Elbv2Xml xml, Target target) {
    String state = target.health().name().toLowerCase(java.util.Locale.ROOT);
    xml.text("State", state);
    switch (target.health()) {
      case INITIAL -> {
        xml.text("Reason", "Elb.InitialHealthChecking");
        xml.text("Description", "Initial health checks in progress");
      }
      case UNHEALTHY -> {
        String why = target.failure().orElse("Health checks failed");
        xml.text("Reason", reason(why));
        xml.text("Description", why);
      }
      case DRAINING -> {
        xml.text("Reason", "Target.DeregistrationInProgress");
        xml.text("Description", "Target deregistration is in progress");
      }
      case HEALTHY -> {
        // AWS gives no reason then.
      }
    }
  }

  private static String reason(String failure) {
    if (failure.contains("codes")) {
      return "Target.ResponseCodeMismatch";
    }
    return failure.contains("timed out") ? "Target.Timeout" : "Target.FailedHealthChecks";
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
