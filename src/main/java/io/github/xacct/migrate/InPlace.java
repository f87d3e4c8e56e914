package io.github.xacct.migrate;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a move in place: the service changes its deployment controller or strategy. Source:
 * ECS developer guide, "Migrate CodeDeploy blue/green deployments to Amazon ECS blue/green
 * deployments" (the same load balancer's resources are used again) and "Update a service from
 * rolling to blue/green".
 */
final class InPlace {
  private static final String ANY_TIME =
      "not needed: CodeDeploy and rolling updates work with both target groups in the rule";

  private final Move move;
  private final String live;
  private final List<Step> steps = new ArrayList<>();

  private InPlace(Move move) {
    this.move = move;
    this.live = move.routing().live();
  }

  static List<Step> of(Move move) {
    var way = new InPlace(move);
    if (move.found().ofCodeDeploy()) {
      way.fromCodeDeploy(move.routing().idle().orElseThrow());
    } else {
      way.fromRolling(MoveTags.second(move.found()));
    }
    return way.steps;
  }

  private void rules(String idle) {
    Rule production = move.routing().production();
    steps.add(
        move.rule(
                "production-rule",
                "Name both target groups in the production rule, with the weights 1 and 0",
                production,
                Move.all(live, idle))
            .onlyIf(Checks.serves(production, live).and(Checks.healthy(live, 1)))
            .undoneBy(ANY_TIME)
            .indecisive());
    move.routing()
        .test()
        .ifPresent(
            test ->
                steps.add(
                    move.rule(
                            "test-rule",
                            "Name both target groups in the test rule, with the weights 1 and 0",
                            test,
                            Move.all(live, idle))
                        .undoneBy(ANY_TIME)
                        .indecisive()));
  }

  private void fromCodeDeploy(String idle) {
    rules(idle);
    var environment = move.wanted().environment();
    var balancers = move.balancer(live, idle);
    StepCheck ready =
        Checks.idle(environment.application(), environment.deploymentGroup())
            .and(Checks.healthy(live, 1))
            .and(Checks.forwards(move.routing().production(), Move.all(live, idle)));
    steps.add(
        Step.of(
                "controller",
                "Change the deployment controller to ECS, with "
                    + Translation.strategy(move.translation().deployment()),
                move.update(move.service())
                    .with("deploymentController", MoveJson.object().put("type", "ECS"))
                    .with("deploymentConfiguration", move.translation().deployment())
                    .with("loadBalancers", balancers),
                move.strategy(move.service()).and(move.balanced(move.service(), balancers)))
            .onlyIf(ready)
            .until(Checks.settled(move.cluster(), move.service()))
            .undoneBy(""));
  }

  private void fromRolling(String alternate) {
    steps.addAll(TargetGroupCopy.of(move, "target-group", alternate));
    String idle = TargetGroupNames.reference(alternate);
    rules(idle);
    var balancers = move.balancer(live, idle);
    steps.add(
        Step.of(
                "load-balancer",
                "Add the second target group and the rules to the service: a rolling deployment",
                move.update(move.service()).with("loadBalancers", balancers),
                move.balanced(move.service(), balancers))
            .onlyIf(Checks.healthy(live, 1))
            .until(Checks.settled(move.cluster(), move.service()))
            .undoneBy(move.takingBack()));
    steps.add(
        Step.of(
                "strategy",
                "Change the strategy to BLUE_GREEN; that starts no deployment",
                move.update(move.service())
                    .with("deploymentConfiguration", move.translation().deployment()),
                move.strategy(move.service()))
            .until(Checks.settled(move.cluster(), move.service()))
            .undoneBy(move.takingBack()));
  }
}
