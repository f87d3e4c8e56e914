package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.rehearsal.Stage.Setting;
import java.io.BufferedReader;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NothingStaysBehindTest {
  @TempDir Path folder;

  @Test
  void killingTheRehearsalKillsItsTasks() throws Exception {
    Process rehearsal = KilledRehearsal.start(folder, 1);
    try (BufferedReader output = rehearsal.inputReader()) {
      assertThat(output.readLine()).isEqualTo("begins");
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
    assertThat(Stage.CLIENT.version()).as("its threads run before").isNotNull();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Stage stage = new Stage(Setting.in(folder).readyWait(600));
    String id = stage.deploy(stage.register(stage.registry.image("1")));
    stage.awaitStatus(id, "Ready");
    List<ProcessHandle> tasks = ProcessHandle.current().children().toList();
    assertThat(tasks).isNotEmpty();
    URI production = stage.compute.environments().productionUrl("test").orElseThrow();
    stage.close();

    assertThat(tasks).noneMatch(ProcessHandle::isAlive);
    Stage.awaitThat(() -> newThreads(before).isEmpty(), () -> newThreads(before).toString());
    assertThatThrownBy(() -> stage.get(production, "/")).isInstanceOf(ConnectException.class);
    assertThat(folder.resolve("tasks")).isEmptyDirectory();
  }

  /**
   * Returns new threads except the JDK's process reaper, which waits a minute for another process.
   */
  private static List<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("process reaper"))
        .toList();
  }
}
