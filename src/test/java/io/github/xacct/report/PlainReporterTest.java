package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.event.Event.ImageProof.Outcome;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pins every line of the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainReporterTest {
  private static final Digest DIGEST = new Digest("sha256:" + "0123456789abcdef".repeat(4));
  private static final ImageReference IMAGE = new ImageReference("host/app", DIGEST);
  private static final String WARNING = "WARNING ";
  private final Set<Class<?>> told = new HashSet<>();

  @Test
  void note() {
    assertThat(told(new Event.Note("As it is."))).containsExactly("As it is.");
  }

  @Test
  void warning() {
    assertThat(told(new Event.Warning("Look.\nTry: this")))
        .containsExactly(WARNING + "Look.", WARNING + "Try: this");
  }

  @Test
  void fileWritten() {
    assertThat(told(new Event.FileWritten(Path.of("target/xacct/test/taskdef.json"))))
        .containsExactly("Wrote target/xacct/test/taskdef.json");
    assertThat(told(new Event.FileWritten(Path.of("/elsewhere/taskdef.json"))))
        .containsExactly("Wrote /elsewhere/taskdef.json");
  }

  @Test
  void imageBuildStarted() {
    assertThat(told(new Event.ImageBuildStarted("temurin:21", "linux/arm64")))
        .containsExactly("Building the image on temurin:21 for linux/arm64");
  }

  @Test
  void imageBuilt() {
    var layers =
        List.of(
            new ImageDescription.Layer(DIGEST, 50_000_000, "base"),
            new ImageDescription.Layer(DIGEST, 2_100_000, "classes"));
    var image =
        new ImageDescription(
            "app", List.of("1"), DIGEST, layers, "temurin:21", "none", "linux/amd64", false);
    assertThat(told(new Event.ImageBuilt(image, Optional.empty(), Duration.ofMillis(2345))))
        .containsExactly("Built sha256:0123456789ab (2 layers, 52.1 MB) in 2.3 s");
    var tarball = Optional.of(Path.of("target/xacct/image.tar"));
    assertThat(told(new Event.ImageBuilt(image, tarball, Duration.ofSeconds(12))))
        .containsExactly(
            "Built sha256:0123456789ab (2 layers, 52.1 MB) in 12 s: target/xacct/image.tar");
  }

  @Test
  void imageAlreadyPushed() {
    assertThat(told(new Event.ImageAlreadyPushed(IMAGE, List.of())))
        .containsExactly("Image already in registry, not rebuilt: host/app@" + DIGEST);
  }

  @Test
  void layerPushedIsSilent() {
    assertThat(told(new Event.LayerPushed(DIGEST, 1))).isEmpty();
  }

  @Test
  void theRunIsSilentForItsOwnLogTellsIt() {
    assertThat(
            told(
                new Event.RunNamed(
                    "GitLab CI", "run 1", Optional.empty(), Optional.empty(), Optional.empty())))
        .isEmpty();
  }

  @Test
  void theTaskDefinitionsDifferenceIsForThePage() {
    assertThat(told(new Event.TaskDefinitionCompared(List.of("+ cpu: 256")))).isEmpty();
  }

  @Test
  void imagePushed() {
    assertThat(told(new Event.ImagePushed(IMAGE, List.of("1.0", "abc"), Duration.ofSeconds(75))))
        .containsExactly("Pushed host/app@" + DIGEST + " (1.0, abc) in 1 min 15 s");
  }

  @Test
  void repositoryCreated() {
    assertThat(told(new Event.RepositoryCreated("host/app")))
        .containsExactly("Created repository host/app");
  }

  @Test
  void roleAssumed() {
    assertThat(told(new Event.RoleAssumed("arn:role", "xacct-app", Instant.EPOCH)))
        .containsExactly("Assumed arn:role as xacct-app");
  }

  @Test
  void taskDefinitionRegistered() {
    assertThat(told(new Event.TaskDefinitionRegistered("arn:td:2")))
        .containsExactly("Registered arn:td:2");
  }

  @Test
  void taskDefinitionUnchanged() {
    assertThat(told(new Event.TaskDefinitionUnchanged("arn:td:2")))
        .containsExactly("Reusing arn:td:2 (unchanged)");
  }

  @Test
  void began() {
    assertThat(told(began(false)))
        .containsExactly("app in test: service main/demo in account 2222, eu-west-1");
    assertThat(told(began(true)))
        .containsExactly(
            "Rehearsal of app in test: service main/demo in account 2222," + " eu-west-1");
  }

  private static Event began(boolean rehearsed) {
    return new Event.Began("app", "test", "2222", "eu-west-1", "main", "demo", "A", "G", rehearsed);
  }

  @Test
  void planned() {
    assertThat(told(new Event.Planned(IMAGE, Optional.of("arn:td:1"), "app 1.0")))
        .containsExactly("Deploying host/app@" + DIGEST + " in place of arn:td:1");
    assertThat(told(new Event.Planned(IMAGE, Optional.empty(), "app 1.0")))
        .containsExactly("Deploying host/app@" + DIGEST);
  }

  @Test
  void deploymentCreated() {
    assertThat(told(new Event.DeploymentCreated("d-1", Optional.of("https://console"))))
        .containsExactly("14:00:00  Deployment d-1 created: https://console");
    assertThat(told(new Event.DeploymentCreated("d-1", Optional.empty())))
        .containsExactly("14:00:00  Deployment d-1 created");
  }

  @Test
  void deploymentAttached() {
    var since = Optional.of(Stories.BEGAN.minusSeconds(90));
    assertThat(told(new Event.DeploymentAttached("d-1", Optional.of("https://console"), since)))
        .containsExactly(
            "14:00:00  Following deployment d-1, created at 13:58:30: https://console");
    assertThat(told(new Event.DeploymentAttached("d-1", Optional.empty(), Optional.empty())))
        .containsExactly("14:00:00  Following deployment d-1");
  }

  @Test
  void expected() {
    assertThat(told(new Event.Expected(Duration.ofMinutes(12), Duration.ofMinutes(90))))
        .containsExactly("14:00:00  ETA 14:12:00 (about 12 min 0 s), at most 1 h 30 min");
  }

  @Test
  void lifecycleEventChanged() {
    assertThat(
            told(
                new Event.LifecycleEventChanged(
                    "Install", LifecycleStatus.IN_PROGRESS, Optional.empty())))
        .containsExactly("14:00:00  Install in progress");
    var took = Optional.of(Duration.ofMillis(400));
    assertThat(told(new Event.LifecycleEventChanged("Install", LifecycleStatus.SUCCEEDED, took)))
        .containsExactly("14:00:00  Install succeeded after 0.4 s");
  }

  @Test
  void taskSetsChanged() {
    assertThat(
            told(
                new Event.TaskSetsChanged(
                    List.of(
                        new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 2, 2, 0, 90),
                        new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 2, 1, 1, 10)))))
        .containsExactly(
            "14:00:00  blue 2 of 2 running, 90 % of traffic; green 1 of 2 running, 10 % of"
                + " traffic");
  }

  @Test
  void taskDied() {
    assertThat(told(death("task-1")))
        .containsExactly(
            WARNING
                + "14:00:00  green task task-1 died: Essential container in task exited"
                + " (EssentialContainerExited); app exited with 137: OutOfMemoryError; log",
            WARNING + "          | Starting",
            WARNING + "          | �[31mHeap space    full");
  }

  @Test
  void taskDiedWithoutAnyReason() {
    assertThat(told(new Event.TaskDied(TaskSetLabel.GREEN, "task-1", "", "", List.of(), List.of())))
        .containsExactly(WARNING + "14:00:00  green task task-1 died: no reason given");
    assertThat(
            told(new Event.TaskDied(TaskSetLabel.GREEN, "task-1", "X", "", List.of(), List.of())))
        .containsExactly(WARNING + "14:00:00  green task task-1 died: X");
  }

  @Test
  void reportsTheLastWordsOfTheSameDeathOnlyOnce() {
    assertThat(told(death("task-1"), death("task-2")))
        .hasSize(4)
        .last()
        .asString()
        .contains("task-2 died: Essential");
  }

  private static Event death(String task) {
    return new Event.TaskDied(
        TaskSetLabel.GREEN,
        task,
        "EssentialContainerExited",
        "Essential container in task exited",
        List.of(
            new Event.ContainerEnd("app", Optional.of(137), Optional.of("OutOfMemoryError")),
            new Event.ContainerEnd("log", Optional.empty(), Optional.empty())),
        List.of("Starting", "\u001b[31mHeap space\tfull"));
  }

  @Test
  void targetUnhealthy() {
    assertThat(told(new Event.TargetUnhealthy("10.0.1.17:8080", "codes: [404]")))
        .containsExactly(WARNING + "14:00:00  target 10.0.1.17:8080 is unhealthy: codes: [404]");
  }

  @Test
  void serviceTrouble() {
    assertThat(told(new Event.ServiceTrouble("(service s) was unable to place a task.")))
        .containsExactly(
            WARNING + "14:00:00  ECS reports: (service s) was unable to place a task.");
  }

  @Test
  void circuitOpened() {
    assertThat(told(new Event.CircuitOpened("3 tasks of green died")))
        .containsExactly(
            WARNING + "14:00:00  Aborting: 3 tasks of green died; stopping and rolling back");
  }

  @Test
  void smokeTestEnded() {
    assertThat(told(new Event.SmokeTestEnded("GET /", true, "", Duration.ofMillis(120))))
        .containsExactly("14:00:00  Smoke test GET / passed after 0.1 s");
    assertThat(told(new Event.SmokeTestEnded("GET /", false, "503", Duration.ofMillis(120))))
        .containsExactly(WARNING + "14:00:00  Smoke test GET / failed after 0.1 s: 503");
  }

  @Test
  void deploymentRequestedIsSilent() {
    assertThat(told(new Event.DeploymentRequested("run 1"))).isEmpty();
  }

  @Test
  void whatWasAskedFor() {
    assertThat(told(new Event.DeploymentNotCreated())).isEmpty();
    assertThat(told(new Event.ShiftRequested("d-1")))
        .containsExactly("Ready to shift production traffic.");
    assertThat(told(new Event.StopRequested("d-1", "user", true)))
        .containsExactly("Stopping deployment d-1 of user");
  }

  @Test
  void imageProof() {
    assertThat(told(new Event.ImageProof(Outcome.PROVED, 2, 2, Optional.empty())))
        .containsExactly("14:00:00  Proved: 2 of 2 running tasks run the deployed image");
    assertThat(told(new Event.ImageProof(Outcome.DISPROVED, 1, 2, Optional.of("1 run another"))))
        .containsExactly(WARNING + "14:00:00  Disproved: of 2 running tasks 1 run another");
    assertThat(told(new Event.ImageProof(Outcome.NOT_PROVED, 0, 0, Optional.of("Denied."))))
        .containsExactly(WARNING + "14:00:00  Not proved which image the tasks run. Denied.");
  }

  @Test
  void approvalAwaited() {
    assertThat(told(new Event.ApprovalAwaited("http://test:9000", "mvn xacct:continue")))
        .containsExactly(
            "14:00:00  Waiting for approval. Look at http://test:9000",
            "          and approve with: mvn xacct:continue");
  }

  @Test
  void trafficSampleIsSilent() {
    assertThat(told(new Event.TrafficSample(Instant.EPOCH, Map.of("blue", 1), 0))).isEmpty();
  }

  @Test
  void stillWaiting() {
    assertThat(told(new Event.StillWaiting("Install", Duration.ofMinutes(3))))
        .containsExactly("14:00:00  still waiting for Install, 3 min 0 s");
  }

  @Test
  void rollbackStarted() {
    assertThat(told(new Event.RollbackStarted("d-2")))
        .containsExactly("14:00:00  Rolling back by deployment d-2");
  }

  @Test
  void trafficShifted() {
    assertThat(told(new Event.TrafficShifted(Duration.ofSeconds(7500))))
        .containsExactly("14:00:00  All production traffic is on green after 2 h 5 min");
  }

  @Test
  void deploymentEnded() {
    assertThat(told(new Event.DeploymentEnded("d-1", Verdict.ROLLED_BACK, Duration.ofSeconds(42))))
        .containsExactly("14:00:00  Deployment d-1: rolled-back after 42 s");
  }

  @Test
  void concluded() {
    assertThat(told(Event.Concluded.well(Verdict.SUCCEEDED)))
        .containsExactly("14:00:00  Verdict: succeeded");
  }

  @Test
  void pipelineStageBegan() {
    assertThat(told(new Event.PipelineStageBegan("Build", 2, 9, "Build")))
        .containsExactly("14:00:00  Stage 2 of 9, Build: Build");
  }

  @Test
  void pipelineActionEnded() {
    var took = Duration.ofSeconds(14);
    assertThat(told(new Event.PipelineActionEnded("Build", "Build", took, "sha256:12")))
        .containsExactly("14:00:00    Build succeeded after 14 s: sha256:12");
    assertThat(told(new Event.PipelineActionEnded("Build", "Build", took, "")))
        .containsExactly("14:00:00    Build succeeded after 14 s");
  }

  @Test
  void noticeSent() {
    assertThat(told(new Event.NoticeSent("arn:aws:sns:x:1:approvals", "APPROVAL NEEDED", "Look")))
        .containsExactly(
            "14:00:00    Notice to arn:aws:sns:x:1:approvals: APPROVAL NEEDED", "            Look");
  }

  @AfterAll
  void everyKindOfEventHasItsTest() {
    assertThat(told).containsAll(Arrays.asList(Event.class.getPermittedSubclasses()));
  }

  private List<String> told(Event... events) {
    var lines = new ArrayList<String>();
    var reporter =
        new PlainReporter(
            lines::add,
            line -> lines.add(WARNING + line),
            Clock.fixed(Stories.BEGAN, ZoneOffset.UTC),
            ZoneOffset.UTC);
    for (var event : events) {
      told.add(event.getClass());
      reporter.report(event);
    }
    return lines;
  }
}
