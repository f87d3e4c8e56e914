package io.github.xacct.aws.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AllPages;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Ec2Query;
import io.github.xacct.aws.EditedAnswers;
import io.github.xacct.aws.SdkJson;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;

/** How each question of preflight is asked of AWS. */
public final class PreflightCalls {
  private final AwsSession session;
  private final Clock clock;
  private final PreflightClients clients;
  private final Map<String, Function<ObjectNode, JsonNode>> calls = new HashMap<>();

  public PreflightCalls(AwsSession session, Clock clock) {
    this.session = session;
    this.clients = new PreflightClients(session);
    this.clock = clock;
    registry();
    codeDeploy();
    ecs();
    loadBalancing();
    iam();
    theRest();
    network();
  }

  AwsSession session() {
    return session;
  }

  /** Calls the action and returns its response; fails as AWS fails. */
  public JsonNode make(String action, ObjectNode input) {
    return Objects.requireNonNull(calls.get(action)).apply(input);
  }

  private void registry() {
    putList(
        "ecr:DescribeRepositories",
        in ->
            clients
                .ecr()
                .describeRepositories(read(in, DescribeRepositoriesRequest.builder()).build()));
    put(
        "ecr:GetRepositoryPolicy",
        in ->
            clients
                .ecr()
                .getRepositoryPolicy(read(in, GetRepositoryPolicyRequest.builder()).build()));
    put(
        "ecr:GetLifecyclePolicy",
        in ->
            clients
                .ecr()
                .getLifecyclePolicy(read(in, GetLifecyclePolicyRequest.builder()).build()));
    putList(
        "ecr:DescribeImages",
        in -> clients.ecr().describeImages(read(in, DescribeImagesRequest.builder()).build()));
    put(
        "ecr:BatchGetImage",
        in -> clients.ecr().batchGetImage(read(in, BatchGetImageRequest.builder()).build()));
    calls.put(
        "ecr:GetDownloadUrlForLayer",
        in ->
            EditedAnswers.content(
                clients
                    .ecr()
                    .getDownloadUrlForLayer(
                        read(in, GetDownloadUrlForLayerRequest.builder()).build())
                    .downloadUrl()));
  }

  private void codeDeploy() {
    put(
        "codedeploy:GetDeploymentGroup",
        in ->
            clients
                .codeDeploy()
                .getDeploymentGroup(read(in, GetDeploymentGroupRequest.builder()).build()));
    put(
        "codedeploy:GetDeploymentConfig",
        in ->
            clients
                .codeDeploy()
                .getDeploymentConfig(read(in, GetDeploymentConfigRequest.builder()).build()));
    putList(
        "codedeploy:ListDeployments",
        in ->
            clients
                .codeDeploy()
                .listDeployments(read(in, ListDeploymentsRequest.builder()).build()));
    put(
        "codedeploy:BatchGetDeployments",
        in ->
            clients
                .codeDeploy()
                .batchGetDeployments(read(in, BatchGetDeploymentsRequest.builder()).build()));
    put(
        "codedeploy:GetApplicationRevision",
        in ->
            clients
                .codeDeploy()
                .getApplicationRevision(read(in, GetApplicationRevisionRequest.builder()).build()));
  }

  private void ecs() {
    put(
        "ecs:DescribeServices",
        in -> clients.ecs().describeServices(read(in, DescribeServicesRequest.builder()).build()));
    put(
        "ecs:DescribeClusters",
        in -> clients.ecs().describeClusters(read(in, DescribeClustersRequest.builder()).build()));
    putList(
        "ecs:ListServiceDeployments",
        in ->
            clients
                .ecs()
                .listServiceDeployments(read(in, ListServiceDeploymentsRequest.builder()).build()));
    put(
        "ecs:DescribeServiceRevisions",
        in ->
            clients
                .ecs()
                .describeServiceRevisions(
                    read(in, DescribeServiceRevisionsRequest.builder()).build()));
    put(
        "ecs:DescribeTaskDefinition",
        in ->
            clients
                .ecs()
                .describeTaskDefinition(read(in, DescribeTaskDefinitionRequest.builder()).build()));
  }

