package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.plan.TrafficReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentLifecycleStage;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** Deployments by the ECS deployment controller, with the SDK over the wire. */
class ServiceDeploymentTest {
  @TempDir Path folder;

  @Test
  void movesAllTrafficToGreenBakesAndEndsBlue() throws Exception {
    try (var stage = new ServiceDeploymentStage(folder, EcsDeployment.blueGreen(20))) {
      String before = stage.service().currentServiceDeployment();
      String definition = stage.register();
      String arn = stage.deploy(definition);
      assertThat(arn)
          .startsWith("arn:aws:ecs:eu-central-1:222222222222:service-deployment/demo/demo/");
      ServiceDeployment baking =
          stage.await(arn, d -> d.lifecycleStage() == ServiceDeploymentLifecycleStage.BAKE_TIME);
      assertThat(baking.status()).isEqualTo(ServiceDeploymentStatus.IN_PROGRESS);
      assertThat(baking.targetServiceRevision().requestedProductionTrafficWeight()).isEqualTo(100);
      assertThat(baking.targetServiceRevision().requestedTestTrafficWeight()).isEqualTo(100);
      assertThat(baking.sourceServiceRevisions().get(0).requestedProductionTrafficWeight())
          .isZero();
      assertThat(baking.sourceServiceRevisions().get(0).runningTaskCount()).isEqualTo(1);
      ServiceDeployment done = stage.awaitEnd(arn, ServiceDeploymentStatus.SUCCESSFUL);
      assertThat(done.finishedAt()).isAfter(done.startedAt());
      assertThat(done.deploymentConfiguration().bakeTimeInMinutes()).isEqualTo(20);

      Service service = stage.service();
      assertThat(service.currentServiceDeployment()).isEqualTo(arn).isNotEqualTo(before);
      assertThat(service.taskDefinition()).isEqualTo(definition);
      assertThat(service.taskSets()).isEmpty();
      assertThat(service.deployments()).hasSize(1);
      assertThat(service.loadBalancers().get(0).targetGroupArn()).contains("demo-tg-1");
      ServiceRevision revision =
          stage
              .ecs
              .describeServiceRevisions(
                  r -> r.serviceRevisionArns(done.targetServiceRevision().arn()))
              .serviceRevisions()
              .get(0);
      assertThat(revision.taskDefinition()).isEqualTo(definition);
      assertThat(revision.resolvedConfiguration().loadBalancers().get(0).targetGroupArn())
          .contains("demo-tg-2");
      TrafficReport traffic = stage.aws.rehearsal.traffic("test");
      assertThat(traffic.failed()).as(traffic.failures().toString()).isZero();
    }
  }

  @Test
  void rollsBackWhenItIsStoppedAndTheNextOneFollowsOnIt() throws Exception {
    try (var stage = new ServiceDeploymentStage(folder, EcsDeployment.blueGreen(600))) {
      String before = stage.service().taskDefinition();
      String arn = stage.deploy();
      stage.await(arn, d -> d.lifecycleStage() == ServiceDeploymentLifecycleStage.BAKE_TIME);
      stage.ecs.stopServiceDeployment(
          r -> r.serviceDeploymentArn(arn).stopType(StopServiceDeploymentStopType.ROLLBACK));
      ServiceDeployment back = stage.awaitEnd(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
      assertThat(back.statusReason())
          .isEqualTo(
              "Service deployment rolled back because StopServiceDeployment was called. [words of"
                  + " the embedded AWS: AWS does not document its own]");
      assertThat(back.rollback().serviceRevisionArn())
          .isEqualTo(back.sourceServiceRevisions().get(0).arn());
      assertThat(stage.service().taskDefinition()).isEqualTo(before);
    }
  }

  @Test
  void aCanaryMovesAPartFirstAndWaits() throws Exception {
    try (var stage = new ServiceDeploymentStage(folder, EcsDeployment.canary(10, 30, 1))) {
      String arn = stage.deploy();
      ServiceDeployment canary =
          stage.await(arn, d -> d.targetServiceRevision().requestedProductionTrafficWeight() == 10);
      assertThat(canary.sourceServiceRevisions().get(0).requestedProductionTrafficWeight())
          .isEqualTo(90);
      stage.awaitEnd(arn, ServiceDeploymentStatus.SUCCESSFUL);
      assertThat(
              stage
                  .ecs
                  .listServiceDeployments(r -> r.cluster("demo").service("demo"))
                  .serviceDeployments())
          .extracting(d -> d.statusAsString())
          .isEqualTo(List.of("SUCCESSFUL", "SUCCESSFUL"));
    }
  }

  @Test
  void linearPausesBeforeEachStepWithANewHookId() throws Exception {
    var how = EcsDeployment.linear(50, 1, 0).withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 5000);
    try (var stage = new ServiceDeploymentStage(folder, how)) {
      String arn = stage.deploy();
      var first = stage.pause(arn);
      assertThat(first.hookId()).matches("ecs-pause-[\\w-]{43}");
      assertThat(first.timeoutActionAsString()).isEqualTo("ROLLBACK");
      assertThat(stage.look(arn).targetServiceRevision().requestedProductionTrafficWeight())
          .isZero();
      stage.ecs.continueServiceDeployment(r -> r.serviceDeploymentArn(arn).hookId(first.hookId()));
      stage.await(arn, d -> d.targetServiceRevision().requestedProductionTrafficWeight() == 50);
      var second = stage.pause(arn);
      assertThat(second.hookId()).isNotEqualTo(first.hookId());
      assertThat(refusal(stage, arn, first.hookId()))
          .isEqualTo(
              "Provided hookId is either completed, unavailable, or not associated with the given"
                  + " Resource ARN");
      assertThat(refusal(stage, arn, "one"))
          .isEqualTo("Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}");
      stage.ecs.continueServiceDeployment(
          r ->
              r.serviceDeploymentArn(arn)
                  .hookId(second.hookId())
                  .action(DeploymentLifecycleHookAction.CONTINUE));
      stage.awaitEnd(arn, ServiceDeploymentStatus.SUCCESSFUL);
      assertThat(refusal(stage, arn, second.hookId()))
          .isEqualTo(
              "Continuing a service deployment is not allowed for service deployment in terminal"
                  + " states.");
      assertThat(refusal(stage, arn + "x", second.hookId()))
          .isEqualTo("The service deployment does not exist.");
    }
  }

