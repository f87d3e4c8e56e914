package io.github.xacct.chaos;

import io.github.xacct.RehearsedAws;
import io.github.xacct.deploy.Until;
import io.github.xacct.model.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running {@link DeployingProcess}, its output in a file. */
public final class OwnProcess {
  private final Process process;
  private final Path log;

  private OwnProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  public static OwnProcess start(RehearsedAws aws, ImageReference image, Path folder, Until until) {
    Path log = folder.resolve("log-" + System.nanoTime());
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            DeployingProcess.class.getName(),
            image.toString(),
            folder.toString(),
            until.name());
    builder.environment().remove("AWS_PROFILE");
    builder.environment().putAll(aws.rehearsal.environment());
    try {
      return new OwnProcess(
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As kill -9. */
  void kill() {
    process.destroyForcibly();
  }

  /** Its exit code, once it has ended. */
  public int exit() throws InterruptedException {
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + log());
    }
    return process.exitValue();
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
