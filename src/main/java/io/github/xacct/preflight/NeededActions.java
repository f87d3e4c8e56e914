package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The permissions that each principal requires for all goals; the policies in the documentation are
 * compared with this table. Resource levels: Service Authorization Reference.
 */
final class NeededActions {
  static final String ECS_TASKS = "ecs-tasks.amazonaws.com";
  static final String ECS = "ecs.amazonaws.com";
  static final String CODE_DEPLOY = "codedeploy.amazonaws.com";
  private static final String ANY = "*";

  private final Intent intent;

  NeededActions(Intent intent) {
    this.intent = intent;
  }

  NeededActions(SetUp setUp) {
    this(setUp.intent);
  }

  /** The builder's permission to assume the deploy role. */
  List<Need> assumeRole() {
    var needs = new ArrayList<Need>();
    intent
        .environment()
        .role()
        .ifPresent(
            role -> {
              needs.add(new Need("sts:AssumeRole", role.toString()));
              if (!intent.environment().sessionTags().isEmpty()) {
                needs.add(new Need("sts:TagSession", role.toString()));
              }
            });
    return needs;
  }

  /** The builder's permissions to push an image. */
  List<Need> push() {
    var repository = intent.repositoryArn();
    var needs = new ArrayList<Need>();
    needs.add(new Need("ecr:GetAuthorizationToken", ANY));
    Stream.of(
            "ecr:DescribeRepositories",
            "ecr:DescribeImages",
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart",
            "ecr:CompleteLayerUpload",
            "ecr:PutImage")
        .forEach(action -> needs.add(new Need(action, repository)));
    return needs;
  }

  /** The builder's permissions to find an image that is pushed already. */
  List<Need> find() {
    return Stream.of("ecr:BatchGetImage", "ecr:DescribeImages", "ecr:DescribeRepositories")
        .map(action -> new Need(action, intent.repositoryArn()))
        .toList();
  }

  /** The builder's permissions if the first push creates the repository. */
  List<Need> createRepository() {
    return List.of(
        new Need("ecr:CreateRepository", intent.repositoryArn()),
        new Need("ecr:SetRepositoryPolicy", intent.repositoryArn()));
  }

  /**
   * The deploy role's permissions, except those to pass roles.
   *
   * @param configuration name of the deployment configuration
   */
  List<Need> deployRole(String configuration) {
    var environment = intent.environment();
    String group =
        intent.arn(
            "codedeploy",
            "deploymentgroup:" + environment.application() + "/" + environment.deploymentGroup());
    String application = intent.arn("codedeploy", "application:" + environment.application());
    var needs = new ArrayList<Need>();
    register(needs);
    look(needs);
    needs.add(new Need("codedeploy:BatchGetDeployments", group).optional());
    needs.add(new Need("codedeploy:CreateDeployment", group));
    needs.add(new Need("codedeploy:GetDeployment", group));
    needs.add(new Need("codedeploy:GetDeploymentGroup", group));
    needs.add(new Need("codedeploy:ListDeployments", group));
    needs.add(new Need("codedeploy:GetApplicationRevision", application));
    needs.add(new Need("codedeploy:RegisterApplicationRevision", application));
    needs.add(
        new Need(
            "codedeploy:GetDeploymentConfig",
            intent.arn("codedeploy", "deploymentconfig:" + configuration)));
    needs.add(new Need("codedeploy:BatchGetDeploymentTargets", ANY));
    needs.add(new Need("codedeploy:ListDeploymentTargets", ANY));
    needs.add(new Need("codedeploy:StopDeployment", ANY));
    needs.add(new Need("codedeploy:ContinueDeployment", ANY).optional());
    askAndExplain(needs);
    if (environment.suspendAutoScaling()) {
      needs.add(new Need("ecs:UpdateService", service()).optional());
    }
    return needs;
  }

  /** The deploy role's permissions for a service that ECS itself deploys. */
  List<Need> deployRoleOfEcs() {
    var environment = intent.environment();
    String name = environment.cluster() + "/" + environment.service();
    String deployments = intent.arn("ecs", "service-deployment/" + name + "/*");
    var needs = new ArrayList<Need>();
    register(needs);
    String family = intent.arn("ecs", "task-definition/" + intent.taskDefinition().family() + ":*");
    needs.add(
        new Need("ecs:TagResource", family).when("aws:TagKeys", "xacct:deployment:ID").optional());
    look(needs);
    needs.add(new Need("ecs:ListServiceDeployments", service()));
    needs.add(new Need("ecs:UpdateService", service()));
    Stream.of(
            "ecs:ContinueServiceDeployment",
            "ecs:DescribeServiceDeployments",
            "ecs:StopServiceDeployment")
        .forEach(action -> needs.add(new Need(action, deployments)));
    needs.add(
        new Need(
            "ecs:DescribeServiceRevisions", intent.arn("ecs", "service-revision/" + name + "/*")));
    askAndExplain(needs);
    String actionLog = "log-group:/aws/vendedlogs/ecs/action-logs/" + environment.cluster();
    needs.add(new Need("logs:FilterLogEvents", intent.arn("logs", actionLog + ":*")).optional());
    intent
        .checks()
        .steps()
        .ifPresent(rules -> needs.add(new Need("cloudwatch:GetMetricData", ANY)));
    return needs;
  }

  private String service() {
    var environment = intent.environment();
    return intent.arn("ecs", "service/" + environment.cluster() + "/" + environment.service());
  }

