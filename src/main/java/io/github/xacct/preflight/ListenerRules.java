package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.preflight.RuleConditions.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Evaluates a listener of a deployment group: which requests it forwards to the service, how to
 * send one, and how to change it. On a shared listener the service has a rule, and the default
 * action belongs to another app.
 */
public final class ListenerRules {
  private final JsonNode listener;
  private final List<JsonNode> rules;
  private final Predicate<String> ours;

  /**
   * Creates the evaluation from AWS's responses.
   *
   * @param listener element of DescribeListeners
   * @param rules all elements of DescribeRules
   * @param ours whether a target group ARN belongs to the deployment group
   */
  public ListenerRules(JsonNode listener, List<JsonNode> rules, Predicate<String> ours) {
    this.listener = listener;
    this.ours = ours;
    this.rules =
        rules.stream()
            .filter(rule -> !rule.path("IsDefault").asBoolean())
            .sorted(Comparator.comparingInt(rule -> rule.path("Priority").asInt()))
            .toList();
  }

  /** The ARNs of all target groups that receive requests. */
  public List<String> served() {
    return Stream.concat(Stream.of(listener.path("DefaultActions")), actions())
        .flatMap(actions -> servedBy(actions).stream())
        .distinct()
        .toList();
  }

  /**
   * How one action splits requests between target groups of the deployment group, as a stopped
   * deployment leaves it; empty if none does.
   */
  public Optional<String> split() {
    return Stream.concat(Stream.of(listener.path("DefaultActions")), actions())
        .flatMap(JsonLists::stream)
        .map(action -> action.path("ForwardConfig").path("TargetGroups"))
        .map(groups -> JsonLists.stream(groups).filter(g -> weight(g) > 0).toList())
        .filter(groups -> groups.stream().filter(g -> ours.test(arn(g))).count() > 1)
        .map(ListenerRules::shares)
        .findFirst();
  }

  private static String shares(List<JsonNode> groups) {
    int all = groups.stream().mapToInt(ListenerRules::weight).sum();
    return groups.stream()
        .map(
            group ->
                arn(group).replaceFirst(".*:targetgroup/([^/]*)/.*", "$1")
                    + " "
                    + Math.round(100.0 * weight(group) / all)
                    + " %")
        .collect(Collectors.joining(", "));
  }

  private static int weight(JsonNode group) {
    return group.path("Weight").asInt(1);
  }

  private static String arn(JsonNode group) {
    return group.path("TargetGroupArn").asText();
  }

  private Stream<JsonNode> actions() {
    return rules.stream().map(rule -> rule.path("Actions"));
  }

  /** The target groups of the deployment group that receive requests; if none does, all that do. */
  public List<String> servedOfOurs() {
    var served = served();
    var mine = served.stream().filter(ours).toList();
    return mine.isEmpty() ? served : mine;
  }

  /**
   * The route of a request to the service; empty if there is none.
   *
   * @param ownName the load balancer's own DNS name
   */
  public Optional<Route> route(String ownName) {
    if (isOurs(listener.path("DefaultActions")) && taker(Request.PLAIN, ownName).isEmpty()) {
      return Optional.of(Route.to(URI.create(base(ownName))));
    }
    var ofOurs = ofOurs();
    if (ofOurs.isEmpty() && rules.isEmpty()) {
      return Optional.of(Route.to(URI.create(base(ownName))));
    }
    return ofOurs.stream()
        .flatMap(rule -> conditions(rule).examples().stream())
        .filter(example -> taker(example, ownName).filter(this::isOursRule).isPresent())
        .findFirst()
        .map(example -> route(example, ownName));
  }

  private Route route(Request example, String ownName) {
    String host = example.host().isEmpty() ? ownName : example.host();
    Map<String, String> headers = new TreeMap<>(example.headers());
    if (!example.host().isEmpty()) {
      headers.put("Host", example.host());
    }
    String path = example.path().equals("/") ? "" : example.path();
    return new Route(URI.create(base(host) + path), Optional.of(ownName), headers);
  }

  private String base(String host) {
    return "%s://%s:%s"
        .formatted(isSecured(listener) ? "https" : "http", host, listener.path("Port").asText());
  }

  /** Whether a listener has a certificate: HTTPS, or TLS on a Network Load Balancer. */
  static boolean isSecured(JsonNode listener) {
    return List.of("HTTPS", "TLS").contains(listener.path("Protocol").asText());
  }

  /** The first rule that certainly matches a request. */
  private Optional<JsonNode> taker(Request request, String ownName) {
    return rules.stream()
        .filter(rule -> isOursRule(rule) || conditions(rule).surelyTake(request, ownName))
        .filter(rule -> !isOursRule(rule) || mayTake(rule, request, ownName))
        .findFirst();
  }

  /** Whether a rule of the service matches; a condition on the source IP is assumed to match. */
  private static boolean mayTake(JsonNode rule, Request request, String ownName) {
    return conditions(rule).surelyTake(request, ownName)
        || conditions(rule).examples().contains(request);
  }

