package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the documents of the roles: ECS's infrastructure role, CodeDeploy's, the deploy role. */
final class EngineRoles {
  private static final String ELB = "elasticloadbalancing:";

  private final Environment environment;
  private final Routing routing;

  EngineRoles(Environment environment, Routing routing) {
    this.environment = environment;
    this.routing = routing;
  }

  private String account() {
    return environment.account().value();
  }

  /** The ARNs of the rules and, for a default rule, its listener, which needs ModifyListener. */
  private List<String> rules() {
    return Stream.concat(Stream.of(routing.production()), routing.test().stream())
        .flatMap(
            rule ->
                rule.isDefault() ? Stream.of(rule.listener(), rule.arn()) : Stream.of(rule.arn()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns trust policy and permissions of the infrastructure role. */
  Map<String, JsonNode> ofInfrastructure() {
    var policy = new PolicyDocument();
    policy.allow(
        "ReadLoadBalancer",
        List.of(
            ELB + "DescribeListeners",
            ELB + "DescribeRules",
            ELB + "DescribeTargetGroups",
            ELB + "DescribeTargetHealth"),
        List.of("*"));
    policy.allow(
        "RegisterTasks",
        List.of(ELB + "DeregisterTargets", ELB + "RegisterTargets"),
        List.of(prefix(environment, "elasticloadbalancing") + "targetgroup/*/*"));
    policy.allow("MoveTraffic", List.of(ELB + "ModifyListener", ELB + "ModifyRule"), rules());
    var all = new LinkedHashMap<String, JsonNode>();
    all.put("infrastructure-role-trust.json", PolicyDocument.trust("ecs.amazonaws.com", account()));
    all.put("infrastructure-role-policy.json", policy.json());
    return all;
  }

  /**
   * Returns trust policy and permissions of the role by which ECS invokes functions; none if there
   * are no functions.
   */
  Map<String, JsonNode> ofHooks(List<String> functions) {
    if (functions.isEmpty()) {
      return Map.of();
    }
    var policy = new PolicyDocument();
    policy.allow(
        "InvokeHooks",
        List.of("lambda:InvokeFunction"),
        functions.stream().flatMap(arn -> Stream.of(arn, arn + ":*")).toList());
    var all = new LinkedHashMap<String, JsonNode>();
    all.put("hook-role-trust.json", PolicyDocument.trust("ecs.amazonaws.com", account()));
    all.put("hook-role-policy.json", policy.json());
    return all;
  }

  /**
   * Returns the infrastructure role's documents, and the deploy role's statements that replace
   * those for CodeDeploy.
   */
  Map<String, JsonNode> ofEcs(String cluster, String service, String family) {
    String ecs = prefix(environment, "ecs");
    String path = cluster + "/" + service;
    var policy = new PolicyDocument();
    policy.allow(
        "DeployTheService",
        List.of("ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"),
        List.of(ecs + "service/" + path));
    policy.allow(
        "FollowItsDeployments",
        List.of(
            "ecs:ContinueServiceDeployment",
            "ecs:DescribeServiceDeployments",
            "ecs:StopServiceDeployment"),
        List.of(ecs + "service-deployment/" + path + "/*"));
    policy.allow(
        "ReadItsRevisions",
        List.of("ecs:DescribeServiceRevisions"),
        List.of(ecs + "service-revision/" + path + "/*"));
    var keys =
        policy
            .allow(
                "NoteWhatWasDeployed",
                List.of("ecs:TagResource"),
                List.of(ecs + "task-definition/" + family + ":*"))
            .putObject("Condition")
            .putObject("ForAllValues:StringLike")
            .putArray("aws:TagKeys");
    keys.add("xacct:smoke-tests").add("xacct:deployment*");
    var all = new LinkedHashMap<>(ofInfrastructure());
    all.put("deploy-role-policy.json", policy.json());
    return all;
  }

  /** Returns trust policy and permissions of CodeDeploy's role, limited to this service. */
  Map<String, JsonNode> ofCodeDeploy(String cluster, String service) {
    String ecs = prefix(environment, "ecs");
    String path = cluster + "/" + service;
    var policy = new PolicyDocument();
    policy.allow(
        "TaskSetsOfThisService",
        List.of(
            "ecs:DescribeServices",
            "ecs:CreateTaskSet",
            "ecs:UpdateServicePrimaryTaskSet",
            "ecs:DeleteTaskSet"),
        List.of(ecs + "service/" + path, ecs + "task-set/" + path + "/*"));
    policy.allow(
        "ReadLoadBalancer",
        List.of(ELB + "DescribeListeners", ELB + "DescribeRules", ELB + "DescribeTargetGroups"),
        List.of("*"));
    policy.allow("SwitchListeners", List.of(ELB + "ModifyListener", ELB + "ModifyRule"), rules());
    policy.allow(
        "ReadAlarms",
        List.of("cloudwatch:DescribeAlarms"),
        List.of(prefix(environment, "cloudwatch") + "alarm:*"));
    policy.allow(
        "InvokeHooks",
        List.of("lambda:InvokeFunction"),
        List.of(prefix(environment, "lambda") + "function:*"));
    policy.pass("PassTheTasksRoles", tasksRoles(), "ecs-tasks.amazonaws.com");
    var all = new LinkedHashMap<String, JsonNode>();
    all.put(
        "codedeploy-role-trust.json", PolicyDocument.trust("codedeploy.amazonaws.com", account()));
    all.put("codedeploy-role-policy.json", policy.json());
    return all;
  }

  private List<String> tasksRoles() {
    var named =
        Stream.concat(
                environment.task().executionRole().stream(), environment.task().taskRole().stream())
            .map(RoleArn::toString)
            .distinct()
            .toList();
    return named.isEmpty()
        ? List.of("arn:" + environment.region().partition() + ":iam::" + account() + ":role/*")
        : named;
  }

  static String prefix(Environment environment, String service) {
    return "arn:%s:%s:%s:%s:"
        .formatted(
            environment.region().partition(), service, environment.region(), environment.account());
  }
}
