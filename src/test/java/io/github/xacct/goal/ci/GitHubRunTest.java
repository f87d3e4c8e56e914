package io.github.xacct.goal.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.goal.BlueGreenDeployMojo;
import io.github.xacct.goal.GoalRun;
import io.github.xacct.goal.Rehearsed;
import io.github.xacct.goal.Written;
import io.github.xacct.model.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that a GitHub workflow runs: whoever looks for the run finds it, and its end. */
class GitHubRunTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String URL =
      "https://github.com/example/demo-app/actions/runs/9876543210/attempts/2";
  private static final String POM =
      Written.LEAST.replace(
          "</account></registry>", "</account><region>eu-central-1</region></registry>");
  private static final String MORE =
      """
      <rehearse>true</rehearse><minute>100ms</minute>
      <onActive>fail</onActive><onInterrupt>detach</onInterrupt>
      """;

  @TempDir Path folder;
  private ImageReference image;

  @BeforeEach
  void push() throws Exception {
    var settings = Written.xml(POM).read();
    var outputs = folder.resolve("target/xacct");
    try (var stage = Rehearsed.stage(settings, settings.all(), outputs, Duration.ofMillis(100))) {
      image = Rehearsed.push(stage, settings, folder, "1");
    }
  }

  @Test
  void isNamedBySessionDescriptionRecordAndSummary() throws Exception {
    List<String> log = deploy("");
    assertThat(log)
        .anySatisfy(line -> assertThat(line).endsWith(" as xacct-demo-app-github-9876543210-2"));
    JsonNode record =
        new ObjectMapper().readTree(folder.resolve("target/xacct/test/deployment.json").toFile());
    assertThat(record.path("description").asText())
        .contains(
            " commit 0123456789ab: demo-app 1.0 by GitHub Actions run 9876543210 attempt 2 of"
                + " octocat, branch main");
    assertThat(record.at("/run/url").asText()).isEqualTo(URL);
    assertThat(folder.resolve("target/xacct/test/deployment.html")).content().contains(URL);
    assertThat(summary())
        .startsWith("## Rehearsal: Succeeded\n\ndemo-app is live in test.\n")
        .contains("nothing was deployed.", "| Commit | `0123456789ab` |", "](" + URL + ")");
  }

  @Test
  void aFailureIsAnnotatedAndInTheSummary() throws Exception {
    var out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(() -> deploy("<fault>role-denied</fault>"))
          .isInstanceOf(MojoFailureException.class);
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.startsWith("::"))
        .singleElement()
        .asString()
        .startsWith("::error title=xacct failed::Cannot assume role ")
        .contains("%0A");
    assertThat(summary()).startsWith("## Rehearsal: Failed\n");
  }

  private String summary() throws Exception {
    return Files.readString(folder.resolve("summary.md"));
  }

  private List<String> deploy(String more) throws Exception {
    var variables =
        Map.of(
            "GITHUB_ACTIONS", "true",
            "GITHUB_SERVER_URL", "https://github.com",
            "GITHUB_REPOSITORY", "example/demo-app",
            "GITHUB_RUN_ID", "9876543210",
            "GITHUB_RUN_ATTEMPT", "2",
            "GITHUB_SHA", COMMIT,
            "GITHUB_REF", "refs/heads/main",
            "GITHUB_ACTOR", "octocat",
            "GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString());
    var goal =
        new BlueGreenDeployMojo() {
          @Override
          public Map<String, String> variables() {
            return variables;
          }
        };
    String given = "<deployedImage>" + image + "</deployedImage>";
    return GoalRun.of(goal, folder, POM, MORE + given + more);
  }
}
