package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DeploymentFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Clock clock = Clock.fixed(Stories.BEGAN, ZoneOffset.UTC);
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  @Test
  void holdsTheDeploymentsIdBeforeAnythingElseCanHappen() throws IOException {
    try (var files = files(folder)) {
      files.report(new Event.DeploymentCreated("d-1", Optional.empty()));

      assertThat(written().get("deploymentId").asText()).isEqualTo("d-1");
      assertThat(written().get("verdict").asText()).isEqualTo("running");
      assertThat(written().get("ended").isNull()).isTrue();
      assertThat(files.page()).content().contains("Running");
    }
  }

  @Test
  void catchesUpWithoutBeingTold() throws Exception {
    try (var files = files(folder)) {
      files.report(new Event.Note("first"));
      files.report(new Event.Note("last"));

      awaitText("last");
    }
  }

  @Test
  void hasTheEndOnceItIsTold() throws IOException {
    try (var files = files(folder)) {
      files.report(Event.Concluded.well(Verdict.SUCCEEDED));

      assertThat(written().get("verdict").asText()).isEqualTo("succeeded");
      assertThat(written().get("ended").asText()).isEqualTo("2026-11-23T14:00:00Z");
    }
  }

  @Test
  void writesTheLastEventsOnClosing() throws IOException {
    var files = files(folder);
    for (int i = 0; i < 100; i++) {
      files.report(new Event.Note("note " + i));
    }
    files.close();

    assertThat(written().get("events")).hasSize(100);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  /** A reader that may look at any moment sees what a crash at any moment would leave. */
  @Test
  void isWholeAtEveryMoment() throws Exception {
    var stop = new CountDownLatch(1);
    var broken = Collections.synchronizedList(new ArrayList<String>());
    var reader = new Thread(() -> read(stop, broken));
    try (var files = files(folder)) {
      files.report(Event.Concluded.well(Verdict.SUCCEEDED));
      reader.start();
      for (int i = 0; i < 60; i++) {
        files.report(new Event.RollbackStarted("d-" + i));
      }
    } finally {
      stop.countDown();
      reader.join();
    }
    assertThat(broken).isEmpty();
  }

  private void read(CountDownLatch stop, List<String> broken) {
    while (stop.getCount() > 0) {
      try {
        assertThat(written().get("version").asInt()).isEqualTo(1);
      } catch (IOException | RuntimeException | AssertionError e) {
        broken.add(e.toString());
      }
    }
  }

  @Test
  void writesAlsoOnAThreadThatWasInterrupted() throws IOException {
    try (var files = files(folder)) {
      Thread.currentThread().interrupt();
      files.report(Event.Concluded.well(Verdict.DETACHED));
      assertThat(Thread.interrupted()).isTrue();

      assertThat(written().get("verdict").asText()).isEqualTo("detached");
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void doesNotDisturbTheDeploymentWhenItCannotWrite() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (var files = files(file.resolve("folder"))) {
      files.report(new Event.DeploymentCreated("d-1", Optional.empty()));
      files.report(Event.Concluded.well(Verdict.SUCCEEDED));
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("Cannot write the deployment's record to " + file);
  }

  @Test
  void leavesNoThreadBehind() {
    var before = Thread.getAllStackTraces().keySet();

    files(folder).close();

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .noneMatch(thread -> thread.getName().startsWith("xacct-"));
  }

  @Test
  void isToldBesidesOthers() throws IOException {
    var heard = new ArrayList<Event>();
    try (var files = files(folder)) {
      var both = Reporters.all(heard::add, files);
      both.report(Event.Concluded.well(Verdict.SUCCEEDED));
    }
    assertThat(heard).hasSize(1);
    assertThat(written().get("events")).hasSize(1);
  }

  private DeploymentFiles files(Path where) {
    return new DeploymentFiles(where, clock, ZoneOffset.UTC, warnings::add);
  }

  private JsonNode written() throws IOException {
    return JSON.readTree(folder.resolve("deployment.json").toFile());
  }

  private void awaitText(String text) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(180));
    Path file = folder.resolve("deployment.json");
    while (!Files.exists(file) || !Files.readString(file).contains(text)) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(10);
    }
  }
}
