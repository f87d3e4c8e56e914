package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Estate.Thing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How load balancers, listeners, target groups and health look in XML. Source: Elastic Load
 * Balancing API reference, "Data types".
 */
final class Elbv2Shapes {
  private static final String CREATED = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

  private Elbv2Shapes() {}

  static void loadBalancer(Elbv2Xml xml, Thing thing, String vpc) {
    JsonNode lb = thing.properties();
    xml.text("LoadBalancerArn", thing.id());
    xml.text("LoadBalancerName", lb.path("Name").asText());
    xml.text("DNSName", lb.path("@DNSName").asText("127.0.0.1"));
    xml.text("CreatedTime", CREATED);
    xml.text("Scheme", lb.path("Scheme").asText("internet-facing"));
    xml.text("Type", lb.path("Type").asText("application"));
    xml.text("IpAddressType", lb.path("IpAddressType").asText("ipv4"));
    xml.text("VpcId", vpc);
    xml.texts("SecurityGroups", Nodes.textsOf(lb.path("SecurityGroups")));
    xml.inside("State", () -> xml.text("Code", "active"));
  }

  /**
   * A listener, with the port on which it listens on this machine.
   *
   * @param open absent if it does not listen
   */
  static void listener(Elbv2Xml xml, Thing thing, Optional<Listener> open) {
    JsonNode listener = thing.properties();
    xml.text("ListenerArn", thing.id());
    xml.text("LoadBalancerArn", listener.path("LoadBalancerArn").asText());
    xml.text(
        "Port",
        open.map(l -> String.valueOf(l.port())).orElseGet(() -> listener.path("Port").asText()));
    xml.text("Protocol", listener.path("Protocol").asText("HTTP"));
    actions(xml, "DefaultActions", thing);
  }

  static void defaultRule(Elbv2Xml xml, Thing listener) {
    xml.text("RuleArn", ruleArn(listener));
    xml.text("Priority", "default");
    xml.list("Conditions", List.of(), c -> {});
    actions(xml, "Actions", listener);
    xml.text("IsDefault", "true");
  }

  private static void actions(Elbv2Xml xml, String name, Thing listener) {
    List<JsonNode> actions = new ArrayList<>();
    listener.properties().path("DefaultActions").forEach(actions::add);
    xml.list(name, actions, action -> action(xml, action));
  }

  private static void action(Elbv2Xml xml, JsonNode action) {
    String type = action.path("Type").asText();
    xml.text("Type", type);
    if (type.equals("fixed-response")) {
      xml.inside(
          "FixedResponseConfig",
          () -> xml.text("StatusCode", action.at("/FixedResponseConfig/StatusCode").asText("503")));
    }
    if (!type.equals("forward")) {
      return;
    }
    Map<String, Integer> percents = LoadBalancing.percents(action);
    List<String> used = percents.keySet().stream().filter(arn -> percents.get(arn) > 0).toList();
    if (used.size() == 1) {
      xml.text("TargetGroupArn", used.get(0));
    }
    xml.inside(
        "ForwardConfig",
        () ->
            xml.list(
                "TargetGroups",
                List.copyOf(percents.entrySet()),
                group -> {
                  xml.text("TargetGroupArn", group.getKey());
                  xml.text("Weight", String.valueOf(group.getValue()));
                }));
  }

  /** All target groups that a listener names, with their percents. */
  static Map<String, Integer> targetGroups(Thing listener) {
    Map<String, Integer> all = new LinkedHashMap<>();
    listener
        .properties()
        .path("DefaultActions")
        .forEach(action -> all.putAll(LoadBalancing.percents(action)));
    return all;
  }

  static String ruleArn(Thing listener) {
    return listener.id().replace(":listener/", ":listener-rule/") + "/default";
  }

  static void targetGroup(Elbv2Xml xml, Thing thing, List<String> loadBalancers) {
    JsonNode group = thing.properties();
    xml.text("TargetGroupArn", thing.id());
    xml.text("TargetGroupName", group.path("Name").asText());
    xml.text("Protocol", group.path("Protocol").asText("HTTP"));
    xml.text("ProtocolVersion", group.path("ProtocolVersion").asText("HTTP1"));
    xml.text("Port", group.path("Port").asText("80"));
    xml.text("VpcId", group.path("VpcId").asText());
    xml.text("TargetType", group.path("TargetType").asText("instance"));
    xml.text("IpAddressType", "ipv4");
    xml.text("HealthCheckProtocol", group.path("HealthCheckProtocol").asText("HTTP"));
    xml.text("HealthCheckPort", group.path("HealthCheckPort").asText("traffic-port"));
    xml.text("HealthCheckEnabled", "true");
    xml.text("HealthCheckPath", group.path("HealthCheckPath").asText("/"));
    xml.text("HealthCheckIntervalSeconds", number(group, "HealthCheckIntervalSeconds", "30"));
    xml.text("HealthCheckTimeoutSeconds", number(group, "HealthCheckTimeoutSeconds", "5"));
    xml.text("HealthyThresholdCount", number(group, "HealthyThresholdCount", "5"));
    xml.text("UnhealthyThresholdCount", number(group, "UnhealthyThresholdCount", "2"));
    xml.inside("Matcher", () -> xml.text("HttpCode", group.at("/Matcher/HttpCode").asText("200")));
    xml.texts("LoadBalancerArns", loadBalancers);
  }

  private static String number(JsonNode group, String member, String otherwise) {
    return group.path(member).asText(otherwise);
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
