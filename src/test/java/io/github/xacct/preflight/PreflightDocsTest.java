package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/preflight.md describes each check, in the order of the report. */
class PreflightDocsTest {
  private final String docs = Files.readString(Path.of("docs", "preflight.md"));

  PreflightDocsTest() throws java.io.IOException {}

  @Test
  void everyCheckHasItsRow() {
    var rows = Pattern.compile("(?m)^\\| `([\\w-]+\\.[\\w-]+)` \\| \\S").matcher(docs).results();

    assertThat(rows.map((MatchResult row) -> row.group(1)))
        .containsExactlyElementsOf(Arrays.stream(Check.values()).map(Check::id).toList());
  }

  @Test
  void everyKeyOfTheFileIsTold() {
    assertThat(docs)
        .contains("`version`", "`passed`", "`app`", "`at`", "`seconds`", "`requests`", "`checks`")
        .contains("`section`", "`id`", "`outcome`", "`words`", "`evidence`", "`fix`");
  }

  @Test
  void theChecksAreCounted() throws Exception {
    assertThat(docs).contains("runs " + Check.values().length + " checks in twelve sections");
  }
}
