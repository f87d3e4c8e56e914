package io.github.xacct.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That cfn-lint finds nothing in any template. */
@Tag("foreign")
class TemplatesLintTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/io/github/xacct/stack");

  @Test
  void cfnLintFindsNothing() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cfn-lint"))),
        "cfn-lint is not installed");
    for (String name :
        new String[] {"tooling", "artifacts", "network", "service", "codedeploy", "role"}) {
      var process =
          new ProcessBuilder("cfn-lint", "-t", TEMPLATES.resolve(name + ".yaml").toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(said).as(name).isEmpty();
      assertThat(process.exitValue()).isZero();
    }
  }
}
