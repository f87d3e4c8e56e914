package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a move to a second service behind the same load balancer: the rule's weights shift
 * the traffic, also back as long as the first service exists. The only way to CodeDeploy.
 */
final class SecondServiceSteps {
  private static final int FIRST_SHARE = 10;

  private final Move move;
  private final boolean toCodeDeploy;
  private final String live;
  private final String service;
  private final String one;
  private final String two;
  private final List<Step> steps = new ArrayList<>();

  private SecondServiceSteps(Move move) {
    this.move = move;
    this.toCodeDeploy = move.wanted().way() == Way.BACK;
    this.live = move.routing().live();
    this.service = move.wanted().way().second(move.service());
    String letter = toCodeDeploy ? "c" : "e";
    this.one = TargetGroupNames.reference(move.targetGroupName(letter + 1));
    this.two = TargetGroupNames.reference(move.targetGroupName(letter + 2));
  }

  static List<Step> of(Move move) {
    var way = new SecondServiceSteps(move);
    way.create();
    way.shift();
    way.steps.addAll(new ScalingCopy(move).steps());
    if (way.toCodeDeploy) {
      way.group();
    } else {
      way.strategy();
    }
    return way.steps;
  }

  private Rule production() {
    return move.routing().production();
  }

  private String back() {
    return move.takingBack();
  }

  private void create() {
    String letter = toCodeDeploy ? "c" : "e";
    steps.addAll(TargetGroupCopy.of(move, "target-group-1", move.targetGroupName(letter + 1)));
    steps.addAll(TargetGroupCopy.of(move, "target-group-2", move.targetGroupName(letter + 2)));
    steps.add(
        move.rule(
                "attach",
                "Name the first new target group in the production rule, with the weight 0",
                production(),
                Move.all(live, one))
            .onlyIf(Checks.serves(production(), live).and(Checks.healthy(live, 1)))
            .undoneBy(back()));
    steps.add(
        Step.of(
                "service",
                "Create service " + service + " with the task definition that runs now",
                new ServiceCopy(move).create(one),
                Checks.shows(move.cluster(), service, MoveJson.object().put("status", "ACTIVE")))
            .onlyIf(Checks.stillRuns(move.found()))
            .until(Checks.healthy(one, move.found().desired()))
            .undoneBy(
                "aws ecs delete-service --force --cluster "
                    + move.cluster()
                    + " --service "
                    + service));
  }

  private void shift() {
    StepCheck healthy = Checks.healthy(one, move.found().desired());
    var part = Move.weights(live, 100 - FIRST_SHARE, one, FIRST_SHARE);
    steps.add(
        move.rule(
                "shift-part",
                "Send " + FIRST_SHARE + " % of the requests to service " + service,
                production(),
                part)
            .onlyIf(before(Move.all(live, one)).and(healthy))
            .until(healthy)
            .undoneBy(back()));
    steps.add(
        move.rule(
                "shift-all",
                "Send all requests to service " + service,
                production(),
                Move.all(one, live))
            .onlyIf(before(part).and(healthy))
            .until(healthy)
            .undoneBy(back()));
  }

  /**
   * Checks that the rule is as the step before has left it, and that nothing was deployed since.
   */
  private StepCheck before(Map<String, Integer> weights) {
    return Checks.forwards(production(), weights).and(Checks.stillRuns(move.found()));
  }

  /** Adds the steps that remove the old service's target group from the rules. */
  private void own(Map<String, Integer> weights, String which) {
    steps.add(
        move.rule("own-rule", "Leave " + which + " in the production rule", production(), weights)
            .undoneBy(back()));
    move.routing()
        .test()
        .ifPresent(
            test ->
                steps.add(
                    move.rule("own-test-rule", "The same in the test rule", test, weights)
                        .undoneBy(back())));
  }

