package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the target group that receives traffic, and the rules; collects problems with them. */
final class RoutingReader {
  private final Found found;
  private final String service;
  private final List<XacctException> problems = new ArrayList<>();

  RoutingReader(Found found) {
    this.found = found;
    this.service = "service " + found.name();
  }

  /** Returns the problems; complete once {@link #read} has been called. */
  List<XacctException> problems() {
    return problems;
  }

  /** Returns the routing; empty if there is a problem. */
  Optional<Routing> read() {
    if (found.service().path("loadBalancers").size() > 1 && !found.ofCodeDeploy()) {
      problem(service + " has several load balancers, and this goal moves services with one.")
          .add("move it by aws ecs update-service, each load balancer with its own pair");
    }
    if (found.isMoved()) {
      return moved();
    }
    String live = found.balancer().path("targetGroupArn").asText();
    if (live.isEmpty()) {
      problem(service + " has no target group of an Application or Network Load Balancer.")
          .add("without one there is no traffic to shift: a rolling update serves such a service");
      return Optional.empty();
    }
    Optional<String> idle = idle(live);
    Optional<Rule> production = production(live, idle);
    if (production.isEmpty() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Routing(live, idle, production.get(), test(live, idle)));
  }

  /**
   * Returns the routing of a service that ECS deploys. Its load balancer configuration never
   * changes; only the rule shows which target group serves.
   */
  private Optional<Routing> moved() {
    JsonNode advanced = found.balancer().path("advancedConfiguration");
    var pair =
        List.of(
            found.balancer().path("targetGroupArn").asText(),
            advanced.path("alternateTargetGroupArn").asText());
    var production = rule(advanced.path("productionListenerRule").asText());
    var served = production.map(Rule::served).orElse(List.of());
    if (served.size() != 1 || !pair.contains(served.get(0))) {
      problem(
              "The production rule of "
                  + service
                  + " does not send all requests to one of its two"
                  + " target groups.")
          .evidence(
              "Rule "
                  + advanced.path("productionListenerRule").asText()
                  + ": "
                  + production.map(RoutingReader::words).orElse("not found"))
          .add(
              "wait for a deployment in flight, or let the rule forward to the target group of the"
                  + " tasks that serve");
      return Optional.empty();
    }
    String live = served.get(0);
    String idle = pair.get(0).equals(live) ? pair.get(1) : pair.get(0);
    return Optional.of(
        new Routing(
            live,
            Optional.of(idle),
            production.get(),
            rule(advanced.path("testListenerRule").asText())));
  }

  private Optional<Rule> rule(String arn) {
    return found.listeners().stream()
        .flatMap(listener -> rules(listener.path("ListenerArn").asText()))
        .filter(rule -> rule.arn().equals(arn))
        .findFirst();
  }

  /** Returns the idle target group of the deployment group's pair; a rolling service has none. */
  private Optional<String> idle(String live) {
    var pair = pair().path("targetGroups");
    if (found.group().isEmpty()) {
      return Optional.empty();
    }
    var arns =
        MoveJson.texts(pair, "name").stream()
            .flatMap(name -> found.targetGroup(name).stream())
            .map(group -> group.path("TargetGroupArn").asText())
            .toList();
    if (arns.size() != 2 || !arns.contains(live)) {
      problem("The deployment group's target groups are not those of " + service + ".")
          .evidence("The primary task set is in " + live)
          .evidence("The deployment group names " + String.join(", ", MoveJson.texts(pair, "name")))
          .add("correct <deploymentGroup> of this environment, or the group's target groups");
      return Optional.empty();
    }
    String idle = arns.get(0).equals(live) ? arns.get(1) : arns.get(0);
    alike(live, idle);
    return Optional.of(idle);
  }

  private JsonNode pair() {
    return found
        .group()
        .map(group -> group.path("loadBalancerInfo").path("targetGroupPairInfoList").path(0))
        .orElseGet(MoveJson::object);
  }

  /**
   * Checks what both target groups must share. Source: ECS developer guide, "Application Load
   * Balancer resources for blue/green".
   */
  private void alike(String live, String idle) {
    for (String member : List.of("VpcId", "TargetType")) {
      String one = found.targetGroup(live).orElseThrow().path(member).asText();
      String other = found.targetGroup(idle).orElseThrow().path(member).asText();
      if (!one.equals(other)) {
        problem("The two target groups differ in " + member + ", which ECS does not accept.")
            .evidence(live + ": " + one)
            .evidence(idle + ": " + other)
            .add("create the second one like the first");
      }
    }
  }

