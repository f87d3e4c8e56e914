package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The checks of steps; each reads the account anew and returns what is lacking, or empty. */
final class Checks {
  private static final List<String> IN_FLIGHT =
      List.of(
          "PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS");

  private Checks() {}

  private static Optional<String> unless(boolean fulfilled, String lacking) {
    return fulfilled ? Optional.empty() : Optional.of(lacking);
  }

  /** Checks that a rule forwards by these shares, and to no other target group. */
  static StepCheck forwards(Rule rule, Map<String, Integer> weights) {
    return account -> {
      var names = new TargetGroupNames(account);
      if (!names.areThere(weights.keySet())) {
        return Optional.of("the target groups do not exist yet");
      }
      Map<String, Long> wanted = shares(names.resolved(weights));
      var now = account.read(rule.read()).map(rule::of).map(Rule::weights).orElse(Map.of());
      return unless(
          shares(now).equals(wanted), "rule " + rule.arn() + " forwards to " + words(shares(now)));
    };
  }

  /** Checks that a rule sends all requests to one target group. */
  static StepCheck serves(Rule rule, String live) {
    return account -> {
      var served = account.read(rule.read()).map(rule::of).map(Rule::served).orElse(List.of());
      return unless(
          served.equals(List.of(live)), "rule " + rule.arn() + " sends requests to " + served);
    };
  }

  /**
   * Checks that a service still runs the task definition that was found: nothing was deployed
   * since.
   */
  static StepCheck stillRuns(Found found) {
    return account -> {
      var now =
          service(account, found.cluster(), found.name())
              .map(service -> new Found(MoveJson.object().set("service", service)).taskDefinition())
              .orElse("nothing");
      return unless(
          now.equals(found.taskDefinition()), "service " + found.name() + " runs " + now + " now");
    };
  }

