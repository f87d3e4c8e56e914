package io.github.xacct.chaos;

import io.github.xacct.aws.Ec2Query;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What STS and the load balancer answer, in the XML of their query protocols. */
final class QueryApi {
  static final String BUILDER = "AKIABUILDER";

  private final Aws aws;
  private final Optional<EcsApi> ecs;
  private final Time time;
  private final Duration session;
  private final Map<String, Instant> sessions = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  final StackApi stacks;

  QueryApi(Aws aws, Time time, Duration session) {
    this(aws, Optional.empty(), time, session);
  }

  /**
   * @param ecs where that deploys
   */
  QueryApi(Aws aws, Optional<EcsApi> ecs, Time time, Duration session) {
    this.ecs = ecs;
    this.session = session;
    this.aws = aws;
    this.time = time;
    this.stacks = new StackApi(time);
  }

  /** Whether AWS takes these keys for ended. */
  boolean hasEnded(String accessKeyId) {
    return !sessions.containsKey(accessKeyId) || sessions.get(accessKeyId).isBefore(time.now());
  }

  /** As if it had been revoked. */
  void end(String accessKeyId) {
    sessions.put(accessKeyId, Instant.EPOCH);
  }

  /** Denied everything from now on, though they have not run out. */
  void revokeAll() {
    revoked.addAll(sessions.keySet());
    revoked.remove(BUILDER);
  }

  boolean isRevoked(String accessKeyId) {
    return revoked.contains(accessKeyId);
  }

  /** All of them. */
  void endAll() {
    sessions.replaceAll((key, until) -> Instant.EPOCH);
  }

  String answer(String action, String body) {
    if (Ec2Query.READS.contains(action)) {
      return NetworkApi.answer(action);
    }
    return "<"
        + action
        + "Response><"
        + action
        + "Result>"
        + result(action, body)
        + "</"
        + action
        + "Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></"
        + action
        + "Response>";
  }

  private String result(String action, String body) {
    if (StackApi.OPERATIONS.contains(action)) {
      return stacks.answer(action, parameters(body));
    }
    String form = decoded(body);
    return switch (action) {
      case "AssumeRole" -> assumeRole();
      case "DescribeListeners" -> listener(form.contains("prod"));
      case "DescribeRules" -> ecs.map(own -> rule(own, form)).orElse("<Rules/>");
      case "DescribeLoadBalancers" ->
          "<LoadBalancers><member><DNSName>lb.test</DNSName></member></LoadBalancers>";
      case "DescribeTargetHealth" -> targetHealth(form);
      case "DescribeTargetGroups" ->
          "<TargetGroups><member><HealthCheckPath>/health</HealthCheckPath></member></TargetGroups>";
      default -> throw new Api.Refusal("InvalidAction", action + " is not simulated");
    };
  }

  private static Map<String, String> parameters(String body) {
    var parameters = new HashMap<String, String>();
    for (String pair : body.split("&")) {
      int at = pair.indexOf('=');
      parameters.put(pair.substring(0, at), decoded(pair.substring(at + 1)));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private String assumeRole() {
    String key = "ASIA%04d".formatted(sessions.size() + 1);
    var expiration = time.now().plus(session);
    sessions.put(key, expiration);
    return "<Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
            .formatted(key)
        + "<SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials>"
            .formatted(expiration);
  }

  private static String rule(EcsApi ecs, String form) {
    boolean production = form.contains("prod");
    return "<Rules><member><RuleArn>"
        + (production ? EcsApi.RULE : EcsApi.TEST_RULE)
        + "</RuleArn><IsDefault>true</IsDefault><Actions>"
        + ecs.weights(production)
        + "</Actions></member></Rules>";
  }

  private String listener(boolean production) {
    if (ecs.isPresent()) {
      return listener(ecs.get().weights(production));
    }
    var groups = new StringBuilder();
    for (var set : aws.taskSets) {
      if (production ? set.weight > 0 : !set.primary || aws.taskSets.size() == 1) {
        groups
            .append("<member><TargetGroupArn>")
            .append(Api.arn(set.targetGroup))
            .append("</TargetGroupArn><Weight>")
            .append((int) set.weight)
            .append("</Weight></member>");
      }
    }
    return listener(
        "<member><Type>forward</Type><ForwardConfig><TargetGroups>"
            + groups
            + "</TargetGroups></ForwardConfig></member>");
  }

  private static String listener(String actions) {
    return "<Listeners><member><ListenerArn>arn:listener/x</ListenerArn>"
        + "<LoadBalancerArn>arn:lb</LoadBalancerArn><Port>8443</Port><Protocol>HTTP</Protocol>"
        + "<DefaultActions>"
        + actions
        + "</DefaultActions></member></Listeners>";
  }

  private String targetHealth(String form) {
    boolean failing =
        aws.taskSets.stream().anyMatch(s -> s.unhealthy && form.contains(s.targetGroup));
    return "<TargetHealthDescriptions><member><Target><Id>10.0.0.1</Id><Port>8080</Port></Target>"
        + "<TargetHealth><State>"
        + (failing ? "unhealthy" : "healthy")
        + "</State><Description>codes: [404]</Description></TargetHealth></member>"
        + "</TargetHealthDescriptions>";
  }
}