  private void look(List<Need> needs) {
    String cluster = intent.environment().cluster();
    needs.add(new Need("ecs:DescribeServices", service()));
    needs.add(new Need("ecs:DescribeTasks", intent.arn("ecs", "task/" + cluster + "/*")));
    needs.add(
        new Need("ecs:ListTasks", ANY)
            .when("ecs:cluster", intent.arn("ecs", "cluster/" + cluster)));
    needs.add(new Need("ecs:DescribeTaskDefinition", ANY));
  }

  private void askAndExplain(List<Need> needs) {
    intent
        .checks()
        .testFunction()
        .filter(function -> !intent.checks().smokeTests().isEmpty())
        .map(function -> Arn.isMeant(function) ? function : lambda(function))
        .ifPresent(arn -> needs.add(new Need("lambda:InvokeFunction", arn)));
    diagnostics(needs);
    if (intent.environment().suspendAutoScaling()) {
      autoScaling(needs);
    }
  }

  private String lambda(String function) {
    return intent.arn("lambda", "function:" + function);
  }

  private void register(List<Need> needs) {
    String family = intent.arn("ecs", "task-definition/" + intent.taskDefinition().family() + ":*");
    needs.add(new Need("ecs:RegisterTaskDefinition", family));
    if (!intent.task().path("tags").isEmpty()) {
      needs.add(
          new Need("ecs:TagResource", family).when("ecs:CreateAction", "RegisterTaskDefinition"));
    }
  }

  private void diagnostics(List<Need> needs) {
    Stream.of("DescribeListeners", "DescribeLoadBalancers", "DescribeRules", "DescribeTargetHealth")
        .forEach(action -> needs.add(new Need("elasticloadbalancing:" + action, ANY).optional()));
    String logGroup = intent.environment().task().logGroup();
    needs.add(
        new Need("logs:GetLogEvents", intent.arn("logs", "log-group:" + logGroup + ":log-stream:*"))
            .optional());
  }

  private void autoScaling(List<Need> needs) {
    String targets = intent.arn("application-autoscaling", "scalable-target/*");
    needs.add(new Need("application-autoscaling:DescribeScalableTargets", ANY).optional());
    needs.add(
        new Need("application-autoscaling:RegisterScalableTarget", targets)
            .when("application-autoscaling:service-namespace", "ecs")
            .optional());
    Stream.of("ListTagsForResource", "TagResource", "UntagResource")
        .forEach(
            action -> needs.add(new Need("application-autoscaling:" + action, targets).optional()));
  }

  /** The permissions to pass roles when registering the task definition or creating task sets. */
  List<Need> passRoles() {
    return Stream.concat(intent.executionRole().stream(), intent.taskRole().stream())
        .distinct()
        .map(RoleArn::toString)
        .map(role -> new Need("iam:PassRole", role).when("iam:PassedToService", ECS_TASKS))
        .toList();
  }

  /**
   * The permissions of CodeDeploy's service role, as in AWSCodeDeployRoleForECS.
   *
   * @param listeners ARNs of the listeners that it changes
   * @param alarms whether it reads alarms
   */
  List<Need> codeDeployRole(List<String> listeners, boolean alarms) {
    var environment = intent.environment();
    String service = environment.cluster() + "/" + environment.service();
    String taskSets = intent.arn("ecs", "task-set/" + service + "/*");
    var needs = new ArrayList<Need>();
    needs.add(new Need("ecs:DescribeServices", intent.arn("ecs", "service/" + service)));
    Stream.of("ecs:CreateTaskSet", "ecs:DeleteTaskSet")
        .forEach(action -> needs.add(new Need(action, taskSets)));
    needs.add(new Need("ecs:UpdateServicePrimaryTaskSet", intent.arn("ecs", "service/" + service)));
    Stream.of("DescribeTargetGroups", "DescribeListeners", "DescribeRules")
        .forEach(action -> needs.add(new Need("elasticloadbalancing:" + action, ANY)));
    listeners.forEach(
        listener -> needs.add(new Need("elasticloadbalancing:ModifyListener", listener)));
    if (alarms) {
      needs.add(new Need("cloudwatch:DescribeAlarms", intent.arn("cloudwatch", "alarm:*")));
    }
    needs.addAll(passRoles());
    return needs;
  }

  /**
   * The permissions of ECS's infrastructure role, as in
   * AmazonECSInfrastructureRolePolicyForLoadBalancers.
   *
   * @param targetGroups ARNs of the target groups
   * @param rules that it changes, in the form of DescribeRules
   */
  static List<Need> infrastructureRole(List<String> targetGroups, List<JsonNode> rules) {
    var needs = new ArrayList<Need>();
    Stream.of("DescribeListeners", "DescribeRules", "DescribeTargetGroups", "DescribeTargetHealth")
        .forEach(action -> needs.add(new Need("elasticloadbalancing:" + action, ANY)));
    for (String group : targetGroups) {
      needs.add(new Need("elasticloadbalancing:RegisterTargets", group));
      needs.add(new Need("elasticloadbalancing:DeregisterTargets", group));
    }
    for (JsonNode rule : rules) {
      String arn = rule.path("RuleArn").asText();
      needs.add(
          rule.path("IsDefault").asBoolean()
              ? new Need("elasticloadbalancing:ModifyListener", EcsService.listenerOf(arn))
              : new Need("elasticloadbalancing:ModifyRule", arn));
    }
    return needs;
  }

  /** The execution role's permissions to pull the app's image. */
  List<Need> pull() {
    var needs = new ArrayList<Need>();
    needs.add(new Need("ecr:GetAuthorizationToken", ANY));
    Stream.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
        .forEach(action -> needs.add(new Need(action, intent.repositoryArn())));
    return needs;
  }
}