  /** Returns the shares in tenths of a percent. */
  private static Map<String, Long> shares(Map<String, Integer> weights) {
    int all = Math.max(1, weights.values().stream().mapToInt(Integer::intValue).sum());
    return weights.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> Math.round(1000.0 * e.getValue() / all),
                (a, b) -> a,
                TreeMap::new));
  }

  private static String words(Map<String, Long> shares) {
    return shares.entrySet().stream()
        .map(e -> e.getKey() + " (" + e.getValue() / 10.0 + " %)")
        .collect(Collectors.joining(", "));
  }

  /** Checks that a service is active and contains these members. */
  static StepCheck shows(String cluster, String service, JsonNode expected) {
    return account -> {
      var names = new TargetGroupNames(account);
      var there = service(account, cluster, service);
      if (there.isEmpty()) {
        return Optional.of("there is no service " + service);
      }
      return unless(
          names.areThere(TargetGroupNames.in(expected.toString()))
              && MoveJson.holds(there.get(), names.resolved(expected)),
          "service " + service + " does not have these settings yet");
    };
  }

  /** Checks that the service that was found still exists and runs all its tasks. */
  static StepCheck runs(Found found) {
    return account -> {
      var there = service(account, found.cluster(), found.name());
      int desired = there.map(s -> s.path("desiredCount").asInt()).orElse(0);
      int running = there.map(s -> s.path("runningCount").asInt()).orElse(0);
      return unless(
          there.isPresent() && desired > 0 && running >= desired,
          there.isEmpty()
              ? "there is no service " + found.name()
              : running + " of " + desired + " tasks of service " + found.name() + " run");
    };
  }

  /** Checks that a service is deployed by rolling updates, with one target group. */
  static StepCheck rolls(String cluster, String service, String targetGroup) {
    ObjectNode expected = MoveJson.object();
    expected.putObject("deploymentConfiguration").put("strategy", "ROLLING");
    expected.putArray("loadBalancers").addObject().put("targetGroupArn", targetGroup);
    return account ->
        unless(
            service(account, cluster, service)
                .filter(there -> MoveJson.holds(rolling(there), expected))
                .filter(
                    there ->
                        !there.path("loadBalancers").path(0).hasNonNull("advancedConfiguration"))
                .isPresent(),
            "service " + service + " does not have these settings yet");
  }

  /** Adds ROLLING if the service has no strategy, because that is the default. */
  private static JsonNode rolling(JsonNode service) {
    ObjectNode copy = service.deepCopy();
    if (!copy.path("deploymentConfiguration").hasNonNull("strategy")) {
      copy.withObject("/deploymentConfiguration").put("strategy", "ROLLING");
    }
    return copy;
  }

  /** Checks that a target group has no tag of a move. */
  static StepCheck untagged(String targetGroup) {
    return account -> {
      String arn = new TargetGroupNames(account).resolved(targetGroup);
      var keys =
          account
              .read(
                  MoveRequest.to(MoveRequest.ELB, "DescribeTags")
                      .with("ResourceArns", List.of(arn)))
              .map(a -> MoveJson.texts(a.path("TagDescriptions").path(0).path("Tags"), "Key"))
              .orElse(List.of());
      return unless(
          MoveTags.keys().stream().noneMatch(keys::contains),
          TargetGroupNames.words(targetGroup) + " still has its tags");
    };
  }

  private static Optional<JsonNode> service(Account account, String cluster, String service) {
    return account
        .read(MoveRequest.service(cluster, service))
        .map(answer -> answer.path("services").path(0))
        .filter(found -> found.path("status").asText().equals("ACTIVE"));
  }

  /** Checks that a target group exists. */
  static StepCheck isThere(String targetGroup) {
    return account ->
        unless(
            new TargetGroupNames(account).areThere(List.of(targetGroup)),
            "there is no " + TargetGroupNames.words(targetGroup));
  }

  /** Checks that a target group has these attributes. */
  static StepCheck hasAttributes(String targetGroup, Map<String, String> attributes) {
    return account -> {
      var names = new TargetGroupNames(account);
      if (!names.areThere(List.of(targetGroup))) {
        return Optional.of("there is no " + TargetGroupNames.words(targetGroup));
      }
      var there = new TreeMap<String, String>();
      account
          .read(
              MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroupAttributes")
                  .with("TargetGroupArn", names.resolved(targetGroup)))
          .ifPresent(
              answer ->
                  answer
                      .path("Attributes")
                      .forEach(a -> there.put(a.path("Key").asText(), a.path("Value").asText())));
      return unless(
          there.entrySet().containsAll(attributes.entrySet()),
          TargetGroupNames.words(targetGroup) + " does not have these attributes yet");
    };
  }

  /** Checks that a list contains an element with these members. */
  static StepCheck lists(MoveRequest listing, String member, JsonNode expected, String what) {
    return account ->
        unless(
            account.read(listing).stream()
                .flatMap(answer -> MoveJson.stream(answer.path(member)))
                .anyMatch(one -> MoveJson.holds(one, expected)),
            "AWS does not show it yet: " + what);
  }

  /** Checks that at least this many targets of a target group are healthy. */
  static StepCheck healthy(String targetGroup, int count) {
    return account -> {
      String arn = new TargetGroupNames(account).resolved(targetGroup);
      long healthy =
          account
              .read(
                  MoveRequest.to(MoveRequest.ELB, "DescribeTargetHealth")
                      .with("TargetGroupArn", arn))
              .stream()
              .flatMap(answer -> MoveJson.stream(answer.path("TargetHealthDescriptions")))
              .filter(t -> t.path("TargetHealth").path("State").asText().equals("healthy"))
              .count();
      return unless(
          healthy >= count,
          "%s of %s targets of %s are healthy"
              .formatted(healthy, count, TargetGroupNames.words(targetGroup)));
    };
  }

  /** Checks that a service runs its desired count and no service deployment is in flight. */
  static StepCheck settled(String cluster, String service) {
    return account -> {
      var found = service(account, cluster, service);
      int desired = found.map(s -> s.path("desiredCount").asInt()).orElse(1);
      int running = found.map(s -> s.path("runningCount").asInt()).orElse(0);
      if (running < desired) {
        return Optional.of(running + " of " + desired + " tasks run");
      }
      return inFlight(account, cluster, service);
    };
  }

  private static Optional<String> inFlight(Account account, String cluster, String service) {
    return account
        .read(
            MoveRequest.to(MoveRequest.ECS, "ListServiceDeployments")
                .with("cluster", cluster)
                .with("service", service)
                .with("status", IN_FLIGHT))
        .stream()
        .flatMap(answer -> MoveJson.stream(answer.path("serviceDeployments")))
        .map(d -> d.path("serviceDeploymentArn").asText() + " is " + d.path("status").asText())
        .findFirst();
  }

  /** Checks that no CodeDeploy deployment is in flight. */
  static StepCheck idle(String application, String group) {
    return account ->
        account.read(MoveRequest.inFlight(application, group)).stream()
            .flatMap(answer -> MoveJson.stream(answer.path("deployments")))
            .map(id -> "deployment " + id.asText() + " is in flight")
            .findFirst();
  }

  /** Checks that a deployment group exists. */
  static StepCheck hasGroup(String application, String group) {
    return account ->
        unless(
            account.read(MoveRequest.group(application, group)).isPresent(),
            "there is no deployment group " + group);
  }
}
