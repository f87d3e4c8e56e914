package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The summary of a GitHub run, for each verdict of a deployment. */
class StepSummaryTest {
  private static final Event.RunNamed RUN =
      new Event.RunNamed(
          "GitHub Actions",
          "GitHub Actions run 1 attempt 2",
          Optional.of("https://github.com/example/demo-app/actions/runs/1/attempts/2"),
          Optional.of("pull request 3 of branch fix|<b>"),
          Optional.of("octocat"));

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void aSuccess() {
    assertThat(SummaryPage.of(Stories.canary().plus(Stories.BEGAN, RUN)))
        .isEqualTo(
            """
            ## Succeeded

            demo-app is live in prod.

            | | |
            |---|---|
            | Environment | `prod` |
            | Account | `222222222222`, `eu-central-1` |
            | Service | `main` / `demo` |
            | Image | `%s` |
            | Commit | `9f3c2ab41d07` |
            | Task definition | `demo:7` to `demo:8` |
            | Deployment | [d-ABCDEF123](https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/d-ABCDEF123) |
            | Took | 6 min 45 s |
            | Run | [GitHub Actions run 1 attempt 2](https://github.com/example/demo-app/actions/runs/1/attempts/2), pull request 3 of branch fix\\|&lt;b&gt;, started by octocat |

            """
                .formatted(Stories.IMAGE));
  }

  @Test
  void aRollbackOfARehearsalSaysBoth() {
    String page = SummaryPage.of(Stories.crashLoop());
    assertThat(page)
        .startsWith(
            """
            ## Rehearsal: Rolled back

            demo-app was rolled back in prod.

            This was a rehearsal on the embedded AWS: nothing was deployed.

            **""")
        .contains(
            "| Rolled back by | [d-ZYXWVU987](https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/d-ZYXWVU987) |\n")
        .contains("<details><summary>3 tasks of the new version died: Essential container in task")
        .contains("| java.lang.IllegalStateException: DB_URL is not set\n");
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED, Failed, demo-app could not be deployed to prod",
    "STOPPED, Stopped, The deployment of demo-app to prod was stopped",
    "DETACHED, Detached, demo-app goes on to prod without a watcher",
    "NOTHING_TO_DO, Nothing to do, prod runs this version of demo-app already",
    "DRY_RUN, Dry run, demo-app to prod: nothing was changed"
  })
  void everyOtherEnd(Verdict verdict, String word, String sentence) {
    var began = Stories.canary().events().get(0).event();
    var deployment =
        new DeploymentRecord(Stories.BEGAN, List.of())
            .plus(Stories.BEGAN, began)
            .plus(Stories.BEGAN, Event.Concluded.well(verdict));
    assertThat(SummaryPage.of(deployment))
        .startsWith("## " + word + "\n\n" + sentence + ".\n\n| | |\n");
  }

  @Test
  void textOfOthersIsNoMarkup() {
    var evil =
        XacctException.yours("It [broke](https://evil) <img src=x> `code` | *bold*\n# heading")
            .evidence("```\n</details><script>alert(1)</script>\n::add-mask::x")
            .suggestion("try ````again````");
    String page =
        SummaryPage.of(
            Stories.canary().plus(Stories.BEGAN, Event.Concluded.badly(Verdict.FAILED, evil)));
    assertThat(page)
        .contains(
            "**It \\[broke\\](https://evil) &lt;img src=x&gt; \\`code\\` \\| \\*bold\\* \\#"
                + " heading**\n\n")
        .contains("````text\n```\n</details><script>alert(1)</script>\n::add-mask::x\n````\n")
        .contains("What to do:\n\n`````text\ntry ````again````\n`````\n");
  }

  @Test
  void isAddedToWhatStandsThereAndOnlyAtTheEnd() throws Exception {
    Path file = Files.writeString(folder.resolve("summary.md"), "of another step\n");
    var summary = new StepSummary(file, Clock.fixed(Stories.BEGAN, ZoneOffset.UTC), warnings::add);
    var told = Stories.canary().events();
    told.subList(0, told.size() - 1).forEach(at -> summary.report(at.event()));
    assertThat(file).hasContent("of another step\n");
    summary.report(told.get(told.size() - 1).event());
    assertThat(Files.readString(file)).startsWith("of another step\n## Succeeded\n");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsNoReasonToFail() {
    var summary = new StepSummary(folder, Clock.systemUTC(), warnings::add);
    summary.report(Event.Concluded.well(Verdict.SUCCEEDED));
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("Cannot write the run's summary to " + folder + ": ");
  }
}
