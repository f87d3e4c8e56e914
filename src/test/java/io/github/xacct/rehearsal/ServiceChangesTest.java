package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** CreateService and UpdateService with the ECS deployment controller: effects and refusals. */
class ServiceChangesTest {
  @TempDir static Path folder;
  private static ServiceDeploymentStage stage;
  private static EcsClient admin;

  @BeforeAll
  static void start() {
    stage = new ServiceDeploymentStage(folder.resolve("a"), EcsDeployment.blueGreen(0));
    admin = stage.aws.client(EcsClient.builder(), stage.aws.targetAdministrator());
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  private static String refusal(Consumer<UpdateServiceRequest.Builder> change) {
    try {
      admin.updateService(r -> change.accept(r.cluster("demo").service("demo")));
      return "none";
    } catch (EcsException e) {
      return e.awsErrorDetails().errorMessage();
    }
  }

  private static String balancer(
      Consumer<AdvancedConfiguration.Builder> change, Consumer<LoadBalancer.Builder> of) {
    LoadBalancer now = stage.service().loadBalancers().get(0);
    AdvancedConfiguration.Builder advanced = now.advancedConfiguration().toBuilder();
    change.accept(advanced);
    LoadBalancer.Builder changed = now.toBuilder().advancedConfiguration(advanced.build());
    of.accept(changed);
    return refusal(r -> r.loadBalancers(changed.build()));
  }

  @Test
  void wrongRulesAndGroupsAreRefusedAtOnce() {
    assertThat(balancer(a -> a.productionListenerRule("arn:rule"), b -> {}))
        .isEqualTo(
            "productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or"
                + " ListenerArn for NLB. Got: arn:rule");
    AdvancedConfiguration now = stage.service().loadBalancers().get(0).advancedConfiguration();
    assertThat(balancer(a -> a.testListenerRule(now.productionListenerRule()), b -> {}))
        .isEqualTo(
            "The following rules cannot be used as both production and test listener rules: "
                + now.productionListenerRule());
    assertThat(
            balancer(a -> a.testListenerRule(null).alternateTargetGroupArn(now.roleArn()), b -> {}))
        .isEqualTo(
            "For Application LoadBalancer, testListenerRule is required when"
                + " productionListenerRule is not associated with both targetGroup and"
                + " alternateTargetGroup");
    assertThat(balancer(a -> {}, b -> b.advancedConfiguration((AdvancedConfiguration) null)))
        .isEqualTo(
            "advancedConfiguration field is required for all loadBalancers when using a"
                + " non-ROLLING deployment strategy");
    LoadBalancer one = stage.service().loadBalancers().get(0);
    assertThat(refusal(r -> r.loadBalancers(one, one)))
        .isEqualTo("Duplicate targetGroupArn found: " + one.targetGroupArn());
    assertThat(
            refusal(
                r ->
                    r.loadBalancers(
                        one,
                        LoadBalancer.builder()
                            .targetGroupArn("arn:other")
                            .containerName("app")
                            .containerPort(8080)
                            .build())))
        .isEqualTo(
            "Either all or none of the provided loadBalancers must have advancedConfiguration"
                + " defined");
  }

  /** Creates a service like the existing one with changes, and returns the refusal. */
  private static String created(Consumer<CreateServiceRequest.Builder> change) {
    Service like = stage.service();
    try {
      admin.createService(
          r ->
              change.accept(
                  r.cluster("demo")
                      .serviceName("refused")
                      .taskDefinition(like.taskDefinition())
                      .networkConfiguration(like.networkConfiguration())
                      .loadBalancers(like.loadBalancers())
                      .deploymentConfiguration(like.deploymentConfiguration())));
      return "none";
    } catch (EcsException e) {
      return e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    }
  }

  private static Consumer<CreateServiceRequest.Builder> network(
      Consumer<AwsVpcConfiguration.Builder> change) {
    AwsVpcConfiguration.Builder network =
        stage.service().networkConfiguration().awsvpcConfiguration().toBuilder();
    change.accept(network);
    return r -> r.networkConfiguration(n -> n.awsvpcConfiguration(network.build()));
  }

  @Test
  void aServiceThatDoesNotFitItsTaskDefinitionOrItsAccountIsRefused() {
    LoadBalancer now = stage.service().loadBalancers().get(0);
    assertThat(created(r -> r.launchType("EC2")))
        .isEqualTo("InvalidParameterException: Task definition does not support launch_type EC2.");
    assertThat(created(r -> r.networkConfiguration(n -> {})))
        .isEqualTo(
            "InvalidParameterException: Network Configuration must be provided when networkMode"
                + " 'awsvpc' is specified.");
    assertThat(created(r -> r.loadBalancers(now.toBuilder().containerPort(81).build())))
        .matches(
            "InvalidParameterException: The container \\w+ did not have a container port 81 defined\\.");
    assertThat(created(network(n -> n.subnets("subnet-1"))))
        .isEqualTo(
            "InvalidParameterException: Error retrieving subnet information for [subnet-1]: The"
                + " subnet ID 'subnet-1' does not exist (ErrorCode: InvalidSubnetID.NotFound)");
    assertThat(created(network(n -> n.securityGroups("sg-1"))))
        .isEqualTo(
            "InvalidParameterException: Error retrieving security group information for [sg-1]: The"
                + " security group 'sg-1' does not exist (ErrorCode: InvalidGroup.NotFound)");
  }

  @Test
  void aDeploymentGroupTakesNoServiceThatEcsDeploysItself() throws Exception {
    try (var stacks =
        stage.aws.client(CloudFormationClient.builder(), stage.aws.targetAdministrator())) {
      stacks.createStack(
          r ->
              r.stackName("group")
                  .templateBody(
                      """
                      Resources:
                        App: {Type: AWS::CodeDeploy::Application, Properties: {ComputePlatform: ECS}}
                        Group:
                          Type: AWS::CodeDeploy::DeploymentGroup
                          Properties:
                            ApplicationName: !Ref App
                            ServiceRoleArn: arn:aws:iam::222222222222:role/deploy
                            ECSServices: [{ClusterName: demo, ServiceName: demo}]
                      """));
      Stage.awaitThat(
          () ->
              stacks
                  .describeStackEvents(r -> r.stackName("group"))
                  .toString()
                  .contains(
                      "Deployment group's ECS service must be configured for a CODE_DEPLOY"
                          + " deployment controller."),
          () -> stacks.describeStackEvents(r -> r.stackName("group")).toString());
    }
  }

  private static String hook(DeploymentLifecycleHook.Builder hook) {
    DeploymentConfiguration now = stage.service().deploymentConfiguration();
    return refusal(
        r -> r.deploymentConfiguration(now.toBuilder().lifecycleHooks(hook.build()).build()));
  }

  @Test
  void wrongHooksAreRefusedAtOnce() {
    assertThat(
            hook(
                DeploymentLifecycleHook.builder()
                    .targetType("PAUSE")
                    .lifecycleStages(DeploymentLifecycleHookStage.TEST_TRAFFIC_SHIFT)))
        .isEqualTo("Invalid lifecycle stage provided for Pause Hook");
    assertThat(
            hook(
                DeploymentLifecycleHook.builder()
                    .targetType("PAUSE")
                    .lifecycleStages(DeploymentLifecycleHookStage.RECONCILE_SERVICE)))
        .isEqualTo(
            "The embedded AWS does not rehearse ecs:UpdateService (a pause at RECONCILE_SERVICE,"
                + " which AWS documents in two ways)");
  }

  @Test
  void aChangeOfTheConfigurationAloneStartsNothingAndTheSameTaskDefinitionNeither() {
    String newest = stage.newest();
    DeploymentConfiguration now = stage.service().deploymentConfiguration();
    admin.updateService(
        r ->
            r.cluster("demo")
                .service("demo")
                .deploymentConfiguration(
                    now.toBuilder()
                        .strategy(DeploymentStrategy.CANARY)
                        .canaryConfiguration(c -> c.canaryPercent(0.1).canaryBakeTimeInMinutes(1))
                        .build()));
    assertThat(stage.service().deploymentConfiguration().canaryConfiguration().canaryPercent())
        .isEqualTo(0.1);
    stage.ecs.updateService(
        r -> r.cluster("demo").service("demo").taskDefinition(stage.service().taskDefinition()));
    assertThat(stage.newest()).isEqualTo(newest);
    admin.updateService(r -> r.cluster("demo").service("demo").deploymentConfiguration(now));
    admin.updateService(r -> r.cluster("demo").service("demo").forceNewDeployment(true));
    stage.awaitEnd(stage.newest(), ServiceDeploymentStatus.SUCCESSFUL);
    assertThat(stage.newest()).isNotEqualTo(newest);
  }

  @Test
  void whatAwsDoesNotDocumentIsNotSimulated() {
    assertThat(refusal(r -> r.deploymentController(c -> c.type("CODE_DEPLOY"))))
        .isEqualTo(
            "Unable to update the deployment controller of a service from ECS to CODE_DEPLOY. [words"
                + " of the embedded AWS: AWS does not document its own]");
    assertThat(refusal(r -> r.deploymentController(c -> c.type("EXTERNAL"))))
        .contains("UpdateService from the deployment controller ECS to EXTERNAL");
    for (String type : new String[] {"ABORT", null}) {
      try {
        stage.ecs.stopServiceDeployment(r -> r.serviceDeploymentArn(stage.newest()).stopType(type));
      } catch (EcsException e) {
        assertThat(e.statusCode()).isEqualTo(501);
        assertThat(e.awsErrorDetails().errorMessage())
            .isEqualTo(
                "The embedded AWS does not rehearse ecs:StopServiceDeployment"
                    + " (StopServiceDeployment with another stopType than ROLLBACK, which AWS"
                    + " does not document)");
      }
    }
  }

  @Test
  void theFirstDeploymentOfAServiceHasNothingToRollBackTo() {
    Service like = stage.service();
    var hook =
        DeploymentLifecycleHook.builder()
            .targetType("PAUSE")
            .lifecycleStages(DeploymentLifecycleHookStage.PRE_SCALE_UP)
            .timeoutConfiguration(t -> t.timeoutInMinutes(1).action("ROLLBACK"))
            .build();
    String definition = stage.register();
    admin.createService(
        r ->
            r.cluster("demo")
                .serviceName("fresh")
                .taskDefinition(definition)
                .desiredCount(1)
                .launchType("FARGATE")
                .networkConfiguration(like.networkConfiguration())
                .loadBalancers(like.loadBalancers())
                .deploymentConfiguration(
                    like.deploymentConfiguration().toBuilder().lifecycleHooks(hook).build()));
    String arn =
        admin
            .listServiceDeployments(r -> r.cluster("demo").service("fresh"))
            .serviceDeployments()
            .get(0)
            .serviceDeploymentArn();
    Stage.awaitThat(
        () -> look(arn).status() == ServiceDeploymentStatus.ROLLBACK_FAILED,
        () -> look(arn).toString());
    assertThat(look(arn).statusReason())
        .isEqualTo("No rollback candidate was found to run the rollback.");
    assertThat(
            admin
                .describeServices(r -> r.cluster("demo").services("fresh"))
                .services()
                .get(0)
                .events()
                .get(0)
                .message())
        .endsWith(
            "deployment failed: Service deployment rolled back because PRE_SCALE_UP pause hook"
                + " timed out.");
  }

  @Test
  void aRollingServiceGetsItsRulesFirstAndItsStrategyThen() throws Exception {
    try (var other = new ServiceDeploymentStage(folder.resolve("d"), EcsDeployment.blueGreen(0))) {
      EcsClient ecs = other.aws.client(EcsClient.builder(), other.aws.targetAdministrator());
      LoadBalancer wanted = other.service().loadBalancers().get(0);
      other.edit(
          ResourceTypeNames.SERVICE,
          "demo/demo",
          p -> {
            p.withObject("/DeploymentConfiguration").put("Strategy", "ROLLING");
            ((ObjectNode) p.at("/LoadBalancers/0")).remove("AdvancedConfiguration");
          });
      ecs.updateService(r -> r.cluster("demo").service("demo").loadBalancers(wanted));
      assertThat(other.service().deploymentConfiguration().strategyAsString()).isEqualTo("ROLLING");
      ecs.updateService(
          r ->
              r.cluster("demo")
                  .service("demo")
                  .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(0)));
      other.awaitEnd(other.deploy(), ServiceDeploymentStatus.SUCCESSFUL);
    }
  }

