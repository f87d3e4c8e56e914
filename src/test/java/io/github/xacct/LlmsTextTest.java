package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/llms.txt, for agents (https://llmstxt.org/), is generated from the table of contents and
 * from the goals in docs/configuration.md; {@code -Dllms.write} writes it.
 */
class LlmsTextTest {
  private static final Path FILE = Path.of("docs", "llms.txt");

  @Test
  void isMadeOfTheSameSources() throws IOException {
    if (System.getProperty("llms.write") != null) {
      Files.writeString(FILE, text());
    }
    assertThat(FILE).hasContent(text());
  }

  private static String text() throws IOException {
    String contents = Files.readString(Path.of("docs", "README.md"));
    String goals =
        rows(
                Path.of("docs", "configuration.md"),
                "## Goals",
                "\\| `([\\w-]+)` \\| [^|]* \\| (.*) \\|")
            .stream()
            .map(row -> "- xacct:" + row.group(1) + ": " + row.group(2))
            .collect(Collectors.joining("\n"));
    String pages =
        Pattern.compile("(?m)^(## .*)$|^\\| \\[(.*?)]\\((.*?)\\).* \\| (.*) \\|$")
            .matcher(contents)
            .results()
            .filter(row -> row.group(1) == null || !row.group(1).equals("## Maintain"))
            .map(
                row ->
                    row.group(1) != null
                        ? "\n" + row.group(1) + "\n"
                        : "- [" + row.group(2) + "](" + row.group(3) + "): " + row.group(4))
            .collect(Collectors.joining("\n"));
    return """
        # xacct-maven-plugin

        > A Maven plugin that builds a Java app's image with Jib, pushes it to the ECR of a development account and deploys it blue/green to Amazon ECS in
        > another account through an assumed role, by CodeDeploy or by ECS itself. `-Dxacct.rehearse` runs all of it on an embedded AWS, without an account.

        Links are relative to the folder docs. An error in the configuration ends a build before anything is contacted. Every error message has three parts: problem, evidence and suggestion.

        ## Goals

        %s
        %s
        """
        .formatted(goals, pages);
  }

  private static List<MatchResult> rows(Path page, String heading, String row) throws IOException {
    String text = Files.readString(page);
    String below = text.substring(text.indexOf(heading) + heading.length());
    return Pattern.compile("(?m)^" + row + "$")
        .matcher(below.substring(0, below.indexOf("\n## ")))
        .results()
        .toList();
  }
}
