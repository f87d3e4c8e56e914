package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.PipelineRecord;
import io.github.xacct.event.PipelineRecord.Action;
import io.github.xacct.event.PipelineRecord.Notice;
import io.github.xacct.event.PipelineRecord.Stage;
import io.github.xacct.event.PipelineRecord.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinePageTest {
  private static final Instant BEGAN = Instant.parse("2026-11-23T09:00:00Z");

  @TempDir Path folder;

  @Test
  void showsEachStageAsABoxWithHowItEnded() {
    String page = page(Status.SUCCEEDED, Status.FAILED, Status.WAITING);

    assertThat(page)
        .contains("<title>demo-app failed in Two</title>")
        .contains("<li class=\"stage good\">\n<h3>One</h3>")
        .contains("<li class=\"stage bad\">\n<h3>Two</h3>")
        .contains("<li class=\"stage quiet\">\n<h3>Three</h3>")
        .contains("✓ BuildIt</b> <span class=\"quiet\">CodeBuild, 2.0 s</span>")
        .contains("<a href=\"One-BuildIt.log\">output</a>");
  }

  @Test
  void saysWhatWentWrong() {
    assertThat(page(Status.SUCCEEDED, Status.FAILED, Status.WAITING))
        .contains("<h2>What went wrong</h2>\n<p class=\"problem\">Stage Two failed.</p>")
        .contains("<p class=\"lines evidence\">said &lt;b&gt;no&lt;/b&gt;</p>")
        .contains("<p class=\"lines suggestion\">read its output</p>");
    assertThat(page(Status.SUCCEEDED)).doesNotContain("What went wrong");
  }

  @Test
  void anInterruptedWalkIsInterruptedNotFailed() {
    assertThat(page(Status.SUCCEEDED, Status.INTERRUPTED))
        .contains("<title>demo-app was interrupted in Two</title>")
        .contains("<header class=\"mixed\">")
        .doesNotContain("What went wrong");
  }

  @Test
  void saysWhoSaidNoAndWhereItIs() {
    assertThat(page(Status.REJECTED)).contains("<h1>demo-app was rejected in One</h1>");
    assertThat(page(Status.RUNNING)).contains("<h1>demo-app is in One</h1>");
    assertThat(page(Status.EARLIER)).contains("<h1>demo-app deployed to all environments</h1>");
  }

  @Test
  void runsNothingOfWhatOthersSaid() {
    assertThat(page(Status.SUCCEEDED))
        .doesNotContain("<script>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("default-src 'none'");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    var files = new PipelineFiles(folder, ZoneOffset.UTC);
    var walk = walk(Status.SUCCEEDED, Status.REJECTED);
    files.write(walk);

    assertThat(files.read().stages()).isEqualTo(walk.stages());
    assertThat(files.read().variables()).isEqualTo(walk.variables());
    assertThat(files.read().commit()).isEqualTo("abc");
  }

  private String page(Status... stages) {
    return new PipelinePage(folder, ZoneOffset.UTC).of(walk(stages));
  }

  private static Optional<PipelineRecord.Failure> failure(Status... stages) {
    return List.of(stages).contains(Status.FAILED)
        ? Optional.of(
            new PipelineRecord.Failure(
                "Stage Two failed.", List.of("said <b>no</b>"), List.of("read its output")))
        : Optional.empty();
  }

  private PipelineRecord walk(Status... stages) {
    return walk(folder, stages);
  }

  static PipelineRecord walk(Path folder, Status... stages) {
    var names = List.of("One", "Two", "Three");
    var all = new java.util.ArrayList<Stage>();
    for (int i = 0; i < stages.length; i++) {
      var log = folder.resolve(names.get(i) + "-BuildIt.log");
      var took = Duration.ofSeconds(2);
      var action =
          new Action(
              "BuildIt",
              "CodeBuild",
              stages[i],
              took,
              "said <script>alert(1)</script>",
              Optional.of(log),
              Optional.empty());
      all.add(new Stage(names.get(i), stages[i], took, List.of(action)));
    }
    boolean going = List.of(stages).contains(Status.RUNNING);
    return new PipelineRecord(
        "demo-app",
        "abc",
        BEGAN,
        going ? Optional.empty() : Optional.of(BEGAN),
        all,
        List.of(
            new Notice(
                BEGAN,
                "arn:topic",
                "APPROVAL NEEDED",
                "<script>alert(1)</script> https://" + "host-name.".repeat(20))),
        List.of("the network"),
        failure(stages),
        Map.of("Build", Map.of("COMMIT", "abc")));
  }
}