  /** Warnings, one sentence each; {@code which} is production or test. */
  public List<String> doubts(String which, String ownName) {
    var doubts = new ArrayList<String>();
    var ofOurs = ofOurs();
    boolean byDefault = isOurs(listener.path("DefaultActions"));
    if (ofOurs.isEmpty() && !byDefault && !rules.isEmpty()) {
      doubts.add(
          "No rule of the "
              + which
              + " listener forwards to the deployment group's target groups, and its default action"
              + " is another app's.");
    }
    ofOurs.forEach(rule -> doubts.addAll(doubts(rule, which, ownName)));
    if (byDefault && ofOurs.isEmpty()) {
      taker(Request.PLAIN, ownName)
          .ifPresent(
              first ->
                  doubts.add(
                      """
                      Requests without a name of their own do not reach this service by \
                      the %s listener: its %s comes before the default action and takes \
                      them."""
                          .formatted(which, name(first))));
    }
    strangers(listener.path("DefaultActions"), "default action of the " + which + " listener")
        .ifPresent(doubts::add);
    return doubts;
  }

  private List<String> doubts(JsonNode rule, String which, String ownName) {
    var doubts = new ArrayList<String>();
    String name = name(rule) + " of the " + which + " listener";
    var examples = conditions(rule).examples();
    var takers =
        examples.stream()
            .map(example -> taker(example, ownName))
            .flatMap(Optional::stream)
            .toList();
    if (examples.isEmpty()) {
      doubts.add(
          """
          This service's %s takes no request that could be sent by itself: %s decides \
          what the smoke tests ask."""
              .formatted(name, which.equals("test") ? "<testUrl>" : "<url>"));
    } else if (takers.stream().noneMatch(this::isOursRule)) {
      doubts.add(
          "This service gets no requests by its %s: %s comes first and takes them."
              .formatted(name, name(takers.get(0))));
    }
    strangers(rule.path("Actions"), name).ifPresent(doubts::add);
    return doubts;
  }

  private Optional<String> strangers(JsonNode actions, String name) {
    var named = named(actions).toList();
    var others = named.stream().filter(ours.negate()).filter(served(actions)::contains).toList();
    return named.stream().noneMatch(ours) || others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            """
            The %s shares requests with target groups that are not the deployment \
            group's: %s. A deployment moves all of them to its own two."""
                .formatted(name, String.join(", ", others)));
  }

  private static List<String> served(JsonNode actions) {
    return servedBy(actions);
  }

  /**
   * The commands that make the listener forward the service's requests to a target group. On a
   * shared listener they change the service's own rule, never the default action.
   */
  public List<String> forwardTo(String targetGroup, String region) {
    String arn = listener.path("ListenerArn").asText();
    String action = "Type=forward,TargetGroupArn=" + targetGroup + " --region " + region;
    var fix = new ArrayList<String>();
    for (JsonNode rule : ofOurs()) {
      fix.add(
          rule.path("Actions").size() > 1
              ? "let the last action of " + name(rule) + " forward to " + targetGroup
              : "aws elbv2 modify-rule --rule-arn "
                  + rule.path("RuleArn").asText()
                  + " --actions "
                  + action);
    }
    if (isOurs(listener.path("DefaultActions")) || rules.isEmpty()) {
      fix.add("aws elbv2 modify-listener --listener-arn " + arn + " --default-actions " + action);
    }
    return fix.isEmpty()
        ? List.of(
            """
            find the service's rule: aws elbv2 describe-rules --listener-arn %s --region \
            %s; then: aws elbv2 modify-rule --rule-arn RULE --actions %s"""
                .formatted(arn, region, action))
        : fix;
  }

  private List<JsonNode> ofOurs() {
    return rules.stream().filter(this::isOursRule).toList();
  }

  private boolean isOursRule(JsonNode rule) {
    return isOurs(rule.path("Actions"));
  }

  private boolean isOurs(JsonNode actions) {
    return named(actions).anyMatch(ours);
  }

  /** The ARNs of the target groups that actions name, with or without a weight. */
  private static Stream<String> named(JsonNode actions) {
    return JsonLists.stream(actions)
        .flatMap(
            action ->
                Stream.concat(
                    JsonLists.stream(action.path("ForwardConfig").path("TargetGroups"))
                        .map(group -> group.path("TargetGroupArn").asText()),
                    Stream.of(action.path("TargetGroupArn").asText())))
        .filter(arn -> !arn.isEmpty())
        .distinct();
  }

  private static String name(JsonNode rule) {
    return "rule " + rule.path("Priority").asText() + " (" + conditions(rule).words() + ")";
  }

  private static RuleConditions conditions(JsonNode rule) {
    return new RuleConditions(rule.path("Conditions"));
  }

  /**
   * The ARNs of the target groups that receive requests by these actions of a listener or rule. A
   * forward action may have a single target group, weighted ones, or both.
   */
  public static List<String> servedBy(JsonNode actions) {
    List<String> arns = new ArrayList<>();
    for (JsonNode action : actions) {
      JsonNode groups = action.path("ForwardConfig").path("TargetGroups");
      if (groups.isEmpty() && action.hasNonNull("TargetGroupArn")) {
        arns.add(action.get("TargetGroupArn").asText());
      }
      JsonLists.stream(groups)
          .filter(group -> group.path("Weight").asInt(1) > 0)
          .forEach(group -> arns.add(group.path("TargetGroupArn").asText()));
    }
    return arns;
  }
}
