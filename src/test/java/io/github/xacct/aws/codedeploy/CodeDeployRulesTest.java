package io.github.xacct.aws.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.json.Json;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.Region;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.ListenerRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

class CodeDeployRulesTest {
  private Service service =
      Service.builder()
          .status("ACTIVE")
          .desiredCount(1)
          .deploymentController(c -> c.type(DeploymentControllerType.CODE_DEPLOY))
          .taskSets(
              TaskSet.builder()
                  .status("PRIMARY")
                  .taskDefinition("td:1")
                  .loadBalancers(LoadBalancer.builder().targetGroupArn("tg/blue").build())
                  .build())
          .build();
  private DeploymentGroupInfo group =
      DeploymentGroupInfo.builder()
          .computePlatform("ECS")
          .ecsServices(ECSService.builder().serviceName("app-test").clusterName("app-test").build())
          .build();
  private List<String> served = List.of("tg/blue");

  @Test
  void findNothingWrongWithAHealthySetUp() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void takeArnsForNames() {
    group =
        group.toBuilder()
            .ecsServices(
                ECSService.builder()
                    .serviceName("arn:aws:ecs:eu-central-1:222222222222:service/app-test/app-test")
                    .clusterName("arn:aws:ecs:eu-central-1:222222222222:cluster/app-test")
                    .build())
            .build();

    assertThat(problems()).isEmpty();
  }

  @Test
  void reportAllThatIsMissingTogether() {
    service = null;
    group = null;

    assertThat(problems())
        .containsExactly(
            """
            There is no service app-test in cluster app-test of account 222222222222, eu-central-1.
            Try: correct <cluster> or <service> of this environment, or its <region>.""",
            """
            There is no deployment group app-test in CodeDeploy application app-test of account \
            222222222222, eu-central-1.
            Try: correct <application> or <deploymentGroup> of this environment, or its <region>.""");
  }

  @Test
  void refuseAServiceOfAnotherController() {
    service = service.toBuilder().deploymentController(c -> c.type("ECS")).build();

    assertThat(problems())
        .containsExactly(
            """
            Service app-test of cluster app-test has the deployment controller ECS with the \
            strategy ROLLING, which shifts no traffic.
            Try: plan its move to blue/green: mvn xacct:migrate -Denv=test, or create a
                 service with the controller CODE_DEPLOY.""");
  }

  @Test
  void refuseAServiceThatOthersDeploy() {
    service = service.toBuilder().deploymentController(c -> c.type("EXTERNAL")).build();

    assertThat(problems())
        .containsExactly(
            """
            Service app-test of cluster app-test has the deployment controller EXTERNAL, not \
            CODE_DEPLOY or ECS.
            Try: create the service with one of these controllers; an existing service can be
                 moved from EXTERNAL to ECS (aws ecs update-service), never to CODE_DEPLOY.""");
  }

  @Test
  void refuseAServiceWithoutAController() {
    service =
        service.toBuilder()
            .deploymentController(
                (software.amazon.awssdk.services.ecs.model.DeploymentController) null)
            .build();

    assertThat(problems()).hasSize(1);
  }

  @Test
  void refuseAServiceThatIsBeingDeleted() {
    service = service.toBuilder().status("DRAINING").build();

    assertThat(problems())
        .containsExactly("Service app-test of cluster app-test is DRAINING, not ACTIVE.");
  }

  @Test
  void refuseAServiceThatWantsNoTasks() {
    service = service.toBuilder().desiredCount(0).build();

    assertThat(problems())
        .containsExactly(
            """
            Service app-test of cluster app-test has a desired count of 0: CodeDeploy would deploy nothing and report success.
            Try: aws ecs update-service --cluster app-test --service app-test --desired-count 1 \
            --region eu-central-1""");
  }

  @Test
  void refuseAGroupForServers() {
    group = group.toBuilder().computePlatform("Server").build();

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(
            "Deployment group app-test is for the compute platform Server.\nTry: create an");
  }

