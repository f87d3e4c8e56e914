package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsIndexTest {
  @TempDir Path root;

  @Test
  void showsEachEnvironmentWithItsLastRunAndTheRunsBefore() throws IOException {
    run("test", new DeploymentRecord(Stories.BEGAN.minusSeconds(60), Stories.canary().events()));
    run("prod", Stories.crashLoop());
    run("test", failed(Stories.BEGAN.plusSeconds(3600)));

    assertThat(Files.readString(root.resolve("index.html")))
        .contains("<title>Deployments of demo-app</title>")
        .containsSubsequence(
            "<h2>Environments</h2>",
            "<span class=\"badge\">failed</span> <a href=\"test/deployment.html\">prod</a>",
            "<p>No &lt;b&gt;role&lt;/b&gt;.</p>",
            "<h2>All runs</h2>",
            "failed",
            "rolled-back",
            "succeeded");
    assertThat(new ObjectMapper().readTree(root.resolve("runs.json").toFile()).path("runs"))
        .hasSize(3);
  }

  @Test
  void aRunIsListedOnceHoweverOftenItsFilesAreWritten() throws IOException {
    run("test", Stories.canary());
    new RunsIndex(root, ZoneOffset.UTC).write();

    assertThat(Files.readString(root.resolve("index.html")))
        .containsOnlyOnce("<article")
        .contains("<a href=\"test/deployment.html\">prod</a>")
        .doesNotContain("All runs", "pipeline.html");
  }

  @Test
  void filesThatCannotBeReadAreLeftOut() throws IOException {
    Files.createDirectories(root.resolve("other"));
    Files.writeString(root.resolve("other/deployment.json"), "{\"environment\": ");
    Files.writeString(root.resolve("runs.json"), "[");
    run("test", Stories.canary());

    assertThat(Files.readString(root.resolve("index.html"))).containsOnlyOnce("<article");
  }

  @Test
  void linksTheLastWalkThroughThePipeline() throws IOException {
    Files.createDirectories(root.resolve("pipeline"));
    Files.writeString(
        root.resolve("pipeline/pipeline.json"),
        """
        {"began":"2026-11-23T14:00:00Z","ended":"2026-11-23T14:05:00Z","stages":[]}""");
    new RunsIndex(root, ZoneOffset.UTC).write();

    assertThat(Files.readString(root.resolve("index.html")))
        .contains("<a href=\"pipeline/pipeline.html\">The last run</a>: succeeded");
  }

  private void run(String folder, DeploymentRecord deployment) throws IOException {
    Files.createDirectories(root.resolve(folder));
    Files.writeString(
        root.resolve(folder).resolve("deployment.json"), DeploymentJson.of(deployment));
    new RunsIndex(root, ZoneOffset.UTC).write();
  }

  private static DeploymentRecord failed(Instant at) {
    return new DeploymentRecord(at, List.of())
        .plus(at, Stories.canary().events().get(0).event())
        .plus(
            at,
            new Event.Concluded(
                Verdict.FAILED, java.util.Optional.of("No <b>role</b>."), List.of(), List.of()));
  }
}
