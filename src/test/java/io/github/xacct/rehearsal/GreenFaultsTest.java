package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of green with ECS's messages; blue is not affected. */
class GreenFaultsTest {
  @TempDir Path folder;
  private Stage stage;

  private String deployWith(Fault fault, String more) throws Exception {
    stage = new Stage(Setting.in(folder).with(fault).minute(1000));
    return stage.deploy(stage.register(stage.registry.image("1"), more));
  }

  @AfterEach
  void blueHasServedThroughout() throws Exception {
    try (Stage ends = stage) {
      TrafficReport traffic = ends.compute.environments().traffic("test");
      assertThat(traffic.requests()).isPositive();
      assertThat(traffic.failed()).as(traffic.failures().toString()).isZero();
      assertThat(traffic.answered())
          .extracting(TrafficReport.Answered::taskSet)
          .containsExactly("placeholder");
    }
  }

  @Test
  void outOfMemoryKillsTheContainerAsTheKernelDoes() throws Exception {
    deployWith(Fault.OUT_OF_MEMORY, "");
    JsonNode task = firstStopped();
    assertThat(task.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
    assertThat(task.at("/containers/0/exitCode").asInt()).isEqualTo(137);
    assertThat(task.at("/containers/0/reason").asText())
        .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    String stream = "ecs/web/" + AccountRegion.nameIn(task.path("taskArn").asText());
    JsonNode log =
        stage.call(
            "logs", "GetLogEvents", "{'logGroupName':'/web','logStreamName':'" + stream + "'}");
    assertThat(log.path("events").findValuesAsText("message"))
        .last()
        .asString()
        .contains("the rehearsal's fault out-of-memory");
  }

  @Test
  void neverHealthyIsSeenByTheLoadBalancerFirstAndThenByEcs() throws Exception {
    deployWith(Fault.NEVER_HEALTHY, "");
    Stage.awaitThat(() -> greensHealth().contains("<State>unhealthy</State>"), this::greensHealth);
    assertThat(greensHealth())
        .contains("<Description>Health checks failed with these codes: [404]</Description>");
    JsonNode task = firstStopped();
    assertThat(task.path("stopCode").asText()).isEqualTo("ServiceSchedulerInitiated");
    assertThat(task.path("stoppedReason").asText())
        .startsWith("Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:");
    assertThat(events())
        .anyMatch(
            e ->
                e.contains("is unhealthy in (target-group")
                    && e.endsWith("(reason Health checks failed with these codes: [404])"));
  }

  private String greensHealth() {
    String group = stage.service().at("/taskSets/1/loadBalancers/0/targetGroupArn").asText();
    return group.isEmpty()
        ? ""
        : stage.raw(
            Stage.DEPLOYER,
            "elasticloadbalancing",
            "DescribeTargetHealth",
            Json.object().put("TargetGroupArn", group));
  }

  @Test
  void stuckInstallHasNoTaskAndSaysSoAgainAndAgain() throws Exception {
    String id = deployWith(Fault.STUCK_INSTALL, "");
    String words = "was unable to place a task. Reason: Capacity is unavailable at this time.";
    Stage.awaitThat(
        () -> events().stream().filter(e -> e.contains(words)).count() == 3,
        () -> events().toString());
    assertThat(stage.target(id).at("/taskSetsInfo/1/runningCount").asInt()).isZero();
    assertThat(stage.target(id).at("/lifecycleEvents/1/status").asText()).isEqualTo("InProgress");
    stage.call("codedeploy", "StopDeployment", "{'deploymentId':'" + id + "'}");
    stage.awaitStatus(stage.awaitRollback(id), "Succeeded");
  }

  @Test
  void secretsUnreadableNamesTheRoleAndTheSecret() throws Exception {
    deployWith(
        Fault.SECRETS_UNREADABLE,
        "'secrets':[{'name':'PASSWORD','valueFrom':'arn:aws:secretsmanager:eu-central-1:222222222222:secret:password'}],");
    JsonNode task = firstStopped();
    assertThat(task.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
    assertThat(task.path("stoppedReason").asText())
        .startsWith("ResourceInitializationError: unable to pull secrets or registry auth: ")
        .contains("arn:aws:sts::222222222222:assumed-role/exec/ecs", ":secret:password");
  }

  private List<String> events() {
    return stage.service().path("events").findValuesAsText("message");
  }

  private JsonNode firstStopped() {
    Stage.awaitThat(
        () -> oldest().path("lastStatus").asText().equals("STOPPED"), () -> events().toString());
    return oldest();
  }

  private JsonNode oldest() {
    String filter = "{'cluster':'apps','serviceName':'web','desiredStatus':'STOPPED'}";
    JsonNode arns = stage.call("ecs", "ListTasks", filter).path("taskArns");
    return arns.isEmpty()
        ? arns
        : stage
            .call("ecs", "DescribeTasks", "{'cluster':'apps','tasks':[" + arns.get(0) + "]}")
            .at("/tasks/0");
  }
}
