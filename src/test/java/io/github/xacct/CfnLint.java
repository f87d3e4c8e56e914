package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** AWS's linter of templates: its start takes longer than a template, so all are read by one. */
public final class CfnLint {
  private CfnLint() {}

  /** Skips the test if it is not installed. */
  public static void findsNothing(List<Path> templates) throws Exception {
    findsNothing(List.of(), templates);
  }

  /** The same with informational rules. */
  public static void findsNothingAtAll(List<Path> templates) throws Exception {
    findsNothing(List.of("--include-checks", "I"), templates);
  }

  private static void findsNothing(List<String> options, List<Path> templates) throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cfn-lint"))),
        "cfn-lint is not installed");
    var command = new ArrayList<>(List.of("cfn-lint"));
    command.addAll(options);
    command.add("--");
    templates.forEach(template -> command.add(template.toString()));
    var lint = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(lint.getInputStream().readAllBytes());
    assumeTrue(!printed.contains("command not found"), "cfn-lint is not installed");
    assertThat(printed).isEmpty();
    assertThat(lint.waitFor()).isZero();
  }
}
