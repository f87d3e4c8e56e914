package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Parameters for production, with their defaults, bootstrapped over the wire. */
class ProductionDefaultsTest {
  private static final String WEB_ACL =
      "arn:aws:wafv2:eu-central-1:222222222222:regional/webacl/shop/0f3e7a52";

  @TempDir Path folder;

  private static BootstrapRequests test() {
    return BootstrapRequests.usual().only("test");
  }

  @Test
  void logsAreOnAndWhatCostsOrNeedsSomethingOfTheTeamIsOff() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      assertThat(added(aws.bootstrap(test().plan())))
          .contains("FlowLog", "AccessLogBucket", "AccessLogBucketPolicy")
          .contains("LoadBalancerErrors", "UnhealthyA", "UnhealthyB")
          .doesNotContain("ScalableTarget", "Firewall", "LatencyA", "RegistryEndpoint");
    }
  }

  @Test
  void everythingOnStandsAndASecondRunChangesNothing() {
    StackPlan plan = everything().plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      List<ChangeSet> sets = aws.bootstrap(plan);

      assertThat(added(sets))
          .contains("ScalableTarget", "ScaleByCpu", "ScaleByRequests", "Firewall")
          .contains("LatencyA", "LatencyB", "EndpointSecurityGroup", "RegistryEndpoint");
      assertThat(group(sets))
          .contains("demo-app-test-latency-a", "demo-app-test-latency-b", "team-alarm");
      assertThat(target(aws).minCapacity()).isEqualTo(2);
      assertThat(target(aws).maxCapacity()).isEqualTo(8);
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
    }
  }

  /** Suspends scaling as the plugin does during a deployment: other settings are kept. */
  @Test
  void autoScalingOfAStackIsSuspendedAndResumed() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(test().parameter("AutoScalingMaxCount", "4").plan());
      try (var client = scaling(aws)) {
        client.registerScalableTarget(
            r ->
                r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceId("service/demo-app-test/demo-app-test")
                    .scalableDimension("ecs:service:DesiredCount")
                    .suspendedState(s -> s.dynamicScalingInSuspended(true)));
      }
      Stack service = test().parameter("AutoScalingMaxCount", "4").plan().of("test").get(1);
      aws.accounts.in(service.place()).stopTasks("demo-app-test", "demo-app-test");
      assertThat(aws.drift(service)).isEmpty();
      assertThat(target(aws).suspendedState().dynamicScalingInSuspended()).isTrue();
      assertThat(target(aws).maxCapacity()).isEqualTo(4);
    }
  }

  /** The rehearsal has only what the stacks configure. */
  @Test
  void aServiceIsScaledAndDrainedAsItsStackSays() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(test().suspends().plan());
      try (var client = scaling(aws)) {
        assertThat(
                client
                    .describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS))
                    .scalableTargets())
            .isEmpty();
      }
      try (var client = configured(aws, ElasticLoadBalancingV2Client.builder()).build()) {
        String group = client.describeTargetGroups(r -> {}).targetGroups().get(0).targetGroupArn();
        assertThat(client.describeTargetGroupAttributes(r -> r.targetGroupArn(group)).attributes())
            .anyMatch(
                a ->
                    a.key().equals("deregistration_delay.timeout_seconds")
                        && a.value().equals("30"));
      }
    }
  }

  @Test
  void bothWaysOutOfANetworkHaveTheirCosts() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var nat = aws.bootstrap(test().plan(), RehearsedStacks.everything(test().plan())).prepare();
      assertThat(Bootstrap.lines(nat, false))
          .contains(
              "        total about                                                  70",
              "        demo-app-test-network with interface endpoints instead       44");
    }
    try (var aws = new RehearsedStacks(folder.resolve("endpoints"), Set.of())) {
      var plan = endpoints().plan();
      assertThat(Bootstrap.lines(aws.bootstrap(plan), false))
          .contains(
              "    6 x interface endpoint in a zone                                 44",
              "        total about                                                  77",
              "        demo-app-test-network with one NAT gateway instead           37");
    }
  }

  @Test
  void aProtectedLoadBalancerIsReportedBeforeAnythingIsDeleted() {
    StackPlan isProtected = test().parameter("DeletionProtection", "true").plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(isProtected);
      assertThatThrownBy(() -> aws.destroy(isProtected.of("test")))
          .hasMessage(
              "The load balancer of stack demo-app-test-service in test (account 222222222222,"
                  + " eu-central-1) is protected from deletion.\n"
                  + "The stack's DeletionProtection is true. Nothing was deleted.\n"
                  + "Try: set <DeletionProtection>false</DeletionProtection> in the environment's"
                  + " <stackParameters>, run mvn xacct:bootstrap, and then: mvn xacct:destroy");
      assertThat(aws.accounts.in(isProtected.of("test").get(3).place()).look("demo-app-test-role"))
          .isPresent();

      assertThat(aws.bootstrap(test().plan()))
          .flatExtracting(ChangeSet::changes)
          .extracting(ChangeSet.Change::logicalId)
          .containsExactly("LoadBalancer");
      assertThat(aws.destroy(test().plan().of("test"))).hasSize(3);
    }
  }

  /** The bucket with the logs is retained; it is only no longer part of the stack. */
  @Test
  void accessLogsCanBeTurnedOffLater() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(test().plan());
      assertThat(aws.bootstrap(test().parameter("AccessLogs", "false").plan()))
          .flatExtracting(ChangeSet::changes)
          .extracting(change -> change.action() + " " + change.logicalId())
          .containsExactlyInAnyOrder(
              "Modify LoadBalancer", "Remove AccessLogBucket", "Remove AccessLogBucketPolicy");
    }
  }

  @Test
  void everyStackHasTheTagsAndAServiceKeepsItsFirst() {
    StackPlan plan = test().tag("cost-center", "1234").plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.bootstrap(plan);
      for (Stack stack : plan.all()) {
        assertThat(aws.accounts.in(stack.place()).look(stack.name()).orElseThrow().tags())
            .as(stack.name())
            .isEqualTo(Map.of("cost-center", "1234"));
      }
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);

      assertThat(aws.bootstrap(test().tag("cost-center", "5678").plan()))
          .filteredOn(set -> !set.isEmpty())
          .extracting(set -> set.stack().template().id())
          .containsExactly("tooling", "network", "codedeploy", "role");
      assertThat(aws.said)
          .contains(
              "! demo-app-test-service: tags stay {cost-center=1234}, although the configuration has"
                  + " {cost-center=5678}: after their creation, service and listeners are controlled by CodeDeploy");

      aws.bootstrap(test().plan());
      assertThat(plan.all())
          .filteredOn(
              stack ->
                  !aws.accounts.in(stack.place()).look(stack.name()).orElseThrow().tags().isEmpty())
          .extracting(Stack::name)
          .containsExactly("demo-app-test-service");
    }
  }

  /** For accounts in which one of the first two zones does not support Fargate. */
  @Test
  void subnetsLieInTheZonesThatAreNamed() {
    var network =
        test()
            .parameter("AvailabilityZones", "eu-central-1c,eu-central-1b")
            .plan()
            .of("test")
            .get(0);
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var account = aws.accounts.in(network.place());
      account.execute(account.prepare(network, network.values(), true));
      aws.untilDone(network);
      assertThat(
              aws.rehearsal
                  .standing(network.place().account(), network.place().region(), "AWS::EC2::Subnet")
                  .values())
          .extracting(subnet -> subnet.path("AvailabilityZone").asText())
          .containsOnly("eu-central-1c", "eu-central-1b");
    }
  }

  /** As in the CDK: only endpoints of ECR have names with the partition. */
  @Test
  void endpointsInChinaHaveTheirNames() {
    var network =
        BootstrapRequests.usual()
            .only("none")
            .tools("cn-north-1")
            .environment("test", "222222222222", "cn-north-1")
            .parameter("NatGateways", "endpoints")
            .parameter(
                "PlaceholderImage",
                "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/team/demo:placeholder")
            .secrets(Map.of("KEY", "arn:aws-cn:secretsmanager:cn-north-1:222222222222:secret:k"))
            .plan()
            .of("test")
            .get(0);
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var account = aws.accounts.in(network.place());
      account.execute(account.prepare(network, network.values(), true));
      aws.untilDone(network);
      assertThat(
              aws.rehearsal
                  .standing(
                      network.place().account(), network.place().region(), "AWS::EC2::VPCEndpoint")
                  .values())
          .extracting(endpoint -> endpoint.path("ServiceName").asText())
          .containsExactlyInAnyOrder(
              "com.amazonaws.cn-north-1.s3",
              "cn.com.amazonaws.cn-north-1.ecr.api",
              "cn.com.amazonaws.cn-north-1.ecr.dkr",
              "com.amazonaws.cn-north-1.logs",
              "com.amazonaws.cn-north-1.secretsmanager");
    }
  }

  private static BootstrapRequests endpoints() {
    return test()
        .parameter("NatGateways", "endpoints")
        .parameter(
            "PlaceholderImage",
            "111111111111.dkr.ecr.eu-central-1.amazonaws.com/team/demo:placeholder");
  }

  private static BootstrapRequests everything() {
    return endpoints()
        .parameter("FlowLogs", "ALL")
        .parameter("AutoScalingMinCount", "2")
        .parameter("AutoScalingMaxCount", "8")
        .parameter("AutoScalingRequests", "600")
        .parameter("LatencySeconds", "1.5")
        .parameter("TeamAlarms", "team-alarm")
        .parameter("WebAclArn", WEB_ACL)
        .parameter("DeletionProtection", "true");
  }

  private static List<String> added(List<ChangeSet> sets) {
    return sets.stream()
        .flatMap(set -> set.changes().stream())
        .map(ChangeSet.Change::logicalId)
        .toList();
  }

  private static String group(List<ChangeSet> sets) {
    return sets.stream()
        .flatMap(set -> set.changes().stream())
        .filter(change -> change.logicalId().equals("DeploymentGroup"))
        .map(change -> change.after().path("AlarmConfiguration").toString())
        .collect(Collectors.joining());
  }

  private static ScalableTarget target(RehearsedStacks aws) {
    try (var client = scaling(aws)) {
      return client
          .describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS))
          .scalableTargets()
          .get(0);
    }
  }

  private static ApplicationAutoScalingClient scaling(RehearsedStacks aws) {
    return configured(aws, ApplicationAutoScalingClient.builder()).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B configured(RehearsedStacks aws, B builder) {
    var keys = aws.rehearsal.administrator(test().plan().of("test").get(0).place().account());
    return builder
        .endpointOverride(aws.rehearsal.endpoint())
        .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())));
  }
}
