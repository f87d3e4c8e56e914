package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that both target groups of a pair check the container's port, with the same path. */
final class TargetHealthCheck {
  private final SetUp setUp;
  private final LoadBalancerFacts standing;

  TargetHealthCheck(SetUp setUp, LoadBalancerFacts standing) {
    this.setUp = setUp;
    this.standing = standing;
  }

  /** Compares the groups of each pair, which serve the same container in turn. */
  CheckVerdict verdict() {
    var groups = standing.both();
    var verdicts = new ArrayList<CheckVerdict>();
    verdicts.add(
        ofPair(
            groups.subList(0, 2),
            setUp.intent.appSpec().containerPort(),
            setUp.intent.healthCheckPath()));
    for (int pair = 1; 2 * pair < groups.size(); pair++) {
      int port = setUp.ecs().pairs().get(pair).needBalancer().path("containerPort").asInt();
      verdicts.add(ofPair(groups.subList(2 * pair, 2 * pair + 2), port, Optional.empty()));
    }
    return CheckVerdict.worst(verdicts);
  }

  private CheckVerdict ofPair(List<JsonNode> groups, int port, Optional<String> configured) {
    boolean connects = groups.stream().allMatch(TargetHealthCheck::onlyConnects);
    var wantedPath = configured.filter(wanted -> !connects);
    String path = wantedPath.orElseGet(() -> groups.get(0).path("HealthCheckPath").asText());
    for (JsonNode group : groups) {
      String checked = group.path("HealthCheckPort").asText("traffic-port");
      if (!checked.equals("traffic-port") && !checked.equals(String.valueOf(port))) {
        return CheckVerdict.fail(
                "Target group %s checks port %s, but the container listens on %s."
                    .formatted(group.path("TargetGroupName").asText(), checked, port))
            .evidence("HealthCheckPort is " + checked)
            .fix(modify(group) + " --health-check-port traffic-port");
      }
      String other = group.path("HealthCheckPath").asText("");
      if (!other.equals(path)) {
        return CheckVerdict.fail(
                "Target group %s checks the path %s, but %s%s."
                    .formatted(
                        group.path("TargetGroupName").asText(),
                        other,
                        wantedPath.isPresent() ? "<healthCheck> has " : "the other one checks ",
                        path))
            .evidence("HealthCheckPath is " + other)
            .fix(modify(group) + " --health-check-path " + path);
      }
    }
    String what = connects ? "a connection to " : path.isEmpty() ? "" : path + " on ";
    return CheckVerdict.ok(what + "port " + port);
  }

  /** Whether the health check has no path, as is possible with a Network Load Balancer. */
  private static boolean onlyConnects(JsonNode group) {
    return group.path("HealthCheckProtocol").asText().equals("TCP");
  }

  private String modify(JsonNode group) {
    return "aws elbv2 modify-target-group --target-group-arn "
        + group.path("TargetGroupArn").asText()
        + " --region "
        + setUp.environment.region();
  }
}
