package io.github.xacct.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuildspecTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.github.xacct.pipeline.PipelineTextsTest#everyKind")
  void whatWeShipCanBeReadAndPinsItsRuntime(PipelineSettings settings) {
    new PipelineTexts(settings)
        .buildspecs()
        .forEach(
            (path, text) ->
                assertThat(Buildspec.read(path, text).runtimes())
                    .as(path)
                    .containsEntry("java", settings.javaRuntime()));
  }

  @ParameterizedTest
  @MethodSource("io.github.xacct.pipeline.PipelineTextsTest#everyKind")
  void whatWeShipIsShell(PipelineSettings settings) throws Exception {
    for (var text : new PipelineTexts(settings).buildspecs().entrySet()) {
      String script = BuildScript.of(Buildspec.read(text.getKey(), text.getValue()), "out");
      Path file = Files.writeString(folder.resolve("script"), script);
      var sh = new ProcessBuilder("sh", "-n", file.toString()).inheritIO().start();
      assertThat(sh.waitFor()).as(text.getKey()).isZero();
    }
  }

  @Test
  void oneShellRunsAllCommandsAndTellsWhatWasExported() throws Exception {
    assertThat(
            run(
                """
        version: 0.2
        env:
          exported-variables: [ONE, TWO, NONE]
        phases:
          pre_build:
            commands:
              - export ONE="it's 1"
          build:
            commands:
              - |
                export TWO="$ONE
                and 2"
        """))
        .isEqualTo(0);
    assertThat(Files.readString(folder.resolve("exported")))
        .isEqualTo("ONE=it's 1\0TWO=it's 1\nand 2\0NONE=\0");
  }

  @Test
  void aFailingBuildSkipsItsOtherCommandsButNotWhatIsRunLastly() throws Exception {
    assertThat(
            run(
                """
        version: 0.2
        phases:
          build:
            commands:
              - echo one
              - false
              - echo two
            finally:
              - echo lastly
          post_build:
            commands:
              - echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"
        """))
        .isNotZero();
    assertThat(output()).contains("one", "lastly", "succeeding 0").doesNotContain("two");
  }

  @Test
  void nothingFollowsAFailedInstallation() throws Exception {
    assertThat(
            run(
                """
        version: 0.2
        phases:
          install:
            commands:
              - false
          build:
            commands:
              - echo built
          post_build:
            commands:
              - echo after
        """))
        .isNotZero();
    assertThat(output()).doesNotContain("built", "after");
  }

  @Test
  void whatCannotBePlayedIsRefused() {
    assertThatThrownBy(() -> Buildspec.read("b.yml", "version: 0.2\nbatch: {}\n"))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            "The buildspec b.yml cannot be rehearsed.\nthe rehearsal does not support batch");
    assertThatThrownBy(
            () -> Buildspec.read("b.yml", "version: 0.2\nenv:\n  secrets-manager: {A: b}\n"))
        .hasMessageContaining("does not support env.secrets-manager");
    assertThatThrownBy(() -> Buildspec.read("b.yml", "version: 0.1\n"))
        .hasMessageContaining("its version is not 0.2");
  }

  private int run(String text) throws Exception {
    String script =
        BuildScript.of(Buildspec.read("b.yml", text), folder.resolve("exported").toString());
    Path file = Files.writeString(folder.resolve("script"), script);
    var sh =
        new ProcessBuilder("sh", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(sh.waitFor(180, TimeUnit.SECONDS)).isTrue();
    return sh.exitValue();
  }

  /** Returns the output without the commands themselves. */
  private java.util.List<String> output() throws Exception {
    return Files.readAllLines(folder.resolve("output")).stream()
        .filter(line -> !line.startsWith("[Container] "))
        .toList();
  }
}
