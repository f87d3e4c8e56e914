package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/only-aws.md asks an account without changing it. */
class OnlyAwsDocTest {
  private static final Pattern CALL = Pattern.compile("\\baws ([a-z-]+) ([a-z-]+)");

  @Test
  void theScriptOnlyReads() throws Exception {
    String docs = Files.readString(Path.of("docs/only-aws.md"));
    String script = docs.substring(docs.indexOf("```sh\n"), docs.lastIndexOf("```"));

    assertThat(CALL.matcher(script).results().map(call -> call.group(2)))
        .hasSizeGreaterThan(8)
        .allMatch(verb -> verb.matches("(get|list|describe|simulate)-.+"));
  }

  @Test
  void whatItFallsBackToIsAParameterOfATemplate() throws Exception {
    String docs = Files.readString(Path.of("docs/only-aws.md"));
    String stacks = Files.readString(Path.of("docs/stacks.md"));

    assertThat(Pattern.compile("`<(\\w+)>").matcher(docs).results().map(m -> m.group(1)))
        .contains("RegisterAnyFamily", "TestFunction", "PlaceholderImage")
        .filteredOn(name -> Character.isUpperCase(name.charAt(0)))
        .allMatch(name -> stacks.contains("| `" + name + "` |"));
  }
}
