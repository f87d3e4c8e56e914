package io.github.xacct.aws.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AllPages;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Ec2Query;
import io.github.xacct.aws.EditedAnswers;
import java.time.Clock;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyRequest;
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

/** Sends the reads of preflight to AWS, by action. */
public final class PreflightCalls {
  private final AwsSession session;
  private final Clock clock;
  private final PreflightClients clients;
  private final ReadCalls calls = new ReadCalls();

  public PreflightCalls(AwsSession session, Clock clock) {
    this.session = session;
    this.clients = new PreflightClients(session);
    this.clock = clock;
    registry();
    PreflightDeploymentCalls.add(clients, calls);
    iam();
    theRest();
    network();
  }

  AwsSession session() {
    return session;
  }

  /** Calls the action and returns its response; throws the SDK's exception if AWS refuses it. */
  public JsonNode make(String action, ObjectNode input) {
    return calls.make(action, input);
  }

  private void registry() {
    calls.putList(
        "ecr:DescribeRepositories",
        in ->
            clients
                .ecr()
                .describeRepositories(
                    ReadCalls.read(in, DescribeRepositoriesRequest.builder()).build()));
    calls.put(
        "ecr:GetRepositoryPolicy",
        in ->
            clients
                .ecr()
                .getRepositoryPolicy(
                    ReadCalls.read(in, GetRepositoryPolicyRequest.builder()).build()));
    calls.put(
        "ecr:GetLifecyclePolicy",
        in ->
            clients
                .ecr()
                .getLifecyclePolicy(
                    ReadCalls.read(in, GetLifecyclePolicyRequest.builder()).build()));
    calls.putList(
        "ecr:DescribeImages",
        in ->
            clients
                .ecr()
                .describeImages(ReadCalls.read(in, DescribeImagesRequest.builder()).build()));
    calls.put(
        "ecr:BatchGetImage",
        in ->
            clients
                .ecr()
                .batchGetImage(ReadCalls.read(in, BatchGetImageRequest.builder()).build()));
    calls.putJson(
        "ecr:GetDownloadUrlForLayer",
        in ->
            EditedAnswers.content(
                clients
                    .ecr()
                    .getDownloadUrlForLayer(
                        ReadCalls.read(in, GetDownloadUrlForLayerRequest.builder()).build())
                    .downloadUrl()));
  }

  private void iam() {
    calls.put(
        "iam:GetRole",
        in -> clients.iam().getRole(ReadCalls.read(in, GetRoleRequest.builder()).build()));
    calls.putList(
        "iam:SimulatePrincipalPolicy",
        in ->
            clients
                .iam()
                .simulatePrincipalPolicy(
                    ReadCalls.read(in, SimulatePrincipalPolicyRequest.builder()).build()));
    calls.putList(
        "iam:ListRolePolicies",
        in ->
            clients
                .iam()
                .listRolePolicies(ReadCalls.read(in, ListRolePoliciesRequest.builder()).build()));
    calls.put(
        "iam:GetRolePolicy",
        in ->
            clients
                .iam()
                .getRolePolicy(ReadCalls.read(in, GetRolePolicyRequest.builder()).build()));
    calls.putList(
        "iam:ListAttachedRolePolicies",
        in ->
            clients
                .iam()
                .listAttachedRolePolicies(
                    ReadCalls.read(in, ListAttachedRolePoliciesRequest.builder()).build()));
    calls.put(
        "iam:GetPolicy",
        in -> clients.iam().getPolicy(ReadCalls.read(in, GetPolicyRequest.builder()).build()));
    calls.put(
        "iam:GetPolicyVersion",
        in ->
            clients
                .iam()
                .getPolicyVersion(ReadCalls.read(in, GetPolicyVersionRequest.builder()).build()));
  }

  private void theRest() {
    calls.putJson(
        "sts:GetCallerIdentity",
        in -> EditedAnswers.dated(clients.sts().getCallerIdentity(r -> {}), clock));
    calls.putList(
        "cloudwatch:DescribeAlarms",
        in ->
            clients
                .cloudWatch()
                .describeAlarms(ReadCalls.read(in, DescribeAlarmsRequest.builder()).build()));
    calls.putList(
        "logs:DescribeLogGroups",
        in ->
            clients
                .logs()
                .describeLogGroups(ReadCalls.read(in, DescribeLogGroupsRequest.builder()).build()));
    calls.put(
        "lambda:GetFunctionConfiguration",
        in ->
            clients
                .lambda()
                .getFunctionConfiguration(
                    ReadCalls.read(in, GetFunctionConfigurationRequest.builder()).build()));
    var ssm = session.ssm();
    calls.putJson(
        "ssm:DescribeParameters",
        in -> AllPages.of(in, page -> ssm.ask("DescribeParameters", page)));
    calls.put(
        "secretsmanager:DescribeSecret",
        in ->
            clients
                .secrets()
                .describeSecret(ReadCalls.read(in, DescribeSecretRequest.builder()).build()));
    calls.putJson(
        "secretsmanager:GetSecretValue",
        in ->
            EditedAnswers.keys(
                clients
                    .secrets()
                    .getSecretValue(ReadCalls.read(in, GetSecretValueRequest.builder()).build())));
  }

  private void network() {
    var acm = session.acm();
    calls.putJson("acm:DescribeCertificate", in -> session.patience().ask(() -> acm.describe(in)));
    var ec2 = session.ec2();
    for (String operation : Ec2Query.READS) {
      calls.putJson("ec2:" + operation, in -> session.patience().ask(() -> ec2.ask(operation, in)));
    }
  }
}
