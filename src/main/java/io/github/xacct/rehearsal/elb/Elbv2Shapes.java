package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.elb.TargetGroup.HealthCheck;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The shapes of load balancers, listeners, target groups and health in responses. Source: Elastic
 * Load Balancing API reference, "Data types".
 */
final class Elbv2Shapes {
  /** The creation time in responses; the resource store does not contain one. */
  private static final String CREATED = "2025-01-01T00:00:00Z";

  private Elbv2Shapes() {}

  static ObjectNode loadBalancer(Resource resource, String vpc) {
    JsonNode lb = resource.properties();
    ObjectNode node =
        Json.object()
            .put("LoadBalancerArn", resource.id())
            .put("LoadBalancerName", lb.path("Name").asText())
            .put("DNSName", lb.path("@DNSName").asText("127.0.0.1"))
            .put("CreatedTime", CREATED)
            .put("Scheme", lb.path("Scheme").asText("internet-facing"))
            .put("Type", lb.path("Type").asText("application"))
            .put("IpAddressType", lb.path("IpAddressType").asText("ipv4"))
            .put("VpcId", vpc);
    node.set("SecurityGroups", Json.texts(Json.textsOf(lb.path("SecurityGroups"))));
    node.putObject("State").put("Code", "active");
    return node;
  }

  /**
   * Returns a listener with its port on this machine.
   *
   * @param open the open listener; absent if it is not open
   */
  static ObjectNode listener(Resource resource, Optional<Listener> open) {
    JsonNode listener = resource.properties();
    ObjectNode node = Json.object();
    node.put("ListenerArn", resource.id())
        .put("LoadBalancerArn", listener.path("LoadBalancerArn").asText())
        .put(
            "Port",
            open.map(l -> String.valueOf(l.openPort()))
                .orElseGet(() -> listener.path("Port").asText()))
        .put("Protocol", listener.path("Protocol").asText("HTTP"));
    if (listener.has("Certificates")) {
      // AWS returns only the default certificate here, without IsDefault.
      ArrayNode certificates = node.putArray("Certificates");
      certificates.addObject().set("CertificateArn", listener.at("/Certificates/0/CertificateArn"));
      node.put(
          "SslPolicy", listener.path("SslPolicy").asText("ELBSecurityPolicy-TLS13-1-2-2021-06"));
    }
    return node.set("DefaultActions", actions(listener.path("DefaultActions")));
  }

  static ObjectNode certificate(JsonNode certificate, boolean isDefault) {
    return Json.object()
        .put("CertificateArn", certificate.path("CertificateArn").asText())
        .put("IsDefault", isDefault);
  }

  static ObjectNode defaultRule(Resource listener) {
    ObjectNode node = Json.object().put("RuleArn", ruleArn(listener)).put("Priority", "default");
    node.putArray("Conditions");
    node.set("Actions", actions(listener.properties().path("DefaultActions")));
    return node.put("IsDefault", true);
  }

  /**
   * Returns a rule other than the default rule. AWS returns the values of host and path conditions
   * twice.
   */
  static ObjectNode rule(Resource resource) {
    JsonNode rule = resource.properties();
    ObjectNode node =
        Json.object()
            .put("RuleArn", resource.id())
            .put("Priority", rule.path("Priority").asText())
            .put("IsDefault", false);
    ArrayNode conditions = node.putArray("Conditions");
    for (JsonNode condition : rule.path("Conditions")) {
      ObjectNode copy = condition.deepCopy();
      switch (condition.path("Field").asText()) {
        case "host-header" -> twice(copy, "HostHeaderConfig");
        case "path-pattern" -> twice(copy, "PathPatternConfig");
        default -> {
          // Other conditions contain their values once.
        }
      }
      conditions.add(copy);
    }
    node.set("Actions", actions(rule.path("Actions")));
    return node;
  }

  private static void twice(ObjectNode condition, String config) {
    JsonNode values = condition.path(config).path("Values");
    if (values.isArray()) {
      condition.set("Values", values);
    } else {
      condition.putObject(config).set("Values", condition.path("Values"));
    }
  }

  private static ArrayNode actions(JsonNode actions) {
    return Json.list(actions.valueStream().toList(), Elbv2Shapes::action);
  }

