package io.github.xacct.rehearsal.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTest {
  @TempDir Path root;
  private JavaCommand command;

  @BeforeEach
  void image() throws IOException {
    Files.createDirectories(root.resolve("app/libs"));
    Files.writeString(root.resolve("app/agent.jar"), "");
    Files.writeString(root.resolve("app/jib-classpath-file"), "/app/resources:/app/libs/a.jar");
    Files.writeString(root.resolve("app/jib-main-class-file"), "com.example.Main\n");
    Files.writeString(root.resolve("app/options"), "-Xmx1g # comment\n\"-Dname=two words\"");
    command = new JavaCommand(new UnpackedImage(root, Json.object(), "sha256:0"));
  }

  private List<String> translated(String... arguments) throws IOException {
    return command.translate(List.of(arguments)).stream()
        .map(a -> a.replace(root.toString(), "ROOT"))
        .toList();
  }

  @Test
  void classPathsPointIntoTheUnpackedImage() throws IOException {
    assertThat(translated("-Xms1m", "-cp", "/app/resources:lib.jar:/app/libs/*", "Main", "-cp"))
        .containsExactly(
            "-Xms1m", "-cp", "ROOT/app/resources:lib.jar:ROOT/app/libs/*", "Main", "-cp");
    assertThat(translated("--class-path=/app/libs/a.jar", "Main"))
        .containsExactly("--class-path=ROOT/app/libs/a.jar", "Main");
    assertThat(translated("-p", "/app/libs", "--add-modules", "ALL", "-m", "app/com.Main"))
        .containsExactly("-p", "ROOT/app/libs", "--add-modules", "ALL", "-m", "app/com.Main");
  }

  @Test
  void jibsArgumentFilesAreSpelledOut() throws IOException {
    assertThat(translated("-cp", "@/app/jib-classpath-file", "@/app/jib-main-class-file", "x"))
        .containsExactly("-cp", "ROOT/app/resources:ROOT/app/libs/a.jar", "com.example.Main", "x");
    assertThat(translated("@/app/options", "-jar", "/app/x.jar"))
        .containsExactly("-Xmx1g", "-Dname=two words", "-jar", "ROOT/app/x.jar");
  }

  @Test
  void valuesThatAreFilesOfTheImageFollowOthersStay() throws IOException {
    assertThat(
            translated(
                "-javaagent:/app/agent.jar=a=/b",
                "-Dagent=/app/agent.jar",
                "-Xlog:gc:file=/tmp/gc.log",
                "-jar",
                "app.jar",
                "/app/agent.jar",
                "--path=/app/agent.jar",
                "--base=/api",
                "/"))
        .containsExactly(
            "-javaagent:ROOT/app/agent.jar=a=/b",
            "-Dagent=ROOT/app/agent.jar",
            "-Xlog:gc:file=/tmp/gc.log",
            "-jar",
            "app.jar",
            "ROOT/app/agent.jar",
            "--path=ROOT/app/agent.jar",
            "--base=/api",
            "/");
  }

  @Test
  void anArgumentFileSaysWhatWasMeant() {
    List<String> words = List.of("-Dx=a b", "quote\"back\\slash", "", "#no comment");
    assertThat(JavaCommand.words(JavaCommand.argumentFile(words))).isEqualTo(words);
  }

  @Test
  void startsQuicklyUnlessTheAppHasAWishAboutCompilers() {
    List<String> quick = List.of("-XX:TieredStopAtLevel=1");
    assertThat(JavaCommand.quickStart(List.of("-Xmx1g", "-jar", "x"), Map.of())).isEqualTo(quick);
    assertThat(JavaCommand.quickStart(List.of("-server", "-jar", "x"), Map.of())).isEmpty();
    assertThat(JavaCommand.quickStart(List.of("-XX:-TieredCompilation"), Map.of())).isEmpty();
    assertThat(
            JavaCommand.quickStart(
                List.of("-jar", "x"),
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=3")))
        .isEmpty();
    assertThat(JavaCommand.quickStart(List.of("-jar", "x"), Map.of("OTHER", "-Xint")))
        .isEqualTo(quick);
  }

  @Test
  void nothingLeadsOutOfTheImage() throws IOException {
    assertThat(translated("-jar", "/../../etc/passwd")).containsExactly("-jar", "ROOT");
  }
}
