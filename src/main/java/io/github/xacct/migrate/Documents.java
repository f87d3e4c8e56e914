package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Builds the policy documents of a move: of the roles that it needs, and of the migration role. */
final class Documents {
  private final Migration migration;
  private final Environment environment;

  Documents(Migration migration) {
    this.migration = migration;
    this.environment = migration.move().wanted().environment();
  }

  /** Returns the documents by file name. */
  Map<String, JsonNode> all() {
    var all = new LinkedHashMap<String, JsonNode>();
    var roles = new EngineRoles(environment, migration.move().routing());
    all.putAll(
        migration.move().wanted().way() == Way.BACK
            ? roles.ofCodeDeploy(migration.move().cluster(), migration.service())
            : roles.ofEcs(migration.move().cluster(), migration.service(), migration.family()));
    all.putAll(roles.ofHooks(functions()));
    all.put("migration-role-policy.json", migrationRole());
    boolean triggers =
        migration
            .move()
            .found()
            .group()
            .filter(group -> !group.path("triggerConfigurations").isEmpty())
            .isPresent();
    if (triggers) {
      all.put("event-pattern.json", TriggerTranslation.pattern(arn("ecs", serviceId())));
    }
    return all;
  }

  private List<String> functions() {
    var move = migration.move();
    return HookTranslation.of(move.found(), move.wanted(), move.routing()).functions();
  }

  /** Returns the contents of the files by name. */
  static Map<String, String> texts(Map<String, JsonNode> documents) {
    var texts = new LinkedHashMap<String, String>();
    documents.forEach((name, json) -> texts.put(name, json.toPrettyString() + "\n"));
    return texts;
  }

  private String serviceId() {
    return "service/" + migration.move().cluster() + "/" + migration.service();
  }

