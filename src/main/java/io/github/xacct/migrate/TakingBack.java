package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps that undo a move: the traffic returns to the first service as long as it exists, or the
 * service returns to rolling updates. A move in place from CodeDeploy cannot be undone.
 */
final class TakingBack {
  private final Move move;
  private final Account account;
  private final String bearer;
  private final List<Step> steps = new ArrayList<>();

  private TakingBack(Move move, Account account) {
    this.move = move;
    this.account = account;
    this.bearer =
        MoveTags.bearer(move.found(), move.wanted().way())
            .orElseThrow(() -> notBegun(move.found(), move.wanted().way()));
  }

  /** Returns why there is nothing to undo. */
  static XacctException notBegun(Found found, Way way) {
    if (way == Way.IN_PLACE && (found.ofCodeDeploy() || found.isMoved())) {
      return XacctException.yours(
              "A move of service "
                  + found.name()
                  + " from CodeDeploy, in place, cannot be taken back: AWS refuses a change of the"
                  + " deployment controller from ECS to CODE_DEPLOY.")
          .evidence("Before the step that changes the controller there is nothing to take back.")
          .suggestion("let a second service, deployed by CodeDeploy, take over the traffic:")
          .suggestion("-Dxacct.way=back, without -Dxacct.takeBack");
    }
    return XacctException.yours(
            "No move of service %s (%s) has begun: no target group has its tags."
                .formatted(found.name(), way))
        .suggestion("name the way of the move that is to be taken back: -Dxacct.way=WAY");
  }

  static List<Step> of(Move move, Account account) {
    var back = new TakingBack(move, account);
    if (back.move.wanted().way() == Way.IN_PLACE) {
      back.toRolling();
    } else {
      back.toFirstService();
    }
    back.end();
    return back.steps;
  }

  private Map<String, Integer> weights(Rule rule) {
    return account.read(rule.read()).map(rule::of).map(Rule::weights).orElse(Map.of());
  }

  /**
   * Adds the steps; the first service's target group gets requests once its targets are healthy.
   */
  private void toFirstService() {
    Rule production = move.routing().production();
    String live = move.routing().live();
    var beside = new LinkedHashMap<>(weights(production));
    beside.putIfAbsent(live, 0);
    StepCheck healthy = Checks.healthy(live, Math.max(1, move.found().desired()));
    steps.add(
        move.rule(
                "name-first",
                "Name the target group of service " + move.service() + " in the production rule",
                production,
                beside)
            .onlyIf(Checks.runs(move.found()))
            .until(healthy));
    steps.add(
        move.rule(
                "traffic-back",
                "Send all requests to service " + move.service() + " again",
                production,
                production.weights())
            .onlyIf(healthy));
    move.routing()
        .test()
        .ifPresent(
            test ->
                steps.add(
                    move.rule(
                        "test-traffic-back", "The same in the test rule", test, test.weights())));
  }

  /** Adds the steps; the serving target group is kept, so that one rolling deployment suffices. */
  private void toRolling() {
    Rule production = move.routing().production();
    String serving =
        weights(production).entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(move.routing().live());
    var plain = MoveJson.array();
    plain.addObject().put("targetGroupArn", serving);
    ((ObjectNode) plain.get(0)).setAll(container());
    steps.add(
        Step.of(
                "rolling",
                "Change the strategy to ROLLING, with the target group that serves alone",
                move.update(move.service())
                    .with("deploymentConfiguration", asBefore())
                    .with("loadBalancers", plain),
                Checks.rolls(move.cluster(), move.service(), serving))
            .onlyIf(Checks.settled(move.cluster(), move.service()).and(Checks.healthy(serving, 1)))
            .until(Checks.settled(move.cluster(), move.service())));
    steps.add(
        move.rule(
            "production-rule",
            "Leave the target group that serves alone in the production rule",
            production,
            Map.of(serving, 1)));
  }

  private ObjectNode container() {
    JsonNode balancer = move.found().balancer();
    return MoveJson.object()
        .put("containerName", balancer.path("containerName").asText())
        .put("containerPort", balancer.path("containerPort").asInt());
  }

  private ObjectNode asBefore() {
    ObjectNode before = MoveJson.object().put("strategy", "ROLLING");
    JsonNode now = move.found().service().path("deploymentConfiguration");
    for (String member : Translation.KEPT_OF_ROLLING) {
      if (now.hasNonNull(member)) {
        before.set(member, now.path(member));
      }
    }
    return before;
  }

  /** Adds the last step, after which the move counts as not begun. */
  private void end() {
    String reference = TargetGroupNames.reference(bearer);
    steps.add(
        Step.of(
            "end",
            "Remove the tags of the move from target group " + bearer,
            MoveRequest.to(MoveRequest.ELB, "RemoveTags")
                .with("ResourceArns", List.of(reference))
                .with("TagKeys", MoveTags.keys()),
            Checks.untagged(reference)));
  }
}
