package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which tasks stand behind one name of the load balancer, and which of them is next. */
public final class TargetGroup {
  public final String name;
  public final String arn;
  public final RequestSamples requests = new RequestSamples();
  private volatile HealthCheck healthCheck;
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private int turn;

  /**
   * What is asked of each target.
   *
   * @param connects whether a connection will do, and nothing is asked over it
   * @param port empty for the one that takes the traffic
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

    /** With which protocol a target is checked: that of its traffic, unless another is given. */
    static String protocol(JsonNode properties) {
      return properties.path("HealthCheckProtocol").asText(isTcp(properties) ? "TCP" : "HTTP");
    }

    /** Which codes a check takes, by the kind of load balancer that asks. */
    static String codes(JsonNode properties) {
      return properties.at("/Matcher/HttpCode").asText(isTcp(properties) ? "200-399" : "200");
    }

    private static boolean isTcp(JsonNode properties) {
      return !properties.path("Protocol").asText("HTTP").startsWith("HTTP");
    }

    /** Whether a matcher such as {@code 200}, {@code 200,302} or {@code 200-399} takes the code. */
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

  /** Takes the target out of rotation; its requests in flight go on. */
  public synchronized void deregister(Target target) {
    target.drain();
  }

  /** Ends the draining: the target is listed no more. */
  public void remove(Target target) {
    targets.remove(target);
  }

  public List<Target> targets() {
    return List.copyOf(targets);
  }

  /**
   * The next target, with a request counted as in flight. If no target is healthy then any will do:
   * an Application Load Balancer "fails open".
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