  @Test
  void aTargetGroupThatNoListenerNamesIsRefused() {
    Service like = stage.service();
    String unnamed =
        stage
            .aws
            .client(ElasticLoadBalancingV2Client.builder(), stage.aws.targetAdministrator())
            .createTargetGroup(
                r -> r.name("unnamed").protocol("HTTP").port(80).vpcId("vpc-1").targetType("ip"))
            .targetGroups()
            .get(0)
            .targetGroupArn();
    try {
      admin.createService(
          r ->
              r.cluster("demo")
                  .serviceName("alone")
                  .taskDefinition(like.taskDefinition())
                  .desiredCount(1)
                  .networkConfiguration(like.networkConfiguration())
                  .deploymentController(c -> c.type("CODE_DEPLOY"))
                  .loadBalancers(
                      LoadBalancer.builder()
                          .targetGroupArn(unnamed)
                          .containerName(like.loadBalancers().get(0).containerName())
                          .containerPort(like.loadBalancers().get(0).containerPort())
                          .build()));
      fail("created");
    } catch (EcsException e) {
      assertThat(e.awsErrorDetails().errorMessage())
          .isEqualTo(
              "The target group with targetGroupArn "
                  + unnamed
                  + " does not have an associated load balancer.");
    }
  }

  private static ServiceDeployment look(String arn) {
    return admin
        .describeServiceDeployments(r -> r.serviceDeploymentArns(arn))
        .serviceDeployments()
        .get(0);
  }

