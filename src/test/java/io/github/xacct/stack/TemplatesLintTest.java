package io.github.xacct.stack;

import io.github.xacct.CfnLint;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that cfn-lint reports nothing for any template. */
@Tag("foreign")
class TemplatesLintTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/io/github/xacct/stack");

  @Test
  void cfnLintFindsNothing() throws Exception {
    CfnLint.findsNothing(
        Stream.of("tooling", "artifacts", "network", "service", "codedeploy", "role")
            .map(name -> TEMPLATES.resolve(name + ".yaml"))
            .toList());
  }
}
