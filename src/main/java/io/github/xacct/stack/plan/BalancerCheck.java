package io.github.xacct.stack.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that the parameters fit the type of load balancer: a Network Load Balancer forwards
 * connections and does not see requests. Source: Elastic Load Balancing, user guide for Network
 * Load Balancers; CodeDeploy user guide, "Deployment configurations on an Amazon ECS compute
 * platform".
 */
public final class BalancerCheck {
  /** The parameter that selects the type of load balancer. */
  static final String TYPE = "LoadBalancerType";

  private static final String ALL_AT_ONCE = "CodeDeployDefault.ECSAllAtOnce";

  private final BootstrapRequest.OfEnvironment requested;
  private final EcsDeployments deployments;
  private final Map<String, String> parameters;
  private final List<String> problems = new ArrayList<>();

  BalancerCheck(BootstrapRequest.OfEnvironment requested, EcsDeployments deployments) {
    this.requested = requested;
    this.deployments = deployments;
    this.parameters = requested.parameters();
  }

  /** Whether the parameters select a Network Load Balancer. */
  public static boolean isNetwork(Map<String, String> parameters) {
    return parameters.getOrDefault(TYPE, "").equals("network");
  }

  /** Returns the problems of one environment, each with the path of its element in front. */
  List<String> problems() {
    if (isNetwork(parameters)) {
      ofRequests();
      accessLogs();
      if (!requested.byEcs()) {
        steps();
      }
    } else if (value("HealthCheckProtocol").equals("TCP")) {
      problem(
          "stackParameters/HealthCheckProtocol",
          "TCP: the health check of an Application Load Balancer uses HTTP: leave it out, or write"
              + " <LoadBalancerType>network</LoadBalancerType>");
    }
    return problems;
  }

  /** Rejects parameters that only an Application Load Balancer supports. */
  private void ofRequests() {
    var causes = new LinkedHashMap<String, String>();
    causes.put(
        "SharedListenerArn",
        "apps share a load balancer by rules for host names, which a Network Load Balancer does not"
            + " have: leave out one of them");
    causes.put("HostNames", "a Network Load Balancer has no rules for host names: leave it out");
    causes.put(
        "WebAclArn",
        "AWS WAF does not protect Network Load Balancers: leave it out, or write"
            + " <LoadBalancerType>application</LoadBalancerType>");
    causes.put(
        "LatencySeconds",
        "a Network Load Balancer measures no response times: leave it out, or use"
            + " alarms of your own: <TeamAlarms>");
    causes.put(
        "LatencyPercentile", "a Network Load Balancer measures no response times: leave it out");
    causes.put(
        "AutoScalingRequests",
        "a Network Load Balancer counts no requests: leave it out and scale by"
            + " <AutoScalingCpuPercent>");
    causes.forEach(
        (name, words) -> {
          if (!List.of("", "0").contains(value(name))) {
            problem("stackParameters/" + name, words);
          }
        });
  }

  private void accessLogs() {
    if (!value("CertificateArn").isEmpty()) {
      return;
    }
    boolean written = value("AccessLogs").equals("true") || parameters.containsKey("AccessLogDays");
    if (written) {
      problem(
          "stackParameters/"
              + (value("AccessLogs").equals("true") ? "AccessLogs" : "AccessLogDays"),
          "a Network Load Balancer logs only TLS connections: leave it out, or write"
              + " <CertificateArn>");
    }
  }

  /** Rejects steps: CodeDeploy shifts all traffic at once there. */
  private void steps() {
    String type = value("ShiftType");
    boolean byType = !type.isEmpty() && !type.equals("none");
    if (byType || !deployments.configurationName().equals(ALL_AT_ONCE)) {
      problem(
          byType ? "stackParameters/ShiftType" : "deploymentConfiguration",
          """
          %s: behind a Network Load Balancer CodeDeploy shifts all traffic at once: \
          write <deploymentConfiguration>%s</deploymentConfiguration>, or \
          <engine>ecs</engine>, which supports canary and linear there"""
              .formatted(byType ? type : deployments.configurationName(), ALL_AT_ONCE));
    }
  }

  private String value(String name) {
    return parameters.getOrDefault(name, "");
  }

  private void problem(String path, String words) {
    problems.add(path + ": " + words);
  }
}
