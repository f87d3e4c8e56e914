package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.AccountId;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.Stack;
import io.github.xacct.stack.StackPlan;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * A service that stacks created for CodeDeploy, and that moves to ECS: with the role that its stack
 * creates beforehand, and by the calls that such a move takes.
 */
final class MovedService {
  private final RehearsedStacks aws;
  private final StackPlan plan;

  /**
   * Of environment test.
   *
   * @param plan that asks for the role of ECS, with CodeDeploy as the engine
   */
  MovedService(RehearsedStacks aws, StackPlan plan) {
    this.aws = aws;
    this.plan = plan;
  }

  private Stack service() {
    return plan.of("test").stream()
        .filter(stack -> stack.template().id().equals("service"))
        .findFirst()
        .orElseThrow();
  }

  /** The stacks go on afterwards, without an update of service or listeners. */
  void goesOnWith(StackPlan ecs) {
    assertThatThrownBy(() -> aws.bootstrap(ecs))
        .hasMessageStartingWith(
            "Service demo-app-test in test (account 222222222222, eu-central-1) is not deployed by"
                + " ECS, although <engine> is ecs.\n");
    assertThat(aws.bootstrap(plan))
        .flatExtracting(ChangeSet::changes)
        .extracting(ChangeSet.Change::logicalId)
        .containsExactly("InfrastructureRole");
    move();
    assertThatThrownBy(() -> aws.bootstrap(plan)).hasMessageContaining("is deployed by ECS");
    var sets = aws.bootstrap(ecs);
    assertThat(sets)
        .flatExtracting(ChangeSet::changes)
        .extracting(ChangeSet.Change::logicalId)
        .contains("DeployRole")
        .doesNotContain(
            "Service", "ProductionListener", "TestListener", "InfrastructureRole", "TargetGroupA");
    assertThat(aws.said)
        .anyMatch(
            line -> line.startsWith("! demo-app-test-codedeploy: its service is deployed by"));
    ecs.all().forEach(stack -> assertThat(aws.drift(stack)).as(stack.name()).isEmpty());
  }

  private void move() {
    var outputs = outputs();
    var keys = aws.rehearsal.administrator(new AccountId("222222222222"));
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
    try (var elb =
            ElasticLoadBalancingV2Client.builder()
                .endpointOverride(aws.rehearsal.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .build();
        var ecs =
            EcsClient.builder()
                .endpointOverride(aws.rehearsal.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .build()) {
      var service =
          ecs.describeServices(r -> r.cluster("demo-app-test").services("demo-app-test"))
              .services()
              .get(0);
      String live = service.taskSets().get(0).loadBalancers().get(0).targetGroupArn();
      String idle =
          elb
              .describeTargetGroups(
                  r -> r.names(outputs.get("TargetGroupAName"), outputs.get("TargetGroupBName")))
              .targetGroups()
              .stream()
              .map(group -> group.targetGroupArn())
              .filter(arn -> !arn.equals(live))
              .findFirst()
              .orElseThrow();
      List<String> rules =
          Stream.of("ProductionListenerArn", "TestListenerArn")
              .map(outputs::get)
              .map(arn -> defaultRule(elb, arn, live, idle))
              .toList();
      ecs.updateService(
          r ->
              r.cluster("demo-app-test")
                  .service("demo-app-test")
                  .deploymentController(c -> c.type("ECS"))
                  .deploymentConfiguration(c -> c.strategy("BLUE_GREEN").bakeTimeInMinutes(0))
                  .loadBalancers(
                      LoadBalancer.builder()
                          .targetGroupArn(live)
                          .containerName(container(ecs, service.taskSets().get(0).taskDefinition()))
                          .containerPort(8080)
                          .advancedConfiguration(
                              a ->
                                  a.alternateTargetGroupArn(idle)
                                      .productionListenerRule(rules.get(0))
                                      .testListenerRule(rules.get(1))
                                      .roleArn(outputs.get("InfrastructureRoleArn")))
                          .build()));
    }
  }

  private static String container(EcsClient ecs, String taskDefinition) {
    return ecs.describeTaskDefinition(r -> r.taskDefinition(taskDefinition))
        .taskDefinition()
        .containerDefinitions()
        .get(0)
        .name();
  }

  /** Both target groups, with all requests to the one that serves. */
  private static String defaultRule(
      ElasticLoadBalancingV2Client elb, String listener, String live, String idle) {
    var forward =
        Action.builder()
            .type("forward")
            .forwardConfig(f -> f.targetGroups(weighted(live, 1), weighted(idle, 0)))
            .build();
    elb.modifyListener(r -> r.listenerArn(listener).defaultActions(forward));
    return elb.describeRules(r -> r.listenerArn(listener)).rules().stream()
        .filter(rule -> rule.isDefault())
        .findFirst()
        .orElseThrow()
        .ruleArn();
  }

  private static TargetGroupTuple weighted(String group, int weight) {
    return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
  }

  private Map<String, String> outputs() {
    return aws.accounts.in(service().place()).look(service().name()).orElseThrow().outputs();
  }
}