  /** ELB refuses what it does not know, and has a default rule for each listener. */
  private void loadBalancing() {
    putList(
        "elasticloadbalancing:DescribeTargetGroups",
        in ->
            clients
                .elb()
                .describeTargetGroups(read(in, DescribeTargetGroupsRequest.builder()).build()),
        answer -> answer.targetGroups());
    putList(
        "elasticloadbalancing:DescribeListeners",
        in -> clients.elb().describeListeners(read(in, DescribeListenersRequest.builder()).build()),
        answer -> answer.listeners());
    putList(
        "elasticloadbalancing:DescribeRules",
        in -> clients.elb().describeRules(read(in, DescribeRulesRequest.builder()).build()),
        answer -> answer.rules());
    putList(
        "elasticloadbalancing:DescribeListenerCertificates",
        in ->
            clients
                .elb()
                .describeListenerCertificates(
                    read(in, DescribeListenerCertificatesRequest.builder()).build()),
        answer -> answer.certificates());
    putList(
        "elasticloadbalancing:DescribeLoadBalancers",
        in ->
            clients
                .elb()
                .describeLoadBalancers(read(in, DescribeLoadBalancersRequest.builder()).build()),
        answer -> answer.loadBalancers());
  }

  private void iam() {
    put("iam:GetRole", in -> clients.iam().getRole(read(in, GetRoleRequest.builder()).build()));
    putList(
        "iam:SimulatePrincipalPolicy",
        in ->
            clients
                .iam()
                .simulatePrincipalPolicy(
                    read(in, SimulatePrincipalPolicyRequest.builder()).build()));
    putList(
        "iam:ListRolePolicies",
        in -> clients.iam().listRolePolicies(read(in, ListRolePoliciesRequest.builder()).build()));
    put(
        "iam:GetRolePolicy",
        in -> clients.iam().getRolePolicy(read(in, GetRolePolicyRequest.builder()).build()));
    putList(
        "iam:ListAttachedRolePolicies",
        in ->
            clients
                .iam()
                .listAttachedRolePolicies(
                    read(in, ListAttachedRolePoliciesRequest.builder()).build()));
    put(
        "iam:GetPolicy",
        in -> clients.iam().getPolicy(read(in, GetPolicyRequest.builder()).build()));
    put(
        "iam:GetPolicyVersion",
        in -> clients.iam().getPolicyVersion(read(in, GetPolicyVersionRequest.builder()).build()));
  }

  private void theRest() {
    calls.put(
        "sts:GetCallerIdentity",
        in -> EditedAnswers.dated(clients.sts().getCallerIdentity(r -> {}), clock));
    putList(
        "cloudwatch:DescribeAlarms",
        in ->
            clients.cloudWatch().describeAlarms(read(in, DescribeAlarmsRequest.builder()).build()));
    putList(
        "logs:DescribeLogGroups",
        in ->
            clients.logs().describeLogGroups(read(in, DescribeLogGroupsRequest.builder()).build()));
    put(
        "lambda:GetFunctionConfiguration",
        in ->
            clients
                .lambda()
                .getFunctionConfiguration(
                    read(in, GetFunctionConfigurationRequest.builder()).build()));
    putList(
        "ssm:DescribeParameters",
        in ->
            clients
                .ssm()
                .describeParameters(read(in, DescribeParametersRequest.builder()).build()));
    put(
        "secretsmanager:DescribeSecret",
        in -> clients.secrets().describeSecret(read(in, DescribeSecretRequest.builder()).build()));
    calls.put(
        "secretsmanager:GetSecretValue",
        in ->
            EditedAnswers.keys(
                clients
                    .secrets()
                    .getSecretValue(read(in, GetSecretValueRequest.builder()).build())));
  }

  private void network() {
    var acm = session.acm();
    calls.put("acm:DescribeCertificate", in -> session.patience().ask(() -> acm.describe(in)));
    var ec2 = session.ec2();
    for (String operation : Ec2Query.READS) {
      calls.put("ec2:" + operation, in -> session.patience().ask(() -> ec2.ask(operation, in)));
    }
  }

  private void put(String action, Function<ObjectNode, ? extends SdkPojo> call) {
    calls.put(action, in -> SdkJson.write(call.apply(in)));
  }

  private void putList(String action, Function<ObjectNode, ? extends SdkPojo> call) {
    calls.put(action, in -> AllPages.of(in, page -> SdkJson.write(call.apply(page))));
  }

  /** The same of a list that is never empty. */
  private <A extends SdkPojo> void putList(
      String action, Function<ObjectNode, A> call, Function<A, List<?>> list) {
    putList(
        action,
        in -> {
          A answer = call.apply(in);
          if (list.apply(answer).isEmpty()) {
            AwsErrors.member(action, "anything in it", null);
          }
          return answer;
        });
  }

  private static <B extends SdkPojo> B read(ObjectNode json, B builder) {
    return SdkJson.read(json, builder);
  }
}
