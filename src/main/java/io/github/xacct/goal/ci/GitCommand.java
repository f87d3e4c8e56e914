package io.github.xacct.goal.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs git, if it is installed. */
public final class GitCommand {
  private GitCommand() {}

  /**
   * Returns what git prints to its standard output; empty if it fails or is not installed, or if
   * the folder does not exist.
   */
  public static Optional<String> run(Path folder, String... arguments) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
