package io.github.xacct.goal.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads the time of a commit from git, if it is installed. */
public final class CommitTime {
  private CommitTime() {}

  public static Optional<Instant> of(String commit, Path folder) {
    try {
      Process git =
          new ProcessBuilder("git", "show", "-s", "--format=%ct", commit)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      git.getOutputStream().close();
      if (!git.waitFor(5, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return Optional.empty();
      }
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return output.trim().matches("\\d{1,12}")
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(output.trim())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