  /** Builds the policy of the steps' actions on their resources, and of the checks' reads. */
  private JsonNode migrationRole() {
    var policy = new PolicyDocument();
    var byAction = new LinkedHashMap<String, Set<String>>();
    for (Step step : migration.steps()) {
      byAction
          .computeIfAbsent(step.request().action(), a -> new TreeSet<>())
          .add(resource(step.request()));
    }
    var bearer = MoveTags.bearer(migration.move().found(), migration.move().wanted().way());
    boolean tagged =
        migration.steps().stream()
            .map(Step::request)
            .anyMatch(r -> r.operation().equals("CreateService") && r.input().has("tags"));
    if (tagged) {
      byAction.put("ecs:TagResource", Set.of(arn("ecs", serviceId())));
    }
    bearer.ifPresent(
        name -> {
          byAction.put(
              "elasticloadbalancing:AddTags",
              byAction.get("elasticloadbalancing:CreateTargetGroup"));
          byAction.put(
              "elasticloadbalancing:RemoveTags",
              Set.of(arn("elasticloadbalancing", "targetgroup/" + name + "/*")));
        });
    byAction.forEach(
        (action, resources) ->
            policy.allow(
                action.substring(action.indexOf(':') + 1),
                List.of(action),
                List.copyOf(resources)));
    pass(policy);
    var services = new TreeSet<>(List.of(arn("ecs", serviceId()), serviceNow()));
    policy.allow(
        "ReadServices",
        List.of("ecs:DescribeServices", "ecs:ListServiceDeployments"),
        List.copyOf(services));
    codeDeploy(policy);
    var rest =
        new TreeSet<>(
            List.of(
                "cloudwatch:DescribeAlarms",
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth"));
    bearer.ifPresent(
        name ->
            rest.addAll(
                List.of(
                    "elasticloadbalancing:DescribeTags",
                    "elasticloadbalancing:DescribeTargetGroupAttributes")));
    scaling(policy, byAction.keySet());
    if (migration.move().wanted().way() != Way.IN_PLACE) {
      rest.addAll(
          List.of(
              "application-autoscaling:DescribeScalableTargets",
              "application-autoscaling:DescribeScalingPolicies",
              "application-autoscaling:DescribeScheduledActions",
              "ecs:DescribeTaskDefinition"));
    }
    policy.allow("ReadTheRest", List.copyOf(rest), List.of("*"));
    return policy.json();
  }

  /** Application Auto Scaling acts on the service with the caller's permissions. */
  private void scaling(PolicyDocument policy, Set<String> actions) {
    if (!actions.contains("application-autoscaling:RegisterScalableTarget")) {
      return;
    }
    policy.allow("ScaleTheService", List.of("ecs:UpdateService"), List.of(arn("ecs", serviceId())));
    if (actions.contains("application-autoscaling:PutScalingPolicy")) {
      policy.allow(
          "AlarmsOfItsPolicies",
          List.of("cloudwatch:PutMetricAlarm"),
          List.of(arn("cloudwatch", "alarm:TargetTracking-" + serviceId() + "-*")));
    }
  }

  private String serviceNow() {
    return arn("ecs", "service/" + migration.move().cluster() + "/" + migration.move().service());
  }

  private void codeDeploy(PolicyDocument policy) {
    boolean back = migration.move().wanted().way() == Way.BACK;
    String group = back ? migration.service() : environment.deploymentGroup();
    if (back) {
      policy.allow(
          "ReadTheApplication",
          List.of("codedeploy:GetApplication"),
          List.of(arn("codedeploy", "application:" + environment.application())));
      policy.allow(
          "ReadTheDeploymentGroup",
          List.of("codedeploy:GetDeploymentGroup"),
          List.of(arn("codedeploy", "deploymentgroup:" + environment.application() + "/" + group)));
    } else if (migration.move().found().ofCodeDeploy()) {
      policy.allow(
          "ReadTheDeploymentGroup",
          List.of("codedeploy:GetDeploymentGroup", "codedeploy:ListDeployments"),
          List.of(arn("codedeploy", "deploymentgroup:" + environment.application() + "/" + group)));
      policy.allow(
          "ReadTheDeploymentConfiguration",
          List.of("codedeploy:GetDeploymentConfig"),
          List.of(arn("codedeploy", "deploymentconfig:*")));
    }
  }

  private void pass(PolicyDocument policy) {
    boolean back = migration.move().wanted().way() == Way.BACK;
    var role =
        back
            ? migration.move().wanted().codeDeployRole()
            : migration.move().wanted().infrastructureRole();
    var roles = new ArrayList<>(List.of(role.toString()));
    if (!functions().isEmpty()) {
      migration.move().wanted().roleOfHooks().ifPresent(r -> roles.add(r.toString()));
    }
    policy.pass("PassTheRole", roles, back ? "codedeploy.amazonaws.com" : "ecs.amazonaws.com");
    if (!back) {
      policy.allow("ReadTheRole", List.of("iam:GetRole"), roles);
    }
  }

  private String resource(MoveRequest request) {
    JsonNode input = request.input();
    return switch (request.operation()) {
      case "ModifyListener" -> input.path("ListenerArn").asText();
      case "ModifyRule" -> input.path("RuleArn").asText();
      case "ModifyTargetGroupAttributes" ->
          arn(
              "elasticloadbalancing",
              "targetgroup/" + TargetGroupNames.name(input.path("TargetGroupArn").asText()) + "/*");
      case "RegisterScalableTarget", "PutScalingPolicy", "PutScheduledAction" ->
          arn("application-autoscaling", "scalable-target/*");
      case "CreateTargetGroup" ->
          arn("elasticloadbalancing", "targetgroup/" + input.path("Name").asText() + "/*");
      case "CreateDeploymentGroup" ->
          arn(
              "codedeploy",
              "deploymentgroup:"
                  + input.path("applicationName").asText()
                  + "/"
                  + input.path("deploymentGroupName").asText());
      default ->
          arn(
              "ecs",
              "service/"
                  + input.path("cluster").asText()
                  + "/"
                  + input.path("service").asText(input.path("serviceName").asText()));
    };
  }

  private String arn(String service, String resource) {
    return EngineRoles.prefix(environment, service) + resource;
  }
}
