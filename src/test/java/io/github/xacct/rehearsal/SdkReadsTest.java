package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentLimitExceededException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.TargetLabel;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The SDK can read the responses during a deployment. */
class SdkReadsTest {
  @TempDir static Path folder;
  private static Stage stage;
  private static HttpServer server;
  private static String deployment;

  @BeforeAll
  static void start() throws Exception {
    stage = new Stage(Setting.in(folder).readyWait(6000).with(Fault.ALARM));
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", SdkReadsTest::bridge);
    server.start();
    deployment = stage.deploy(stage.register(stage.registry.image("1")));
    stage.awaitStatus(deployment, "Ready");
  }

  @AfterAll
  static void close() {
    server.stop(0);
    stage.close();
  }

  /** Passes a call to the service, without checking its signature. */
  private static void bridge(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String scope = exchange.getRequestHeaders().getFirst("Authorization");
    String service = scope.replaceAll("(?s).*Credential=[^/]+/[^/]+/[^/]+/([^/]+)/.*", "$1");
    int status = 200;
    String answer;
    try {
      ObjectNode input = target == null ? form(body) : (ObjectNode) Json.JSON.readTree(body);
      String operation =
          target == null ? input.path("Action").asText() : target.replaceFirst(".*\\.", "");
      answer = stage.raw(Stage.DEPLOYER, service, operation, input);
    } catch (AwsError e) {
      status = e.status();
      answer = Json.write(Json.object().put("__type", e.code()).put("message", e.getMessage()));
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static ObjectNode form(String body) {
    ObjectNode input = Json.object();
    for (String field : body.split("&")) {
      String[] parts = field.split("=", 2);
      input.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return input;
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
        .build();
  }

  @Test
  void codeDeploysDeploymentsAndTargets() {
    try (CodeDeployClient client = client(CodeDeployClient.builder())) {
      DeploymentInfo info = client.getDeployment(b -> b.deploymentId(deployment)).deploymentInfo();
      assertThat(info.status()).isEqualTo(DeploymentStatus.READY);
      assertThat(info.createTime()).isBetween(Instant.now().minusSeconds(600), Instant.now());
      assertThat(info.revision().appSpecContent().content()).isNull();
      String text =
          client
              .getApplicationRevision(b -> b.applicationName("web-app").revision(info.revision()))
              .revision()
              .appSpecContent()
              .content();
      assertThat(text).contains("AWS::ECS::Service");
      String targetId =
          client.listDeploymentTargets(b -> b.deploymentId(deployment)).targetIds().get(0);
      ECSTarget target =
          client
              .batchGetDeploymentTargets(b -> b.deploymentId(deployment).targetIds(targetId))
              .deploymentTargets()
              .get(0)
              .ecsTarget();
      assertThat(target.lifecycleEvents()).hasSize(8);
      assertThat(target.taskSetsInfo().get(1).identifer()).startsWith("ecs-svc/");
      assertThat(target.taskSetsInfo().get(1).taskSetLabel()).isEqualTo(TargetLabel.GREEN);
      assertThat(target.taskSetsInfo().get(0).trafficWeight()).isEqualTo(100.0);
      assertThat(
              client
                  .listDeployments(
                      b -> b.applicationName("web-app").deploymentGroupName("web-group"))
                  .deployments())
          .containsExactly(deployment);
      assertThatThrownBy(
              () ->
                  client.createDeployment(
                      b ->
                          b.applicationName("web-app")
                              .deploymentGroupName("web-group")
                              .revision(info.revision())))
          .isInstanceOf(DeploymentLimitExceededException.class)
          .hasMessageContaining(deployment);
      assertThat(
              client
                  .getDeploymentGroup(
                      b -> b.applicationName("web-app").deploymentGroupName("web-group"))
                  .deploymentGroupInfo()
                  .lastAttemptedDeployment()
                  .deploymentId())
          .isEqualTo(deployment);
    }
  }

  @Test
  void ecssServicesAndTasks() {
    try (EcsClient client = client(EcsClient.builder())) {
      Service service =
          client.describeServices(b -> b.cluster("apps").services("web")).services().get(0);
      assertThat(service.taskSets()).hasSize(2);
      assertThat(service.hasDeployments()).isFalse();
      assertThat(service.events()).isNotEmpty();
      Task task =
          client
              .describeTasks(
                  b ->
                      b.cluster("apps")
                          .tasks(client.listTasks(l -> l.cluster("apps").family("web")).taskArns()))
              .tasks()
              .get(0);
      assertThat(task.startedBy()).isEqualTo(service.taskSets().get(1).id());
      assertThat(task.startedAt()).isAfter(task.createdAt());
      assertThat(task.containers().get(0).imageDigest()).startsWith("sha256:");
      assertThat(task.containers().get(0).exitCode()).isNull();
    }
  }

  @Test
  void theLoadBalancersGroupsListenersAndHealth() {
    try (ElasticLoadBalancingV2Client client = client(ElasticLoadBalancingV2Client.builder())) {
      assertThat(client.describeTargetGroups(b -> b.names("web-tg-1")).targetGroups()).hasSize(1);
      TargetGroup green =
          client.describeTargetGroups(b -> b.names("web-tg-2")).targetGroups().get(0);
      assertThat(green.healthCheckPath()).isEqualTo("/");
      assertThat(
              client
                  .describeTargetHealth(b -> b.targetGroupArn(green.targetGroupArn()))
                  .targetHealthDescriptions()
                  .get(0)
                  .targetHealth()
                  .state())
          .isEqualTo(TargetHealthStateEnum.HEALTHY);
      String balancer =
          client.describeLoadBalancers(b -> {}).loadBalancers().get(0).loadBalancerArn();
      assertThat(green.loadBalancerArns()).containsExactly(balancer);
      Listener production =
          client.describeListeners(b -> b.loadBalancerArn(balancer)).listeners().get(0);
      assertThat(production.defaultActions().get(0).forwardConfig().targetGroups())
          .extracting(t -> t.weight())
          .containsExactly(100);
      assertThat(client.describeRules(b -> b.listenerArn(production.listenerArn())).rules())
          .hasSize(1);
      assertThat(
              client
                  .describeTargetGroupAttributes(b -> b.targetGroupArn(green.targetGroupArn()))
                  .attributes())
          .isNotEmpty();
    }
  }

  @Test
  void theContainersLog() {
    try (CloudWatchLogsClient client = client(CloudWatchLogsClient.builder())) {
      String stream =
          client
              .describeLogStreams(b -> b.logGroupName("/web"))
              .logStreams()
              .get(0)
              .logStreamName();
      assertThat(
              client
                  .getLogEvents(b -> b.logGroupName("/web").logStreamName(stream))
                  .events()
                  .get(0)
                  .message())
          .startsWith("tiny app 1");
    }
  }
}
