package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.rehearsal.Stage.Setting;
import java.io.BufferedReader;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NothingStaysBehindTest {
  @TempDir Path folder;

  @Test
  void killingTheRehearsalKillsItsTasks() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process rehearsal =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                KilledRehearsal.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = rehearsal.inputReader()) {
      assertThat(output.readLine()).isEqualTo("serving");
      List<ProcessHandle> tasks = rehearsal.descendants().toList();
      assertThat(tasks).hasSize(1);
      rehearsal.destroyForcibly();
      Stage.awaitThat(
          () -> tasks.stream().noneMatch(ProcessHandle::isAlive), () -> tasks + " still alive");
    } finally {
      rehearsal.destroyForcibly();
    }
  }

  @Test
  void closingEndsTasksPortsAndThreadsEvenInTheMiddleOfADeployment() throws Exception {
    Stage stage = new Stage(Setting.in(folder).readyWait(600));
    String id = stage.deploy(stage.register(stage.registry.image("1")));
    stage.awaitStatus(id, "Ready");
    List<ProcessHandle> tasks = ProcessHandle.current().children().toList();
    assertThat(tasks).isNotEmpty();
    URI production = stage.compute.productionUrl("test").orElseThrow();
    stage.close();

    assertThat(tasks).noneMatch(ProcessHandle::isAlive);
    assertThatThrownBy(() -> stage.get(production, "/")).isInstanceOf(ConnectException.class);
    Stage.awaitThat(() -> ourThreads().isEmpty(), () -> ourThreads().toString());
    assertThat(folder.resolve("tasks")).isEmptyDirectory();
  }

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("rehearsal-"))
        .toList();
  }
}