  @Test
  void refuseAGroupOfAnotherService() {
    group =
        group.toBuilder()
            .ecsServices(ECSService.builder().serviceName("other").clusterName("app-test").build())
            .build();

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("Deployment group app-test deploys to another service than app-test/app-test.")
        .contains("other");
  }

  @Test
  void refuseAGroupWithTwoPairsOfTargetGroups() {
    group =
        group.toBuilder()
            .loadBalancerInfo(
                info -> info.targetGroupPairInfoList(pair("blue", "green"), pair("in", "out")))
            .build();

    assertThat(problems())
        .containsExactly(
            """
            Deployment group app-test has 2 pairs of target groups; CodeDeploy deploys to exactly one.
            Its target groups: blue, green, in, out
            Try: leave one pair in its targetGroupPairInfoList; for several load balancers let ECS
                 itself deploy the service.""");
  }

  private static TargetGroupPairInfo pair(String one, String other) {
    return TargetGroupPairInfo.builder()
        .targetGroups(
            TargetGroupInfo.builder().name(one).build(),
            TargetGroupInfo.builder().name(other).build())
        .build();
  }

  @Test
  void refuseAServiceWithTwoLoadBalancers() {
    service =
        service.toBuilder()
            .loadBalancers(
                LoadBalancer.builder().targetGroupArn("tg/blue").build(),
                LoadBalancer.builder().targetGroupArn("tg/admin").build())
            .build();

    assertThat(problems())
        .containsExactly(
            """
            Service app-test of cluster app-test has 2 load balancers; CodeDeploy deploys services with \
            exactly one.
            Its target groups: tg/blue, tg/admin
            Try: create the service again with one target group, and let another service
                 have the other port.""");
  }

  @Test
  void refuseAListenerThatPointsElsewhere() {
    served = List.of("tg/green");

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("Primary taskset target group must be behind listener")
        .contains("The listener forwards to tg/green")
        .contains("The primary task set is in tg/blue")
        .endsWith(
            """
            Try: aws elbv2 modify-listener --listener-arn arn:listener --default-actions \
            Type=forward,TargetGroupArn=tg/blue --region eu-central-1""");
  }

  @Test
  void refuseAListenerThatForwardsToNobody() {
    served = List.of();

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("Primary taskset target group must be behind listener")
        .contains("The listener forwards to no target group.");
  }

  @Test
  void sayNothingOfAListenerThatCouldNotBeRead() {
    served = null;

    assertThat(problems()).isEmpty();
  }

  @Test
  void sayNothingOfAListenerWhileADeploymentMovesIt() {
    served = List.of("tg/green");

    assertThat(problems(true)).isEmpty();
  }

  private List<String> problems() {
    return problems(false);
  }

  private List<String> problems(boolean inFlight) {
    var facts =
        new CodeDeployFacts(
            Optional.ofNullable(service),
            Optional.ofNullable(group),
            Optional.ofNullable(served).map(CodeDeployRulesTest::listener));
    return CodeDeployRules.problems(facts, environment(), inFlight).stream()
        .map(XacctException::getMessage)
        .toList();
  }

  private static ListenerRules listener(List<String> served) {
    var actions = Json.array();
    served.forEach(arn -> actions.addObject().put("Type", "forward").put("TargetGroupArn", arn));
    return new ListenerRules(
        Json.object().put("ListenerArn", "arn:listener").set("DefaultActions", actions),
        List.of(),
        arn -> false);
  }

  static Environment environment() {
    return new Environment(
        "test",
        new AccountId("222222222222"),
        new Region("eu-central-1"),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        "app-test",
        "app-test",
        "app-test",
        "app-test",
        Optional.empty(),
        new TaskSettings(
            "app-test",
            new FargateSize(256, 512),
            Architecture.X86_64,
            Optional.empty(),
            Optional.empty(),
            "app",
            8080,
            Map.of(),
            Map.of(),
            "/ecs/app-test",
            "/",
            List.of(),
            Map.of()),
        AppSpecSettings.none(),
        false,
        Map.of());
  }
}
