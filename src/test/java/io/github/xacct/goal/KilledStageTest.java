package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a rehearsal leaves no process, port or temporary file behind, however it is ended. */
@DisabledOnOs(OS.WINDOWS)
class KilledStageTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "SIG{0} when {1}")
  // Not SIGINT: whoever runs this in the background has it ignored. It takes SIGTERM's way.
  @CsvSource({"KILL, installing", "TERM, shifted"})
  void nothingStaysBehind(String signal, String moment) throws Exception {
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Process rehearsal = start(temp);
    List<Integer> ports = new ArrayList<>();
    try (BufferedReader output = rehearsal.inputReader()) {
      String line = output.readLine();
      for (; line != null && !line.equals(moment); line = output.readLine()) {
        if (line.startsWith("port ")) {
          ports.add(Integer.valueOf(line.substring(5)));
        }
      }
      assertThat(line).isEqualTo(moment);
      assertThat(ports).hasSize(3).allMatch(KilledStageTest::listens);
      List<ProcessHandle> tasks = rehearsal.descendants().toList();
      assertThat(tasks).as("it runs the app").isNotEmpty();

      String pid = String.valueOf(rehearsal.pid());
      assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();

      assertThat(rehearsal.waitFor(180, TimeUnit.SECONDS)).isTrue();
      eventually("the tasks end", () -> tasks.stream().noneMatch(ProcessHandle::isAlive));
      eventually("no port listens", () -> ports.stream().noneMatch(KilledStageTest::listens));
      assertThat(temp).isEmptyDirectory();
    } finally {
      rehearsal.descendants().forEach(ProcessHandle::destroyForcibly);
      rehearsal.destroyForcibly();
    }
  }

  private Process start(Path temp) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + temp,
            "-cp",
            System.getProperty("java.class.path"),
            KilledStage.class.getName(),
            folder.resolve("xacct").toString())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void eventually(String what, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
