package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of steps that all ways have in common.
 *
 * @param translation the deployment configuration after the move
 */
record Move(Found found, MigrationRequest wanted, Routing routing, Translation translation) {

  String cluster() {
    return found.cluster();
  }

  String service() {
    return found.name();
  }

  /** Returns weights that send all requests to the first target group, none to the second. */
  static Map<String, Integer> all(String live, String idle) {
    return weights(live, 1, idle, 0);
  }

  static Map<String, Integer> weights(String one, int share, String other, int rest) {
    var weights = new LinkedHashMap<String, Integer>();
    weights.put(one, share);
    weights.put(other, rest);
    return weights;
  }

  /** Returns the step that makes a rule forward by these weights. */
  Step rule(String id, String title, Rule rule, Map<String, Integer> weights) {
    return Step.of(id, title, rule.forward(weights), Checks.forwards(rule, weights));
  }

  MoveRequest update(String service) {
    return MoveRequest.to(MoveRequest.ECS, "UpdateService")
        .with("cluster", cluster())
        .with("service", service);
  }

  /** Returns the service's load balancer configuration with both target groups and the rules. */
  JsonNode balancer(String live, String idle) {
    ObjectNode balancer = MoveJson.object();
    balancer.put("targetGroupArn", live);
    balancer.put("containerName", found.balancer().path("containerName").asText());
    balancer.put("containerPort", found.balancer().path("containerPort").asInt());
    ObjectNode advanced = balancer.putObject("advancedConfiguration");
    advanced.put("alternateTargetGroupArn", idle);
    advanced.put("productionListenerRule", routing.production().arn());
    routing.test().ifPresent(test -> advanced.put("testListenerRule", test.arn()));
    advanced.put("roleArn", wanted.infrastructureRole().toString());
    return MoveJson.array().add(balancer);
  }

  /** Checks that the service has this load balancer configuration. */
  StepCheck balanced(String service, JsonNode balancers) {
    return Checks.shows(
        cluster(), service, MoveJson.object().set("loadBalancers", balancers.deepCopy()));
  }

  /** Checks that the service has the strategy of the translation. */
  StepCheck strategy(String service) {
    ObjectNode body = MoveJson.object();
    body.putObject("deploymentController").put("type", "ECS");
    body.putObject("deploymentConfiguration")
        .set("strategy", translation.deployment().path("strategy"));
    return Checks.shows(cluster(), service, body);
  }

  String targetGroupName(String suffix) {
    return TargetGroupNames.of(service(), suffix);
  }

  /** Returns the command that undoes the move. */
  String takingBack() {
    return "mvn xacct:migrate -Denv="
        + wanted.environment().name()
        + (wanted.way() == Way.IN_PLACE ? "" : " -Dxacct.way=" + wanted.way())
        + " -Dxacct.takeBack -Dxacct.perform";
  }

  /** Returns a member of the primary task set, else of the service. */
  Optional<JsonNode> member(String name) {
    return MoveJson.there(found.primary().orElse(found.service()).path(name))
        .or(() -> MoveJson.there(found.service().path(name)));
  }
}