  @Test
  void theBreakerEndsWhatNeverComesUpWhichElseStaysInScaleUp() throws Exception {
    try (var stuck =
        new ServiceDeploymentStage(
            folder.resolve("b"),
            EcsDeployment.blueGreen(0).withCircuitBreaker(),
            Fault.STUCK_INSTALL)) {
      ServiceDeployment end =
          stuck.awaitEnd(stuck.deploy(), ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
      assertThat(end.statusReason())
          .isEqualTo(
              "Service deployment rolled back because the circuit breaker threshold was exceeded.");
      assertThat(end.deploymentCircuitBreaker().statusAsString()).isEqualTo("TRIGGERED");
      assertThat(end.deploymentCircuitBreaker().threshold()).isEqualTo(3);
      assertThat(end.deploymentCircuitBreaker().failureCount()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aServiceOfCodeDeployGoesOverInPlaceAndIsDeployedByEcsThen() throws Exception {
    var plan = ServiceDeploymentStage.plan(folder.resolve("c"), EcsDeployment.blueGreen(0));
    var ours = plan.services().get(0);
    var codeDeploy =
        RehearsedServiceBuilder.named("test", ours.account(), "demo")
            .role(ours.role(), ours.externalId())
            .container("app", 8080, "/health")
            .build();
    try (var other = new ServiceDeploymentStage(plan.but().services(List.of(codeDeploy)).build())) {
      EcsClient ecs = other.aws.client(EcsClient.builder(), other.aws.targetAdministrator());
      var store = other.aws.rehearsal.store();
      String listener =
          store.all(ServiceDeploymentStage.PLACE, ResourceTypeNames.LISTENER).entrySet().stream()
              .filter(e -> e.getValue().path("Port").asInt() == 80)
              .findFirst()
              .orElseThrow()
              .getKey();
      List<String> pair =
          List.copyOf(
              store.all(ServiceDeploymentStage.PLACE, ResourceTypeNames.TARGET_GROUP).keySet());
      other.edit(
          ResourceTypeNames.LISTENER,
          listener,
          p -> {
            var groups =
                ((ObjectNode) p.at("/DefaultActions/0"))
                    .putObject("ForwardConfig")
                    .putArray("TargetGroups");
            groups.addObject().put("TargetGroupArn", pair.get(0)).put("Weight", 1);
            groups.addObject().put("TargetGroupArn", pair.get(1)).put("Weight", 0);
          });
      other
          .aws
          .rehearsal
          .store()
          .put(
              Identities.place(ServiceDeploymentStage.PLACE.account()),
              ResourceTypeNames.ROLE,
              "demo-infrastructure",
              stage
                  .aws
                  .rehearsal
                  .store()
                  .find(
                      Identities.place(ServiceDeploymentStage.PLACE.account()),
                      ResourceTypeNames.ROLE,
                      "demo-infrastructure")
                  .orElseThrow());
      ecs.updateService(
          r ->
              r.cluster("demo")
                  .service("demo")
                  .deploymentController(c -> c.type("ECS"))
                  .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(0))
                  .loadBalancers(
                      LoadBalancer.builder()
                          .targetGroupArn(pair.get(0))
                          .containerName("app")
                          .containerPort(8080)
                          .advancedConfiguration(
                              a ->
                                  a.alternateTargetGroupArn(pair.get(1))
                                      .productionListenerRule(
                                          listener.replace(":listener/", ":listener-rule/")
                                              + "/default")
                                      .roleArn(
                                          "arn:aws:iam::222222222222:role/demo-infrastructure"))
                          .build()));
      Service over =
          ecs.describeServices(r -> r.cluster("demo").services("demo")).services().get(0);
      assertThat(over.deploymentController().typeAsString()).isEqualTo("ECS");
      assertThat(over.currentServiceDeployment()).isNotEmpty();
      assertThat(over.currentServiceRevisions()).hasSize(1);
      assertThat(over.taskSets()).isEmpty();
      String definition = other.register();
      ecs.updateService(r -> r.cluster("demo").service("demo").taskDefinition(definition));
      String arn =
          ecs.listServiceDeployments(r -> r.cluster("demo").service("demo"))
              .serviceDeployments()
              .get(0)
              .serviceDeploymentArn();
      Stage.awaitThat(
          () ->
              ecs.describeServiceDeployments(r -> r.serviceDeploymentArns(arn))
                  .serviceDeployments()
                  .get(0)
                  .status()
                  .equals(ServiceDeploymentStatus.SUCCESSFUL),
          () -> ecs.describeServiceDeployments(r -> r.serviceDeploymentArns(arn)).toString());
      assertThat(other.aws.rehearsal.traffic("test").failed()).isZero();
    }
  }
}
