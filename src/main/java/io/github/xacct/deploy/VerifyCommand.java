package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the user's own check of green: any shell command. Environment variable XACCT_TEST_URL is the
 * address to test, XACCT_TEST_ADDRESS the load balancer that requests go to. Its output is streamed
 * to the log.
 */
public final class VerifyCommand implements Function<Route, Optional<String>> {
  /** The exit code of a shell for a command that is not executable. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  private final String command;
  private final String environment;
  private final Path folder;
  private final Consumer<String> log;
  private boolean ran = true;

  public VerifyCommand(String command, String environment, Path folder, Consumer<String> log) {
    this.command = command;
    this.environment = environment;
    this.folder = folder;
    this.log = log;
  }

  /** Whether the command was started, so that its exit code is a result of the app's check. */
  public boolean ran() {
    return ran;
  }

  @Override
  public Optional<String> apply(Route route) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    var builder =
        new ProcessBuilder(windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", command))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("XACCT_TEST_URL", route.url().toString().replaceAll("/$", ""));
    builder.environment().put("XACCT_TEST_ADDRESS", route.request("/").getRawAuthority());
    builder.environment().put("XACCT_ENV", environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader(Charset.defaultCharset())) {
        lines.lines().forEach(line -> log.accept("  " + line));
        int code = process.waitFor();
        ran = code != NOT_FOUND && code != NOT_EXECUTABLE;
        return code == 0
            ? Optional.empty()
            : Optional.of("the verify command ended with exit code " + code + ": " + command);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      ran = false;
      return Optional.of("the verify command could not be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the verify command was interrupted");
    }
  }
}