  private static String refusal(ServiceDeploymentStage stage, String arn, String hook) {
    try {
      stage.ecs.continueServiceDeployment(r -> r.serviceDeploymentArn(arn).hookId(hook));
      return "none";
    } catch (EcsException e) {
      return e.awsErrorDetails().errorMessage();
    }
  }

  @Test
  void theSecondOneTakesThePlaceOfTheFirst() throws Exception {
    var how = EcsDeployment.blueGreen(0).withPause("POST_TEST_TRAFFIC_SHIFT", 5000);
    try (var stage = new ServiceDeploymentStage(folder, how)) {
      String first = stage.deploy();
      String hook = stage.pause(first).hookId();
      String second = stage.deploy();
      ServiceDeployment over = stage.awaitEnd(first, ServiceDeploymentStatus.STOPPED);
      assertThat(over.statusReason())
          .isEqualTo(
              "Superseded by service deployment "
                  + second
                  + ". [words of the embedded AWS: AWS does not document its own]");
      assertThat(refusal(stage, first, hook)).contains("terminal states");
      String next = stage.pause(second).hookId();
      stage.ecs.continueServiceDeployment(r -> r.serviceDeploymentArn(second).hookId(next));
      stage.awaitEnd(second, ServiceDeploymentStatus.SUCCESSFUL);
      assertThat(stage.service().deployments()).hasSize(1);
      assertThat(stage.aws.rehearsal.traffic("test").failed()).isZero();
    }
  }

  @Test
  void theNextRehearsalKnowsWhatWasAndWhoServes() throws Exception {
    String done;
    String open;
    ServiceDeployment before;
    var how = EcsDeployment.blueGreen(0);
    try (var stage = new ServiceDeploymentStage(folder, how)) {
      done = stage.deploy();
      before = stage.awaitEnd(done, ServiceDeploymentStatus.SUCCESSFUL);
    }
    how = how.withPause("PRE_SCALE_UP", 5000);
    try (var stage = new ServiceDeploymentStage(folder, how)) {
      assertThat(stage.look(done).finishedAt()).isEqualTo(before.finishedAt());
      assertThat(stage.newest()).isEqualTo(done);
      open = stage.deploy();
      stage.pause(open);
    }
    try (var stage = new ServiceDeploymentStage(folder, how)) {
      assertThat(stage.look(open).statusAsString()).isEqualTo("STOPPED");
      assertThat(stage.look(open).statusReason())
          .isEqualTo("The rehearsal ended while this deployment was in progress.");
      assertThat(stage.service().currentServiceRevisions().get(0).arn())
          .isEqualTo(before.targetServiceRevision().arn());
    }
  }

  @Test
  void functionsRunWithTheEventOfTheStageAndMayAskForPatience() throws Exception {
    Path event = folder.resolve("event");
    String line =
        "if [ -e %1$s ]; then cat > %1$s; echo '{\"hookStatus\":\"SUCCEEDED\"}'; else cat > %1$s;"
            + " echo '{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":1}'; fi";
    var plan =
        ServiceDeploymentStage.plan(
            folder.resolve("state"),
            EcsDeployment.blueGreen(0).withFunction("shell", "PRODUCTION_TRAFFIC_SHIFT"));
    var service =
        RehearsedServiceBuilder.like(plan.services().get(0))
            .needs(new Needs(Set.of(), Set.of(), Set.of("shell")))
            .functions(
                List.of(
                    new RehearsedFunction(
                        "shell",
                        new RehearsedFunction.Command(line.formatted(event)),
                        Optional.of(Duration.ofSeconds(10)),
                        Map.of(),
                        folder)))
            .build();
    try (var stage = new ServiceDeploymentStage(plan.but().services(List.of(service)).build())) {
      String arn = stage.deploy();
      ServiceDeployment done = stage.await(arn, d -> d.finishedAt() != null);
      assertThat(done.statusAsString()).as(done.statusReason()).isEqualTo("SUCCESSFUL");
      var sent = Stage.json(Files.readString(event));
      assertThat(sent.path("lifecycleStage").asText()).isEqualTo("PRODUCTION_TRAFFIC_SHIFT");
      assertThat(sent.path("resourceArn").asText()).isEqualTo(arn);
      assertThat(sent.at("/executionDetails/targetServiceRevisionArn").asText())
          .isEqualTo(done.targetServiceRevision().arn());
      assertThat(sent.at("/executionDetails/productionTrafficWeights"))
          .isEqualTo(
              Stage.json(
                  "{'%s':100.0,'%s':0.0}"
                      .formatted(
                          done.targetServiceRevision().arn(),
                          done.sourceServiceRevisions().get(0).arn())));
      assertThat(sent.at("/executionDetails/testTrafficWeights")).isEmpty();
      assertThat(stage.aws.rehearsal.functionFailures("test")).isEmpty();
    }
  }
}
