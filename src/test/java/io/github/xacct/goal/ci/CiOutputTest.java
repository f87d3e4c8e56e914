package io.github.xacct.goal.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.goal.KeptLog;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The output for each CI system, in which foreign text contains no command. */
class CiOutputTest {
  private static final Map<String, String> GITHUB = Map.of("GITHUB_ACTIONS", "true");
  private static final Map<String, String> AZURE = Map.of("TF_BUILD", "True");
  private static final Map<String, String> GITLAB = Map.of("GITLAB_CI", "true");
  private static final XacctException EVIL =
      XacctException.yours("It broke.")
          .evidence("::add-mask::e")
          .evidence("##vso[task.complete result=Succeeded]");

  private final List<String> out = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @Test
  void gitHubGetsAnErrorOfOneLine() {
    new CiOutput(GITHUB).failed("xacct:preflight", EVIL, out::add);
    assertThat(out)
        .containsExactly(
            "::error title=xacct%3Apreflight failed::It broke.%0A::add-mask::e%0A# #vso[task.complete"
                + " result=Succeeded]");
  }

  @Test
  void gitHubGetsEachWarningOnceAndNotTooMany() {
    var reporter = new CiOutput(GITHUB).annotations("xacct:plan", out::add);
    for (int i = 0; i < 30; i++) {
      reporter.report(new Event.Warning("warning " + i / 2));
      reporter.report(new Event.Note("note"));
    }
    assertThat(out).hasSize(10).doesNotHaveDuplicates();
    assertThat(out.get(0)).isEqualTo("::warning title=xacct%3Aplan::warning 0");
  }

  @Test
  void othersGetNoAnnotations() {
    for (var system : List.of(AZURE, GITLAB, Map.<String, String>of())) {
      var ci = new CiOutput(system);
      ci.failed("xacct:plan", EVIL, out::add);
      ci.annotations("xacct:plan", out::add).report(new Event.Warning("warning"));
      assertThat(ci.summaryFile()).isEmpty();
    }
    assertThat(out).isEmpty();
  }

  @Test
  void whatReadsCommandsReadsNoneOfOthers() {
    String harmless = "It broke.\n: :add-mask::e\n# #vso[task.complete result=Succeeded]";
    for (var system : List.of(GITHUB, AZURE)) {
      assertThat(new CiOutput(system).harmless(EVIL.getMessage())).isEqualTo(harmless);
    }
    assertThat(new CiOutput(GITLAB).harmless(EVIL.getMessage())).isEqualTo(EVIL.getMessage());
  }

  @Test
  void theLogIsHarmlessAtEveryLevel() {
    var harmless = new CiOutput(GITHUB).log(new KeptLog(log::add));
    harmless.info("##[add-mask]e");
    harmless.warn("two\n::add-path::/evil");
    harmless.error("::stop-commands::x");
    assertThat(log)
        .containsExactly("# #[add-mask]e", "two\n: :add-path::/evil", ": :stop-commands::x");
  }
}
