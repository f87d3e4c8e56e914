package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target group: its targets, their health check, and the choice of the next target. */
public final class TargetGroup {
  public final String name;
  public final String arn;
  public final RequestSamples requests = new RequestSamples();
  private volatile HealthCheck healthCheck;
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private int turn;

  /**
   * The health check of each target.
   *
   * @param connects whether a connection suffices, without a request
   * @param port empty for the traffic port
   */
  record HealthCheck(boolean connects, String path, Optional<Integer> port, String codes) {
    static HealthCheck of(JsonNode properties) {
      String port = properties.path("HealthCheckPort").asText("traffic-port");
      return new HealthCheck(
          protocol(properties).equals("TCP"),
          properties.path("HealthCheckPath").asText("/"),
          port.equals("traffic-port") ? Optional.empty() : Optional.of(Integer.valueOf(port)),
          codes(properties));
    }

    /** Returns the protocol of the health check; by default that of the traffic. */
    static String protocol(JsonNode properties) {
      return properties.path("HealthCheckProtocol").asText(isTcp(properties) ? "TCP" : "HTTP");
    }

    /** Returns the accepted codes; the default depends on the type of load balancer. */
    static String codes(JsonNode properties) {
      return properties.at("/Matcher/HttpCode").asText(isTcp(properties) ? "200-399" : "200");
    }

    private static boolean isTcp(JsonNode properties) {
      return !properties.path("Protocol").asText("HTTP").startsWith("HTTP");
    }

    /**
     * Returns whether the matcher accepts a code, such as {@code 200}, {@code 200,302} or {@code
     * 200-399}.
     */
    boolean takes(int status) {
      for (String range : codes.split(",")) {
        String[] ends = range.trim().split("-");
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (Integer.parseInt(ends[0]) <= status && status <= last) {
          return true;
        }
      }
      return false;
    }
  }

  public TargetGroup(String name, String arn, String healthCheckPath) {
    this(name, arn, new HealthCheck(false, healthCheckPath, Optional.empty(), "200"));
  }

  TargetGroup(String name, String arn, HealthCheck healthCheck) {
    this.name = name;
    this.arn = arn;
    this.healthCheck = healthCheck;
  }

  HealthCheck healthCheck() {
    return healthCheck;
  }

  void check(HealthCheck other) {
    healthCheck = other;
  }

  public void register(Target target) {
    target.group = target.group.or(() -> Optional.of(this));
    targets.add(target);
  }

  /** Deregisters a target; its requests in flight continue. */
  public synchronized void deregister(Target target) {
    target.drain();
  }

  /** Removes a drained target from the list. */
  public void remove(Target target) {
    targets.remove(target);
  }

  public List<Target> targets() {
    return List.copyOf(targets);
  }

  /**
   * Returns the next target and counts a request as in flight. If no target is healthy, any is
   * returned: an Application Load Balancer "fails open".
   */
  synchronized Optional<Target> next() {
    List<Target> inService =
        targets.stream().filter(t -> t.health() != Target.Health.DRAINING).toList();
    List<Target> healthy =
        inService.stream().filter(t -> t.health() == Target.Health.HEALTHY).toList();
    List<Target> candidates = healthy.isEmpty() ? inService : healthy;
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Target target = candidates.get(Math.floorMod(turn++, candidates.size()));
    target.begin();
    return Optional.of(target);
  }
}
