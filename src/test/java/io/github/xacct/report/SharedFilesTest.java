package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.event.Event;
import io.github.xacct.event.PipelineRecord;
import io.github.xacct.event.PipelineRecord.Action;
import io.github.xacct.event.PipelineRecord.Stage;
import io.github.xacct.event.PipelineRecord.Status;
import io.github.xacct.event.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs in one checkout write the same files. */
class SharedFilesTest {
  private static final Instant BEGAN = Instant.parse("2026-11-23T14:00:00Z");

  @TempDir Path folder;

  @Test
  void losesNoChangeOfManyAtOnce() throws Exception {
    Path file = folder.resolve("counted");
    var pool = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> changes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      changes.add(
          pool.submit(
              () ->
                  SharedFile.change(
                      file,
                      folder.resolve(".lock"),
                      text -> text.map(n -> "" + (Integer.parseInt(n) + 1)).orElse("1"))));
    }
    for (var change : changes) {
      assertThat(change.get()).isTrue();
    }
    pool.shutdown();

    assertThat(file).hasContent("40");
    assertThat(SharedFile.change(file, folder.resolve(".lock"), text -> null)).isFalse();
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("counted", ".lock");
    }
  }

  @Test
  void aRunThatIsRefusedLeavesTheRecordOfTheOneThatGoesOn() throws Exception {
    var warnings = new ArrayList<String>();
    try (var winner = files(warnings)) {
      winner.report(new Event.DeploymentCreated("d-WINNER", Optional.empty()));
      try (var loser = files(warnings)) {
        loser.report(new Event.Note("Two runs deploy at once."));
        loser.report(new Event.DeploymentEnded("(unknown)", Verdict.FAILED, Duration.ZERO));
      }
      assertThat(Files.readString(folder.resolve("deployment.json"))).contains("d-WINNER");
      assertThat(warnings)
          .containsExactly(
              folder.resolve("deployment.html")
                  + " is of another run, which goes on; what this one found is not written there.");
      winner.report(new Event.DeploymentEnded("d-WINNER", Verdict.SUCCEEDED, Duration.ZERO));
    }
    assertThat(DeploymentFiles.deploymentId(folder)).contains("d-WINNER");

    try (var next = files(warnings)) {
      next.report(new Event.DeploymentEnded("(unknown)", Verdict.FAILED, Duration.ZERO));
    }
    assertThat(Files.readString(folder.resolve("deployment.json"))).doesNotContain("d-WINNER");
    assertThat(warnings).hasSize(1);
  }

  /** An earlier run whose deployment was superseded by the later one. */
  @Test
  void theEarlierOfTwoRunsLeavesTheRecordOfTheLaterDeployment() throws Exception {
    var warnings = new ArrayList<String>();
    var clock = Clock.systemUTC();
    var earlier = new DeploymentFiles(folder, clock, ZoneOffset.UTC, warnings::add);
    earlier.report(new Event.DeploymentCreated("d-EARLIER", Optional.empty()));
    var soon = Clock.offset(clock, Duration.ofSeconds(5));
    try (var later = new DeploymentFiles(folder, soon, ZoneOffset.UTC, warnings::add)) {
      later.report(run("2"));
      later.report(new Event.DeploymentCreated("d-LATER", Optional.empty()));
    }
    earlier.report(new Event.DeploymentEnded("d-EARLIER", Verdict.STOPPED, Duration.ZERO));
    earlier.close();

    assertThat(DeploymentFiles.deploymentId(folder)).contains("d-LATER");
    assertThat(DeploymentFiles.deploymentId(folder, run("2"))).contains("d-LATER");
    assertThat(DeploymentFiles.deploymentId(folder, run("1"))).isEmpty();
    assertThat(Files.readString(folder.resolve("deployment.html"))).contains("d-LATER");
    assertThat(warnings)
        .containsExactly(
            folder.resolve("deployment.html")
                + " is of a later run; how this one went on is not written there.");
  }

  private static Event.RunNamed run(String number) {
    return new Event.RunNamed(
        "CI",
        "CI run " + number,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private DeploymentFiles files(List<String> warnings) {
    return new DeploymentFiles(folder, Clock.systemUTC(), ZoneOffset.UTC, warnings::add);
  }

  @Test
  void aWalkWhoseProcessWasKilledIsInterrupted() throws Exception {
    var files = new PipelineFiles(folder.resolve("pipeline"), ZoneOffset.UTC);
    try (var alive = files.begin()) {
      files.write(walk(Status.RUNNING));

      assertThat(files.last().orElseThrow().status()).isEqualTo(Status.RUNNING);
      assertThatThrownBy(files::begin)
          .hasMessage(
              """
              Another run of this pipeline is in progress.
              It writes to %s. This run has changed nothing.
              Try: wait for its end, or use another checkout."""
                  .formatted(folder.resolve("pipeline")));
    }
    new RunsIndex(folder, ZoneOffset.UTC).write();

    var walk = files.read();
    assertThat(walk.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(walk.stages().get(1).actions().get(0).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(walk.failure().orElseThrow().suggestion())
        .containsExactly("resume there: mvn xacct:pipeline -Dxacct.rehearse -Dxacct.from=Test");
    assertThat(walk.notices()).hasSize(1);
    assertThat(Files.readString(folder.resolve("index.html"))).contains("</a>: interrupted</p>");
    assertThat(Files.readString(files.page()))
        .contains("The run was interrupted: its process ended in stage Test.");
  }

  @Test
  void aWalkThatWasKilledBetweenTwoActionsHasNotSucceeded() {
    var files = new PipelineFiles(folder, ZoneOffset.UTC);
    files.write(walk(Status.WAITING));

    files.settle();

    assertThat(files.read().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(files.read().stages().get(1).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(files.read().stages().get(0).status()).isEqualTo(Status.SUCCEEDED);
  }

  private static PipelineRecord walk(Status second) {
    return new PipelineRecord(
        "demo",
        "0a1b2c3",
        BEGAN,
        Optional.empty(),
        List.of(stage("Build", Status.SUCCEEDED), stage("Test", second)),
        List.of(new PipelineRecord.Notice(BEGAN, "topic", "subject", "text")),
        List.of("the network"),
        Optional.empty(),
        Map.of("Build", Map.of("IMAGE", "sha256:1")));
  }

  private static Stage stage(String name, Status status) {
    return new Stage(
        name,
        status,
        Duration.ofSeconds(3),
        List.of(
            new Action(
                name,
                "CodeBuild",
                status,
                Duration.ofSeconds(3),
                "",
                Optional.empty(),
                Optional.empty())));
  }
}
