package io.github.xacct.aws.preflight;

import io.github.xacct.aws.AwsSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK clients of one account; each is created, and its classes loaded, on first use. */
final class PreflightClients {
  private final AwsSession session;
  private final Map<String, Object> clients = new ConcurrentHashMap<>();

  PreflightClients(AwsSession session) {
    this.session = session;
  }

  EcrClient ecr() {
    return client("ecr", () -> session.client(EcrClient.builder()));
  }

  CodeDeployClient codeDeploy() {
    return client("codeDeploy", () -> session.client(CodeDeployClient.builder()));
  }

  EcsClient ecs() {
    return client("ecs", () -> session.client(EcsClient.builder()));
  }

  ElasticLoadBalancingV2Client elb() {
    return client("elb", () -> session.client(ElasticLoadBalancingV2Client.builder()));
  }

  IamClient iam() {
    return client("iam", () -> session.client(IamClient.builder()));
  }

  SecretsManagerClient secrets() {
    return client("secrets", () -> session.client(SecretsManagerClient.builder()));
  }

  StsClient sts() {
    return client("sts", () -> session.client(StsClient.builder()));
  }

  CloudWatchClient cloudWatch() {
    return client("cloudWatch", () -> session.client(CloudWatchClient.builder()));
  }

  CloudWatchLogsClient logs() {
    return client("logs", () -> session.client(CloudWatchLogsClient.builder()));
  }

  LambdaClient lambda() {
    return client("lambda", () -> session.client(LambdaClient.builder()));
  }

  @SuppressWarnings("unchecked") // each name has one type
  private <C> C client(String name, Supplier<C> create) {
    return (C) clients.computeIfAbsent(name, n -> create.get());
  }
}