  private void strategy() {
    own(Move.all(one, two), "the two new target groups, with the weights 1 and 0,");
    var balancers = move.balancer(one, two);
    steps.add(
        Step.of(
                "load-balancer",
                "Add the second target group and the rules to service "
                    + service
                    + ": a rolling deployment",
                move.update(service).with("loadBalancers", balancers),
                move.balanced(service, balancers))
            .until(Checks.settled(move.cluster(), service))
            .undoneBy(back()));
    steps.add(
        Step.of(
                "strategy",
                "Change the strategy of service "
                    + service
                    + " to "
                    + Translation.strategy(move.translation().deployment()),
                move.update(service)
                    .with("deploymentConfiguration", move.translation().deployment()),
                move.strategy(service))
            .until(Checks.settled(move.cluster(), service))
            .undoneBy(back()));
  }

  private void group() {
    var weights = new LinkedHashMap<String, Integer>();
    weights.put(one, 1);
    own(weights, "the first new target group alone");
    String application = move.wanted().environment().application();
    steps.add(
        Step.of(
                "deployment-group",
                "Create deployment group " + service + " in application " + application,
                createGroup(application),
                Checks.hasGroup(application, service))
            .undoneBy(
                "aws deploy delete-deployment-group --application-name "
                    + application
                    + " --deployment-group-name "
                    + service));
  }

  private MoveRequest createGroup(String application) {
    ObjectNode balancing = MoveJson.object();
    ObjectNode pair = balancing.putArray("targetGroupPairInfoList").addObject();
    var groups = pair.putArray("targetGroups");
    String letter = "c";
    groups.addObject().put("name", move.targetGroupName(letter + 1));
    groups.addObject().put("name", move.targetGroupName(letter + 2));
    pair.putObject("prodTrafficRoute").putArray("listenerArns").add(production().listener());
    move.routing()
        .test()
        .ifPresent(
            test ->
                pair.putObject("testTrafficRoute").putArray("listenerArns").add(test.listener()));
    var services = MoveJson.array();
    services.addObject().put("serviceName", service).put("clusterName", move.cluster());
    var style =
        MoveJson.object()
            .put("deploymentType", "BLUE_GREEN")
            .put("deploymentOption", "WITH_TRAFFIC_CONTROL");
    return MoveRequest.to(MoveRequest.CODE_DEPLOY, "CreateDeploymentGroup")
        .with("applicationName", application)
        .with("deploymentGroupName", service)
        .with("deploymentConfigName", configuration())
        .with("serviceRoleArn", move.wanted().codeDeployRole().toString())
        .with("deploymentStyle", style)
        .with("blueGreenDeploymentConfiguration", waits())
        .with("loadBalancerInfo", balancing)
        .with("ecsServices", services)
        .with("alarmConfiguration", alarms())
        .with("autoRollbackConfiguration", rollback());
  }

  private ObjectNode alarms() {
    var now = move.found().service().path("deploymentConfiguration").path("alarms");
    ObjectNode alarms = MoveJson.object().put("enabled", now.path("enable").asBoolean());
    var list = alarms.putArray("alarms");
    now.path("alarmNames").forEach(name -> list.addObject().set("name", name));
    return alarms;
  }

  private static ObjectNode rollback() {
    ObjectNode rollback = MoveJson.object().put("enabled", true);
    rollback
        .putArray("events")
        .add("DEPLOYMENT_FAILURE")
        .add("DEPLOYMENT_STOP_ON_ALARM")
        .add("DEPLOYMENT_STOP_ON_REQUEST");
    return rollback;
  }

  private String configuration() {
    return move.wanted()
        .environment()
        .deploymentConfiguration()
        .orElse("CodeDeployDefault.ECSAllAtOnce");
  }

  /** Returns CodeDeploy's waits; the bake time becomes the termination wait. */
  private ObjectNode waits() {
    ObjectNode waits = MoveJson.object();
    waits
        .putObject("terminateBlueInstancesOnDeploymentSuccess")
        .put("action", "TERMINATE")
        .put(
            "terminationWaitTimeInMinutes",
            move.found()
                .service()
                .path("deploymentConfiguration")
                .path("bakeTimeInMinutes")
                .asInt());
    waits
        .putObject("deploymentReadyOption")
        .put("actionOnTimeout", "CONTINUE_DEPLOYMENT")
        .put("waitTimeInMinutes", 0);
    return waits;
  }
}
