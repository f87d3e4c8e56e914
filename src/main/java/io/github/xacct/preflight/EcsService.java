package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.RoleArn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads a service that ECS itself deploys; it holds the entire configuration of its deployments.
 */
final class EcsService {
  private static final Set<String> SHIFTING = Set.of("BLUE_GREEN", "CANARY", "LINEAR");

  private final SetUp setUp;
  private final int number;

  /** Reads the service by the first of its load balancers. */
  EcsService(SetUp setUp) {
    this(setUp, 0);
  }

  private EcsService(SetUp setUp, int number) {
    this.setUp = setUp;
    this.number = number;
  }

  /** The service by each load balancer whose traffic ECS shifts; all shift together. */
  List<EcsService> pairs() {
    int pairs = (int) shifting(setUp.needActiveService()).count();
    return IntStream.range(0, pairs).mapToObj(pair -> new EcsService(setUp, pair)).toList();
  }

  /** Runs a check for each load balancer and returns the worst verdict. */
  CheckVerdict each(Function<EcsService, CheckVerdict> check) {
    var verdicts = pairs().stream().map(check).toList();
    return verdicts.isEmpty() ? check.apply(this) : CheckVerdict.worst(verdicts);
  }

  /**
   * Whether the checks of ECS's own deployments apply rather than those of CodeDeploy: the service
   * shifts traffic itself, or is partly configured to. Does not fail.
   */
  static boolean is(JsonNode service) {
    String controller = service.path("deploymentController").path("type").asText("ECS");
    return service.isObject()
        && !controller.equals("CODE_DEPLOY")
        && (SHIFTING.contains(strategy(service)) || shifting(service).findAny().isPresent());
  }

  private static String strategy(JsonNode service) {
    return service.path("deploymentConfiguration").path("strategy").asText("ROLLING");
  }

  private static Stream<JsonNode> shifting(JsonNode service) {
    return JsonLists.stream(service.path("loadBalancers"))
        .filter(balancer -> balancer.path("advancedConfiguration").isObject());
  }

  String strategy() {
    return strategy(setUp.needActiveService());
  }

  /** Whether ECS shifts traffic for the service. */
  static boolean shifts(JsonNode service) {
    return service.path("deploymentController").path("type").asText("ECS").equals("ECS")
        && SHIFTING.contains(strategy(service));
  }

  JsonNode configuration() {
    return setUp.needActiveService().path("deploymentConfiguration");
  }

  /** The load balancer whose traffic is shifted. */
  Optional<JsonNode> balancer() {
    return shifting(setUp.needActiveService()).skip(number).findFirst();
  }

  JsonNode needBalancer() {
    return balancer()
        .orElseThrow(() -> new Skip("the service has no load balancer that ECS shifts traffic on"));
  }

  /** The ARNs of the two target groups. */
  List<String> targetGroups() {
    return balancer().stream()
        .flatMap(
            b ->
                Stream.of(
                    b.path("targetGroupArn").asText(),
                    b.at("/advancedConfiguration/alternateTargetGroupArn").asText()))
        .filter(arn -> !arn.isEmpty())
        .toList();
  }

  /**
   * The listener rule for production or test traffic.
   *
   * @param which {@code production} or {@code test}
   * @return ARN of the rule, or of the listener of a Network Load Balancer
   */
  Optional<String> rule(String which) {
    return balancer()
        .map(b -> b.path("advancedConfiguration").path(which + "ListenerRule").asText())
        .filter(arn -> !arn.isEmpty());
  }

  /** The ARN of the rule's listener, which is part of the rule's ARN. */
  static String listenerOf(String rule) {
    return isListener(rule)
        ? rule
        : rule.substring(0, rule.lastIndexOf('/')).replace(":listener-rule/", ":listener/");
  }

  static boolean isListener(String rule) {
    return !rule.contains(":listener-rule/");
  }

  /** The rule in the form of DescribeRules; empty if it does not exist. */
  Optional<JsonNode> described(String rule) {
    if (isListener(rule)) {
      return setUp.facts.find(listeners(rule)).map(answer -> defaultRule(answer, rule));
    }
    return setUp
        .facts
        .find(rules(rule))
        .map(answer -> answer.path("Rules").path(0))
        .filter(JsonNode::isObject);
  }

  private static JsonNode defaultRule(JsonNode answer, String arn) {
    var rule = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    rule.put("RuleArn", arn).put("IsDefault", true);
    rule.set("Actions", answer.path("Listeners").path(0).path("DefaultActions"));
    return rule;
  }

  static Question rules(String rule) {
    return Question.target("elasticloadbalancing:DescribeRules").with("RuleArns", List.of(rule));
  }

  static Question listeners(String listener) {
    return Question.target("elasticloadbalancing:DescribeListeners")
        .with("ListenerArns", List.of(listener));
  }

  /** The role with which ECS changes the load balancer. */
  RoleArn infrastructureRole() {
    return role(
        needBalancer().at("/advancedConfiguration/roleArn").asText(),
        "the service's advancedConfiguration names no role");
  }

  RoleArn role(String arn, String otherwise) {
    try {
      return RoleArn.parse(
          arn, setUp.environment.region().partition(), setUp.environment.account());
    } catch (IllegalArgumentException e) {
      throw new Skip(otherwise + ": '" + arn + "'");
    }
  }

  /** The revision with the production traffic, according to ECS. */
  Optional<JsonNode> servingRevision() {
    var arn =
        JsonLists.stream(setUp.needActiveService().path("currentServiceRevisions"))
            .map(revision -> revision.path("arn").asText())
            .filter(text -> !text.isEmpty())
            .findFirst();
    return arn.flatMap(this::revision);
  }

  Optional<JsonNode> revision(String arn) {
    return setUp
        .facts
        .find(
            Question.target("ecs:DescribeServiceRevisions")
                .with("serviceRevisionArns", List.of(arn)))
        .map(answer -> answer.path("serviceRevisions").path(0))
        .filter(JsonNode::isObject);
  }

  /** The target group of the serving revision, according to ECS. */
  Optional<String> servingGroup() {
    var all =
        servingRevision().stream()
            .flatMap(r -> JsonLists.stream(r.at("/resolvedConfiguration/loadBalancers")))
            .map(balancer -> balancer.path("targetGroupArn").asText())
            .filter(arn -> !arn.isEmpty())
            .toList();
    boolean single = pairs().size() == 1;
    return all.stream().filter(group -> single || targetGroups().contains(group)).findFirst();
  }

  /** The hooks of one kind, AWS_LAMBDA or PAUSE. */
  List<JsonNode> hooks(String kind) {
    return JsonLists.stream(configuration().path("lifecycleHooks"))
        .filter(hook -> hook.path("targetType").asText("AWS_LAMBDA").equals(kind))
        .toList();
  }

  /** The last deployments, newest first, in the form of ListServiceDeployments. */
  List<JsonNode> deployments() {
    setUp.needActiveService();
    return setUp
        .facts
        .find(
            Question.target("ecs:ListServiceDeployments")
                .with("cluster", setUp.environment.cluster())
                .with("service", setUp.environment.service()))
        .stream()
        .flatMap(answer -> JsonLists.stream(answer.path("serviceDeployments")))
        .sorted(
            java.util.Comparator.comparing((JsonNode d) -> d.path("createdAt").asText()).reversed())
        .toList();
  }
}
