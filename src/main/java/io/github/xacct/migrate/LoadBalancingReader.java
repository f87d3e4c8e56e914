package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads how requests reach the service: its target groups with their health, and the listeners and
 * rules of their load balancers.
 */
final class LoadBalancingReader {
  private final AccountReads reads;
  private final Way way;
  private final ObjectNode json;

  LoadBalancingReader(AccountReads reads, Way way) {
    this.reads = reads;
    this.way = way;
    this.json = reads.json();
  }

  /**
   * Reads target groups, listeners and rules.
   *
   * @param bearer the target group that has the tags of a move: during a move, the rule may forward
   *     only to the new target groups
   */
  void read(Optional<JsonNode> bearer) {
    var groups = targetGroups();
    json.set("targetGroups", groups);
    var balancers = new TreeSet<String>();
    bearer.ifPresent(group -> balancers.addAll(balancersOf(group)));
    groups.forEach(group -> balancers.addAll(balancersOf(group)));
    health(groups);
    if (MoveTags.bearer(reads.found(), way).isPresent()) {
      MoveJson.texts(groups, "TargetGroupArn").forEach(this::like);
    }
    rules(listeners(balancers));
  }

  private static List<String> balancersOf(JsonNode group) {
    return MoveJson.stream(group.path("LoadBalancerArns")).map(JsonNode::asText).toList();
  }

  private void health(JsonNode groups) {
    var health = json.putObject("health");
    for (String arn : MoveJson.texts(groups, "TargetGroupArn")) {
      reads
          .read(MoveRequest.to(MoveRequest.ELB, "DescribeTargetHealth").with("TargetGroupArn", arn))
          .ifPresent(answer -> health.set(arn, answer.path("TargetHealthDescriptions")));
    }
  }

  private JsonNode listeners(Set<String> balancers) {
    var listeners = json.putArray("listeners");
    for (String balancer : balancers) {
      reads
          .read(
              MoveRequest.to(MoveRequest.ELB, "DescribeListeners")
                  .with("LoadBalancerArn", balancer))
          .ifPresent(answer -> answer.path("Listeners").forEach(listeners::add));
    }
    return listeners;
  }

  private void rules(JsonNode listeners) {
    var rules = json.putObject("rules");
    for (String arn : MoveJson.texts(listeners, "ListenerArn")) {
      if (!Found.isNetwork(arn)) {
        reads
            .read(MoveRequest.to(MoveRequest.ELB, "DescribeRules").with("ListenerArn", arn))
            .ifPresent(answer -> rules.set(arn, answer.path("Rules")));
      }
    }
  }

  /** Reads the target groups of the deployment group by name, else of the service by ARN. */
  private JsonNode targetGroups() {
    var names =
        reads.found().group().stream()
            .flatMap(
                group ->
                    MoveJson.stream(group.path("loadBalancerInfo").path("targetGroupPairInfoList")))
            .flatMap(pair -> MoveJson.texts(pair.path("targetGroups"), "name").stream())
            .toList();
    var request = MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroups");
    var arns =
        MoveJson.stream(json.path("service").path("loadBalancers"))
            .flatMap(
                balancer ->
                    Stream.of(
                        balancer.path("targetGroupArn").asText(),
                        balancer
                            .path("advancedConfiguration")
                            .path("alternateTargetGroupArn")
                            .asText()))
            .filter(arn -> !arn.isEmpty())
            .toList();
    if (names.isEmpty() && arns.isEmpty()) {
      return MoveJson.array();
    }
    Optional<JsonNode> answer =
        reads.read(
            names.isEmpty() ? request.with("TargetGroupArns", arns) : request.with("Names", names));
    return answer.map(a -> a.path("TargetGroups")).orElseGet(MoveJson::array);
  }

  /** Reads attributes and tags, which the new target groups get too. */
  private void like(String targetGroup) {
    reads
        .perhaps(
            MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroupAttributes")
                .with("TargetGroupArn", targetGroup))
        .ifPresent(a -> json.withObject("/attributes").set(targetGroup, a.path("Attributes")));
    reads
        .perhaps(MoveRequest.tagsOf(targetGroup))
        .ifPresent(
            a ->
                json.withObject("/targetGroupTags")
                    .set(targetGroup, a.path("TagDescriptions").path(0).path("Tags")));
  }
}