  private static ObjectNode action(JsonNode action) {
    String type = action.path("Type").asText();
    ObjectNode node = Json.object().put("Type", type);
    if (type.equals("fixed-response")) {
      node.putObject("FixedResponseConfig")
          .put("StatusCode", action.at("/FixedResponseConfig/StatusCode").asText("503"));
    }
    if (type.equals("redirect")) {
      node.set("RedirectConfig", action.path("RedirectConfig"));
    }
    if (!type.equals("forward")) {
      return node;
    }
    Map<String, Integer> percents = ForwardActions.percents(action);
    List<String> used =
        percents.keySet().stream()
            .filter(arn -> Objects.requireNonNull(percents.get(arn)) > 0)
            .toList();
    if (used.size() == 1) {
      node.put("TargetGroupArn", used.get(0));
    }
    ArrayNode groups = node.putObject("ForwardConfig").putArray("TargetGroups");
    percents.forEach(
        (arn, weight) -> groups.addObject().put("TargetGroupArn", arn).put("Weight", weight));
    return node;
  }

  static String ruleArn(Resource listener) {
    return LoadBalancing.defaultRule(listener.id());
  }

  static ObjectNode targetGroup(Resource resource, List<String> loadBalancers) {
    JsonNode group = resource.properties();
    String protocol = group.path("Protocol").asText("HTTP");
    String checked = HealthCheck.protocol(group);
    ObjectNode node =
        Json.object()
            .put("TargetGroupArn", resource.id())
            .put("TargetGroupName", group.path("Name").asText())
            .put("Protocol", protocol)
            .put("Port", group.path("Port").asText("80"))
            .put("VpcId", group.path("VpcId").asText())
            .put("TargetType", group.path("TargetType").asText("instance"))
            .put("IpAddressType", "ipv4")
            .put("HealthCheckProtocol", checked)
            .put("HealthCheckPort", group.path("HealthCheckPort").asText("traffic-port"))
            .put("HealthCheckEnabled", true);
    if (protocol.startsWith("HTTP")) {
      node.put("ProtocolVersion", group.path("ProtocolVersion").asText("HTTP1"));
    }
    if (checked.startsWith("HTTP")) {
      node.put("HealthCheckPath", group.path("HealthCheckPath").asText("/"));
      node.putObject("Matcher").put("HttpCode", HealthCheck.codes(group));
    }
    or(node, group, "HealthCheckIntervalSeconds", "30");
    or(node, group, "HealthCheckTimeoutSeconds", "5");
    or(node, group, "HealthyThresholdCount", "5");
    or(node, group, "UnhealthyThresholdCount", "2");
    return node.set("LoadBalancerArns", Json.texts(loadBalancers));
  }

  private static void or(ObjectNode node, JsonNode group, String member, String otherwise) {
    node.put(member, group.path(member).asText(otherwise));
  }

  static ObjectNode attribute(String key, String value) {
    return Json.object().put("Key", key).put("Value", value);
  }

  static ObjectNode described(Target target) {
    int port = target.address.getPort();
    ObjectNode node = Json.object();
    node.putObject("Target").put("Id", "127.0.0.1").put("Port", port);
    return node.put("HealthCheckPort", String.valueOf(port)).set("TargetHealth", health(target));
  }

  /**
   * Returns a target's health. Unlike AWS's "unused", targets of a group without traffic are
   * checked and reported, because the health of a replacement is evaluated before it receives any.
   */
  private static ObjectNode health(Target target) {
    String state = target.health().name().toLowerCase(Locale.ROOT);
    ObjectNode node = Json.object().put("State", state);
    switch (target.health()) {
      case INITIAL -> {
        node.put("Reason", "Elb.InitialHealthChecking");
        node.put("Description", "Initial health checks in progress");
      }
      case UNHEALTHY -> {
        String why = target.failure().orElse("Health checks failed");
        node.put("Reason", reason(why));
        node.put("Description", why);
      }
      case DRAINING -> {
        node.put("Reason", "Target.DeregistrationInProgress");
        node.put("Description", "Target deregistration is in progress");
      }
      case HEALTHY -> {
        // AWS returns no reason in this state.
      }
    }
    return node;
  }

  private static String reason(String failure) {
    if (failure.contains("codes")) {
      return "Target.ResponseCodeMismatch";
    }
    return failure.contains("timed out") ? "Target.Timeout" : "Target.FailedHealthChecks";
  }
}