  private Optional<Rule> production(String live, Optional<String> idle) {
    var candidates = rules(listeners("prodTrafficRoute"), live, idle);
    if (candidates.size() != 1) {
      var listed = candidates.stream().map(Rule::arn).toList();
      problem(
              candidates.isEmpty()
                  ? "No rule of the production listener forwards to the target groups of "
                      + service
                      + "."
                  : candidates.size()
                      + " rules of the production listener forward to the target groups of "
                      + service
                      + "; ECS changes one.")
          .evidence(
              candidates.isEmpty()
                  ? "Looked at: " + String.join(", ", listeners("prodTrafficRoute"))
                  : String.join(", ", listed))
          .add(
              candidates.isEmpty()
                  ? "let one rule forward to " + live
                  : "join them in one rule, with several values in its conditions");
      return Optional.empty();
    }
    Rule rule = candidates.get(0);
    check(rule, live, idle);
    return Optional.of(rule);
  }

  private void check(Rule rule, String live, Optional<String> idle) {
    var strangers =
        rule.weights().keySet().stream()
            .filter(arn -> !arn.equals(live) && !idle.equals(Optional.of(arn)))
            .toList();
    if (!strangers.isEmpty()) {
      problem("The production rule forwards to a target group that is not the service's.")
          .evidence("Rule " + rule.arn() + " names " + String.join(", ", strangers))
          .add("remove that target group from the rule: ECS expects the two of the service alone");
    }
    if (!rule.otherActions().isEmpty()) {
      problem("The production rule does more than forward; ECS may fail at such a rule.")
          .evidence("Rule " + rule.arn() + ": " + String.join(", ", rule.otherActions()))
          .add("give the service a rule that only forwards (aws elbv2 modify-rule)");
    }
    var served = rule.served();
    if (!served.equals(List.of(live))) {
      problem("The production rule does not send all requests to the target group of the tasks.")
          .evidence("The tasks that serve are in " + live)
          .evidence("Rule " + rule.arn() + " forwards to " + words(rule))
          .add("let the rule forward to " + live + " alone, with a weight above 0");
    }
    if (found.healthy(live) == 0 && found.desired() > 0 && !found.begun()) {
      problem("The target group that carries traffic has no healthy target.")
          .evidence(live)
          .add("repair the service first: mvn xacct:status");
    }
  }

  private static String words(Rule rule) {
    return rule.weights().isEmpty()
        ? "no target group"
        : rule.weights().entrySet().stream()
            .map(e -> e.getKey() + " (weight " + e.getValue() + ")")
            .collect(Collectors.joining(", "));
  }

  /** Returns other rules that forward to the service's target groups, which ECS does not change. */
  static List<String> others(Found found, Routing routing) {
    var known = new ArrayList<>(List.of(routing.production().arn()));
    routing.test().ifPresent(test -> known.add(test.arn()));
    var reader = new RoutingReader(found);
    return found.listeners().stream()
        .flatMap(listener -> reader.rules(listener.path("ListenerArn").asText()))
        .filter(rule -> !known.contains(rule.arn()))
        .filter(
            rule ->
                rule.weights().keySet().stream()
                    .anyMatch(
                        arn ->
                            arn.equals(routing.live()) || routing.idle().equals(Optional.of(arn))))
        .map(Rule::arn)
        .toList();
  }

  private Optional<Rule> test(String live, Optional<String> idle) {
    return rules(listeners("testTrafficRoute"), live, idle).stream().findFirst();
  }

  private List<Rule> rules(List<String> listeners, String live, Optional<String> idle) {
    return listeners.stream()
        .flatMap(this::rules)
        .filter(
            rule ->
                rule.weights().keySet().stream()
                    .anyMatch(arn -> arn.equals(live) || idle.equals(Optional.of(arn))))
        .toList();
  }

  private Stream<Rule> rules(String listener) {
    return Found.isNetwork(listener)
        ? found.listener(listener).stream().map(Rule::ofNetwork)
        : found.rules(listener).stream().map(rule -> Rule.of(rule, listener));
  }

  /** Returns the deployment group's listeners, else all of the load balancer. */
  private List<String> listeners(String route) {
    if (found.group().isEmpty()) {
      return route.equals("testTrafficRoute")
          ? List.of()
          : found.listeners().stream().map(l -> l.path("ListenerArn").asText()).toList();
    }
    return MoveJson.stream(pair().path(route).path("listenerArns")).map(JsonNode::asText).toList();
  }

  private Problem problem(String sentence) {
    return new Problem(XacctException.yours(sentence));
  }

  /** A problem, added to the list with its suggestion. */
  private final class Problem {
    private final XacctException exception;

    Problem(XacctException exception) {
      this.exception = exception;
    }

    Problem evidence(String line) {
      return new Problem(exception.evidence(line));
    }

    void add(String suggestion) {
      problems.add(exception.suggestion(suggestion));
    }
  }
}
