package io.github.xacct.rehearsal;

import java.util.List;
import java.util.Locale;

/**
 * How load balancers, listeners, target groups and health look in XML. Source: Elastic Load
 * Balancing API reference, "Data types".
 */
final class Elbv2Shapes {
  private Elbv2Shapes() {}

  /** A listener with the load balancer that it belongs to. */
  record OwnedListener(LoadBalancer owner, Listener listener) {
    String arn() {
      return owner.listenerArn(listener);
    }
  }

  static void loadBalancer(Elbv2Xml xml, LoadBalancer lb) {
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

  static void listener(Elbv2Xml xml, OwnedListener owned) {
    xml.text("ListenerArn", owned.arn());
    xml.text("LoadBalancerArn", owned.owner().arn);
    xml.text("Port", String.valueOf(owned.listener().port()));
    xml.text("Protocol", "HTTP");
    xml.list("DefaultActions", List.of(owned), o -> forward(xml, o));
  }

  static void forward(Elbv2Xml xml, OwnedListener owned) {
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

  static String ruleArn(OwnedListener owned) {
    return owned.arn().replace(":listener/", ":listener-rule/") + "/default";
  }

  static void targetGroup(Elbv2Xml xml, LoadBalancer owner, TargetGroup group) {
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

  /**
   * A group without traffic is still checked here, because a replacement's health is judged before
   * it gets any; a healthy or initial target of such a group is told as it is, unlike AWS's
   * "unused".
   */
  static void health(Elbv2Xml xml, Target target) {
    String state = target.health().name().toLowerCase(Locale.ROOT);
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
}
