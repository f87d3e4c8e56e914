package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Command;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.wire.AwsError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueGreenTest {
  @TempDir Path folder;

  @Test
  void movesAllTrafficFromThePlaceholderToGreenWithoutLosingARequest() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(5))) {
      Stage.awaitThat(
          () -> stage.service().path("runningCount").asInt() == 1,
          () -> stage.service().toString());
      assertThat(stage.get("/any/path")).contains("Nothing was deployed");
      String id = stage.deploy(stage.register(stage.registry.image("1")));

      Stage.awaitThat(
          () -> stage.target(id).path("status").asText().equals("Succeeded"),
          () -> stage.target(id).toString());
      assertThat(stage.status(id)).as("waits to terminate blue").isEqualTo("InProgress");
      assertThat(stage.service().path("taskSets")).hasSize(2);
      stage.awaitStatus(id, "Succeeded");

      assertThat(stage.get("/")).isEqualTo("version 1");
      assertThat(names(stage.target(id)))
          .containsExactly(
              "BeforeInstall",
              "Install",
              "AfterInstall",
              "AllowTestTraffic",
              "AfterAllowTestTraffic",
              "BeforeAllowTraffic",
              "AllowTraffic",
              "AfterAllowTraffic");
      JsonNode service = stage.service();
      assertThat(service.has("deployments")).isFalse();
      assertThat(service.path("taskSets")).hasSize(1);
      assertThat(service.at("/taskSets/0/externalId").asText()).isEqualTo(id);
      assertThat(service.at("/taskSets/0/status").asText()).isEqualTo("PRIMARY");
      TrafficReport traffic = stage.compute.environments().traffic("test");
      assertThat(traffic.failed()).as(traffic.failures().toString()).isZero();
      assertThat(traffic.answered())
          .extracting(TrafficReport.Answered::taskSet)
          .containsExactlyInAnyOrder("placeholder", "green");
      String green = service.at("/taskSets/0/taskDefinition").asText().replaceAll(".*/", "");
      assertThat(traffic.spans())
          .filteredOn(span -> span.answered().containsKey(green))
          .as("no time in which green answers begins before AllowTraffic")
          .isNotEmpty()
          .allSatisfy(span -> assertThat(span.from()).isAfterOrEqualTo(began(stage, id)));
    }
  }

  private static Instant began(Stage stage, String deployment) {
    for (JsonNode event : stage.target(deployment).path("lifecycleEvents")) {
      if (event.path("lifecycleEventName").asText().equals("AllowTraffic")) {
        return Instant.ofEpochMilli((long) Math.floor(event.path("startTime").asDouble() * 1000));
      }
    }
    throw new AssertionError("no AllowTraffic");
  }

  private static List<String> names(JsonNode target) {
    return target.path("lifecycleEvents").findValuesAsText("lifecycleEventName");
  }

  @Test
  void lastGreenIsTheNextRehearsalsBlueAndACanaryMovesATenthFirst() throws Exception {
    String first;
    int port;
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
      first = stage.register(stage.registry.image("1"));
      port = stage.compute.environments().productionUrl("test").orElseThrow().getPort();
      stage.awaitStatus(stage.deploy(first), "Succeeded");
    }
    Setting canary = Setting.in(folder).configured("CodeDeployDefault.ECSCanary10Percent15Minutes");
    try (Stage stage = new Stage(canary)) {
      assertThat(stage.service().path("taskDefinition").asText()).isEqualTo(first);
      assertThat(stage.compute.environments().productionUrl("test").orElseThrow().getPort())
          .isEqualTo(port);
      String second = stage.register(stage.registry.image("2"));
      assertThat(second).endsWith("web:2");
      String id = stage.deploy(second);
      Stage.awaitThat(
          () -> stage.target(id).at("/taskSetsInfo/1/trafficWeight").asDouble() == 10.0,
          () -> stage.target(id).toString());
      assertThat(stage.target(id).at("/taskSetsInfo/0/trafficWeight").asDouble()).isEqualTo(90.0);
      stage.awaitStatus(id, "Succeeded");
      assertThat(stage.get("/")).isEqualTo("version 2");
      TrafficReport traffic = stage.compute.environments().traffic("test");
      assertThat(traffic.failed()).as(traffic.failures().toString()).isZero();
      assertThat(traffic.answered())
          .extracting(a -> a.taskSet() + " " + a.taskDefinition())
          .containsExactlyInAnyOrder("blue web:1", "green web:2");
    }
  }

  @Test
  void rollsBackWhenGreenKeepsCrashingAndBlueServesThroughout() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).with(Fault.CRASH_LOOP).minute(70))) {
      String id = stage.deploy(stage.register(stage.registry.image("1")));
      stage.awaitStatus(id, "Failed");
      assertThat(stage.deployment(id).at("/errorInformation/code").asText()).isEqualTo("TIMEOUT");
      String rollback = stage.awaitRollback(id);
      stage.awaitStatus(rollback, "Succeeded");
      JsonNode info = stage.deployment(rollback);
      assertThat(info.path("creator").asText()).isEqualTo("codeDeployRollback");
      assertThat(info.at("/rollbackInfo/rollbackTriggeringDeploymentId").asText()).isEqualTo(id);

      JsonNode arns =
          stage.call(
              "ecs",
              "ListTasks",
              "{'cluster':'apps','serviceName':'web','desiredStatus':'STOPPED'}");
      assertThat(arns.path("taskArns").size()).as("each is replaced").isGreaterThan(1);
      JsonNode task =
          stage
              .call(
                  "ecs",
                  "DescribeTasks",
                  "{'cluster':'apps','tasks':['" + arns.at("/taskArns/0").asText() + "']}")
              .at("/tasks/0");
      assertThat(task.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
      assertThat(task.at("/containers/0/exitCode").asInt()).isEqualTo(1);
      assertThat(task.at("/containers/0/imageDigest").asText()).startsWith("sha256:");
      String taskId = AccountRegion.nameIn(task.path("taskArn").asText());
      JsonNode log =
          stage.call(
              "logs",
              "GetLogEvents",
              "{'logGroupName':'/web','logStreamName':'ecs/web/" + taskId + "'}");
      assertThat(log.path("events").findValuesAsText("message"))
          .anyMatch(line -> line.contains("crash-loop"));
      assertThat(stage.compute.environments().traffic("test").failed()).isZero();
      assertThat(stage.service().path("taskSets")).hasSize(1);
      assertThat(stage.get("/")).contains("Nothing was deployed");
    }
  }

  @Test
  void theFirstConfiguredHookFailsOnDemand() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).with(Fault.HOOK_FAILS))) {
      String hooks = "Hooks:\n  - BeforeAllowTraffic: check-it";
      String id = stage.deploy(stage.register(stage.registry.image("1")), hooks);
      stage.awaitStatus(id, "Failed");
      assertThat(stage.deployment(id).at("/errorInformation/code").asText())
          .isEqualTo("HOOK_EXECUTION_FAILURE");
      assertThat(stage.target(id).path("lifecycleEvents").findValuesAsText("status"))
          .containsExactly(
              "Succeeded",
              "Succeeded",
              "Succeeded",
              "Succeeded",
              "Succeeded",
              "Failed",
              "Skipped",
              "Skipped");
      stage.awaitStatus(stage.awaitRollback(id), "Succeeded");
    }
  }

  @Test
  void aHookWhoseFunctionReportsNothingFailsAfterAnHour() throws Exception {
    var brief =
        new Pace(
            Duration.ofMillis(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(10));
    var silent =
        new RehearsedFunction("check-it", new Command("true"), Optional.empty(), Map.of(), folder);
    try (Stage stage = new Stage(Setting.in(folder).pace(brief).functions(silent))) {
      String hooks = "Hooks:\n  - BeforeInstall: check-it";
      String id = stage.deploy(stage.register("127.0.0.1:1/none"), hooks);
      stage.awaitStatus(id, "Failed");
      assertThat(stage.deployment(id).at("/errorInformation/message").asText())
          .isEqualTo(
              "The deployment failed because the function of the lifecycle event hook"
                  + " BeforeInstall failed: It reported no status within one hour, by"
                  + " PutLifecycleEventHookExecutionStatus.");
      assertThat(stage.target(id).at("/lifecycleEvents/0/diagnostics/message").asText())
          .isEqualTo(stage.deployment(id).at("/errorInformation/message").asText());
      assertThat(stage.deployment(id).path("rollbackInfo")).as("nothing to undo").isEmpty();
    }
  }

  @Test
  void theContainersOwnHealthCheckDecidesToo() throws Exception {
    Path well = Files.writeString(folder.resolve("well"), "");
    String check =
        "'healthCheck':{'command':['CMD-SHELL','echo localhost:8080 $VERSION > %s/asked; test -e"
            + " %s'],'retries':1},";
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
      String id =
          stage.deploy(stage.register(stage.registry.image("1"), check.formatted(folder, well)));
      stage.awaitStatus(id, "Succeeded");
      assertThat(health(stage)).containsExactly("HEALTHY");
      assertThat(folder.resolve("asked")).content().matches("127\\.0\\.0\\.1:\\d+ 1\n");

      Files.delete(well);
      Stage.awaitThat(
          () -> stage.service().path("events").toString().contains("failed container health"),
          () -> stage.service().path("events").toString());
    }
  }

  /** The app starts if the container that it depends on has succeeded, and not otherwise. */
  @Test
  void containersStartInTheOrderOfTheirDependencies() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
      String image = stage.registry.image("1");
      String more =
          """
          'dependsOn':[{'containerName':'migrate','condition':'SUCCESS'},
            {'containerName':'elsewhere','condition':'HEALTHY'}],'essential':true},
          {'name':'migrate','image':'%s','essential':false,'entryPoint':['java','%s']},
          {'name':'elsewhere','image':'public.ecr.aws/envoy:1','essential':false,
           'healthCheck':{'command':['CMD','true']},
          """;
      stage.awaitStatus(
          stage.deploy(stage.register(image, more.formatted(image, "-version"))), "Succeeded");
      assertThat(task(stage).at("/containers/1/exitCode").asInt(-1)).isZero();

      stage.deploy(stage.register(image, more.formatted(image, "-wrong")));
      Stage.awaitThat(
          () -> stoppedReasons(stage).contains("Dependency container migrate exited with code 1"),
          () -> stoppedReasons(stage));
    }
  }

  private static String stoppedReasons(Stage stage) {
    JsonNode arns = stopped(stage);
    return arns.isEmpty()
        ? ""
        : stage
            .call(
                "ecs",
                "DescribeTasks",
                "{'cluster':'apps','tasks':" + arns.toString().replace('"', '\'') + "}")
            .findValuesAsText("stoppedReason")
            .toString();
  }

  @Test
  void sidecarsOfJavaRunAndAnEssentialOneEndsTheTask() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
      String image = stage.registry.image("1");
      String more =
          """
          'essential':true},
          {'name':'worker','image':'%s','logConfiguration':{'logDriver':'awslogs','options':
            {'awslogs-group':'/web','awslogs-region':'eu-central-1','awslogs-stream-prefix':'ecs'}}},
          {'name':'migrate','image':'%s','essential':false,'entryPoint':['java','-version']},
          {'name':'envoy','image':'public.ecr.aws/envoy:1','essential':false,
          """
              .formatted(image, image);
      stage.awaitStatus(stage.deploy(stage.register(image, more)), "Succeeded");

      JsonNode task = task(stage);
      Stage.awaitThat(
          () -> task(stage).at("/containers/2/lastStatus").asText().equals("STOPPED"),
          () -> task(stage).toString());
      assertThat(task(stage).at("/containers/2/exitCode").asInt(-1)).isZero();
      assertThat(task.path("containers").findValuesAsText("lastStatus"))
          .startsWith("RUNNING", "RUNNING")
          .endsWith("PENDING");
      String id = AccountRegion.nameIn(task.path("taskArn").asText());
      String words =
          stage
              .call(
                  "logs",
                  "GetLogEvents",
                  "{'logGroupName':'/web','logStreamName':'ecs/worker/" + id + "'}")
              .at("/events/0/message")
              .asText();
      assertThat(words).startsWith("tiny app 1 pid ");
      ProcessHandle.of(Long.parseLong(words.replaceAll(".* ", ""))).orElseThrow().destroy();
      Stage.awaitThat(
          () -> !task(stage).path("taskArn").equals(task.path("taskArn")),
          () -> task(stage).toString());
      JsonNode stopped =
          stage
              .call("ecs", "DescribeTasks", "{'cluster':'apps','tasks':['" + id + "']}")
              .at("/tasks/0");
      assertThat(stopped.path("stoppedReason").asText())
          .isEqualTo("Essential container in task exited");
      assertThat(stopped.at("/containers/0/reason").asText())
          .isEqualTo("Essential container worker exited with code 143");
    }
  }

  private static JsonNode task(Stage stage) {
    JsonNode arns = stage.call("ecs", "ListTasks", "{'cluster':'apps','serviceName':'web'}");
    return stage
        .call(
            "ecs",
            "DescribeTasks",
            "{'cluster':'apps','tasks':['" + arns.at("/taskArns/0").asText() + "']}")
        .at("/tasks/0");
  }

  private static List<String> health(Stage stage) {
    JsonNode arns = stage.call("ecs", "ListTasks", "{'cluster':'apps','serviceName':'web'}");
    return stage
        .call(
            "ecs",
            "DescribeTasks",
            "{'cluster':'apps','tasks':['" + arns.at("/taskArns/0").asText() + "']}")
        .findValuesAsText("healthStatus")
        .stream()
        .distinct()
        .toList();
  }

  @Test
  void anAlarmStopsTheShiftAndTrafficGoesBack() throws Exception {
    Setting canary =
        Setting.in(folder).configured("CodeDeployDefault.ECSLinear10PercentEvery1Minutes");
    try (Stage stage = new Stage(canary.with(Fault.ALARM))) {
      String id = stage.deploy(stage.register(stage.registry.image("1")));
      stage.awaitStatus(id, "Stopped");
      assertThat(stage.deployment(id).at("/errorInformation/code").asText())
          .isEqualTo("ALARM_ACTIVE");
      stage.awaitStatus(stage.awaitRollback(id), "Succeeded");
      assertThat(stage.get("/")).contains("Nothing was deployed");
      assertThat(stage.compute.environments().traffic("test").failed()).isZero();
    }
  }

  /** The service of the rehearsal is on Fargate, like its task definition. */
  @Test
  void aTaskDefinitionForEc2AloneIsRefusedByAServiceOnFargate() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      String id = stage.deploy(stage.registerFor("EC2", stage.registry.image("1")));
      stage.awaitStatus(id, "Failed");
      assertThat(stage.deployment(id).at("/errorInformation/message").asText())
          .isEqualTo(
              "The ECS service cannot be updated due to the following error: Task definition does"
                  + " not support launch_type FARGATE.");
    }
  }

  @Test
  void waitsInReadyWithGreenOnTheTestListenerUntilContinued() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).readyWait(600).terminationWait(0))) {
      String id = stage.deploy(stage.register(stage.registry.image("1")));
      stage.awaitStatus(id, "Ready");
      assertThat(stage.get("/")).contains("Nothing was deployed");
      assertThat(stage.get(stage.compute.environments().testUrl("test").orElseThrow(), "/"))
          .isEqualTo("version 1");
      stage.call(
          "codedeploy",
          "ContinueDeployment",
          "{'deploymentId':'" + id + "','deploymentWaitType':'READY_WAIT'}");
      stage.awaitStatus(id, "Succeeded");
      assertThat(stage.get("/")).isEqualTo("version 1");
    }
  }

  @Test
  void aStopWithRollbackInReadyLeavesBlueAloneAndFreesTheGroup() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder).readyWait(600).terminationWait(0))) {
      String taskDefinition = stage.register(stage.registry.image("1"));
      String id = stage.deploy(taskDefinition);
      stage.awaitStatus(id, "Ready");
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> stage.deploy(taskDefinition))
          .isInstanceOf(AwsError.class)
          .hasMessage(
              "The Deployment Group 'web-group' already has an active Deployment '" + id + "'");
      stage.call(
          "codedeploy",
          "StopDeployment",
          "{'deploymentId':'" + id + "','autoRollbackEnabled':true}");
      stage.awaitStatus(id, "Stopped");
      stage.awaitStatus(stage.awaitRollback(id), "Succeeded");
      assertThat(stage.service().path("taskSets")).hasSize(1);
      String next = stage.deploy(taskDefinition);
      stage.awaitStatus(next, "Ready");
    }
  }

  @Test
  void aDeniedPullIsToldAsTheTasksReason() throws Exception {
    try (Stage stage = new Stage(Setting.in(folder))) {
      stage.registry.denied = true;
      String id = stage.deploy(stage.register(stage.registry.image("1")));
      Stage.awaitThat(() -> !stopped(stage).isEmpty(), () -> stage.service().toString());
      JsonNode task =
          stage
              .call("ecs", "DescribeTasks", "{'cluster':'apps','tasks':" + stopped(stage) + "}")
              .at("/tasks/0");
      assertThat(task.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
      assertThat(task.path("stoppedReason").asText())
          .startsWith("CannotPullContainerError: ")
          .endsWith("403: DENIED: User is not authorized");
      assertThat(task.at("/containers/0").has("exitCode")).isFalse();
      stage.call("codedeploy", "StopDeployment", "{'deploymentId':'" + id + "'}");
      stage.awaitStatus(stage.awaitRollback(id), "Succeeded");
    }
  }

  private static JsonNode stopped(Stage stage) {
    return stage
        .call(
            "ecs", "ListTasks", "{'cluster':'apps','serviceName':'web','desiredStatus':'STOPPED'}")
        .path("taskArns");
  }
}
