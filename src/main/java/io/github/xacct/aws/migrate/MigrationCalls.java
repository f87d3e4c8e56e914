package io.github.xacct.aws.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AllPages;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.SdkJson;
import io.github.xacct.migrate.Account;
import io.github.xacct.migrate.MoveRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;

/** Sends the requests of a move to AWS. */
public final class MigrationCalls implements Account {
  private static final String MISSING = ".*NotFound.*|.*DoesNotExist.*|NoSuchEntity.*";

  private final AwsSession session;
  private final Map<String, Function<ObjectNode, SdkPojo>> calls = new HashMap<>();

  /** Calls AWS with this session. */
  public MigrationCalls(AwsSession session) {
    this.session = session;
    ecs();
    codeDeploy();
    loadBalancing();
    scaling();
    calls.put(
        "cloudwatch:DescribeAlarms",
        in ->
            session
                .client(CloudWatchClient.builder())
                .describeAlarms(SdkJson.read(in, DescribeAlarmsRequest.builder()).build()));
    calls.put(
        "iam:GetRole",
        in ->
            session
                .client(IamClient.builder())
                .getRole(SdkJson.read(in, GetRoleRequest.builder()).build()));
  }

  @Override
  public Optional<JsonNode> read(MoveRequest request) {
    try {
      return Optional.of(
          session
              .patience()
              .ask(() -> AllPages.of(request.input(), page -> SdkJson.write(send(request, page)))));
    } catch (AwsServiceException e) {
      if (AwsErrors.code(e).matches(MISSING)) {
        return Optional.empty();
      }
      throw AwsErrors.exception("Cannot read what a move has to know.", e);
    }
  }

  @Override
  public JsonNode change(MoveRequest request) {
    return AwsErrors.call(
        request.action() + " did not succeed.",
        () -> SdkJson.write(send(request, request.input())));
  }

  private SdkPojo send(MoveRequest request, ObjectNode input) {
    return Objects.requireNonNull(calls.get(request.action())).apply(input);
  }

  private EcsClient sendingOnce() {
    return session.clientWithoutRetries(EcsClient.builder());
  }

  private void ecs() {
    calls.put(
        "ecs:DescribeServices",
        in ->
            session
                .client(EcsClient.builder())
                .describeServices(SdkJson.read(in, DescribeServicesRequest.builder()).build()));
    calls.put(
        "ecs:DescribeTaskDefinition",
        in ->
            session
                .client(EcsClient.builder())
                .describeTaskDefinition(
                    SdkJson.read(in, DescribeTaskDefinitionRequest.builder()).build()));
    calls.put(
        "ecs:ListServiceDeployments",
        in ->
            session
                .client(EcsClient.builder())
                .listServiceDeployments(
                    SdkJson.read(in, ListServiceDeploymentsRequest.builder()).build()));
    calls.put(
        "ecs:UpdateService",
        in ->
            sendingOnce().updateService(SdkJson.read(in, UpdateServiceRequest.builder()).build()));
    calls.put(
        "ecs:CreateService",
        in ->
            sendingOnce().createService(SdkJson.read(in, CreateServiceRequest.builder()).build()));
  }

  private void codeDeploy() {
    calls.put(
        "codedeploy:GetDeploymentGroup",
        in ->
            session
                .client(CodeDeployClient.builder())
                .getDeploymentGroup(SdkJson.read(in, GetDeploymentGroupRequest.builder()).build()));
    calls.put(
        "codedeploy:GetApplication",
        in ->
            session
                .client(CodeDeployClient.builder())
                .getApplication(SdkJson.read(in, GetApplicationRequest.builder()).build()));
    calls.put(
        "codedeploy:GetDeploymentConfig",
        in ->
            session
                .client(CodeDeployClient.builder())
                .getDeploymentConfig(
                    SdkJson.read(in, GetDeploymentConfigRequest.builder()).build()));
    calls.put(
        "codedeploy:ListDeployments",
        in ->
            session
                .client(CodeDeployClient.builder())
                .listDeployments(SdkJson.read(in, ListDeploymentsRequest.builder()).build()));
    calls.put(
        "codedeploy:CreateDeploymentGroup",
        in ->
            session
                .clientWithoutRetries(CodeDeployClient.builder())
                .createDeploymentGroup(
                    SdkJson.read(in, CreateDeploymentGroupRequest.builder()).build()));
  }

  private ApplicationAutoScalingClient scalingClient() {
    return session.client(ApplicationAutoScalingClient.builder());
  }

  // These are idempotent, so that they may be retried.
  private void scaling() {
    calls.put(
        "application-autoscaling:DescribeScalableTargets",
        in ->
            scalingClient()
                .describeScalableTargets(
                    SdkJson.read(in, DescribeScalableTargetsRequest.builder()).build()));
    calls.put(
        "application-autoscaling:DescribeScalingPolicies",
        in ->
            scalingClient()
                .describeScalingPolicies(
                    SdkJson.read(in, DescribeScalingPoliciesRequest.builder()).build()));
    calls.put(
        "application-autoscaling:DescribeScheduledActions",
        in ->
            scalingClient()
                .describeScheduledActions(
                    SdkJson.read(in, DescribeScheduledActionsRequest.builder()).build()));
    calls.put(
        "application-autoscaling:RegisterScalableTarget",
        in ->
            scalingClient()
                .registerScalableTarget(
                    SdkJson.read(in, RegisterScalableTargetRequest.builder()).build()));
    calls.put(
        "application-autoscaling:PutScalingPolicy",
        in ->
            scalingClient()
                .putScalingPolicy(SdkJson.read(in, PutScalingPolicyRequest.builder()).build()));
    calls.put(
        "application-autoscaling:PutScheduledAction",
        in ->
            scalingClient()
                .putScheduledAction(SdkJson.read(in, PutScheduledActionRequest.builder()).build()));
  }

  private ElasticLoadBalancingV2Client elb() {
    return session.client(ElasticLoadBalancingV2Client.builder());
  }

  private void loadBalancing() {
    calls.put(
        "elasticloadbalancing:DescribeListeners",
        in ->
            elb().describeListeners(SdkJson.read(in, DescribeListenersRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:DescribeRules",
        in -> elb().describeRules(SdkJson.read(in, DescribeRulesRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:DescribeTargetGroups",
        in ->
            elb()
                .describeTargetGroups(
                    SdkJson.read(in, DescribeTargetGroupsRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:DescribeTargetHealth",
        in ->
            elb()
                .describeTargetHealth(
                    SdkJson.read(in, DescribeTargetHealthRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        in ->
            elb()
                .describeTargetGroupAttributes(
                    SdkJson.read(in, DescribeTargetGroupAttributesRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        in ->
            elb()
                .modifyTargetGroupAttributes(
                    SdkJson.read(in, ModifyTargetGroupAttributesRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:DescribeTags",
        in -> elb().describeTags(SdkJson.read(in, DescribeTagsRequest.builder()).build()));
    // These are idempotent, so that they may be retried after a lost response.
    calls.put(
        "elasticloadbalancing:ModifyListener",
        in -> elb().modifyListener(SdkJson.read(in, ModifyListenerRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:ModifyRule",
        in -> elb().modifyRule(SdkJson.read(in, ModifyRuleRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:RemoveTags",
        in -> elb().removeTags(SdkJson.read(in, RemoveTagsRequest.builder()).build()));
    calls.put(
        "elasticloadbalancing:CreateTargetGroup",
        in ->
            elb().createTargetGroup(SdkJson.read(in, CreateTargetGroupRequest.builder()).build()));
  }
}
