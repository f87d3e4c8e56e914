package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A container's own health check, whose command runs on this machine in the container's
 * environment, with the container's port on this machine. Source: ECS API reference, HealthCheck.
 */
public final class ContainerHealth {

  /** ECS's health statuses. */
  public enum Status {
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
  }

  private static final String SHELL = "CMD-SHELL";
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(500);
  private static final Set<String> BUILT_IN =
      Set.of("exit", "test", "[", "true", "false", "echo", ":", "exec", "cd", "export");

  private final ProcessBuilder command;
  private final Duration interval;
  private final Duration timeout;
  private final int retries;
  private final Instant graceEnds;
  private Instant next;
  private Optional<Process> running = Optional.empty();
  private int failures;
  private volatile Status status = Status.UNKNOWN;

  private ContainerHealth(ProcessBuilder command, JsonNode check, Pace pace, Instant now) {
    this.command = command;
    Duration wanted = pace.seconds(check.path("interval").asInt(30));
    this.interval = wanted.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : wanted;
    this.timeout = Duration.ofSeconds(check.path("timeout").asInt(5));
    this.retries = check.path("retries").asInt(3);
    // A slow start on a busy machine does not count as unhealthy.
    this.graceEnds = now.plus(pace.seconds(check.path("startPeriod").asInt(0))).plus(GRACE);
    this.next = now.plus(interval);
  }

  /** Additional time for the start of a JVM. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * Returns the health check of a container; empty if it has none that can run here.
   *
   * @param app the container's process, with its folder and environment
   * @param port of this machine that replaces the container's
   */
  public static Optional<ContainerHealth> of(
      JsonNode container, ProcessBuilder app, int port, Pace pace) {
    List<String> words = command(container);
    if (words.isEmpty() || cannotRun(container).isPresent()) {
      return Optional.empty();
    }
    List<String> here = words.stream().map(word -> here(word, container, port)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(here)
            .directory(app.directory())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(app.environment());
    return Optional.of(
        new ContainerHealth(builder, container.path("healthCheck"), pace, Instant.now()));
  }

  /**
   * Returns why a container's health check cannot run on this machine; empty if it can or there is
   * none.
   */
  public static Optional<String> cannotRun(JsonNode container) {
    List<String> words = command(container);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String program = words.get(0).equals("/bin/sh") ? firstProgram(words.get(2)) : words.get(0);
    return BUILT_IN.contains(program) || isHere(program)
        ? Optional.empty()
        : Optional.of("this machine has no " + program);
  }

  private static String firstProgram(String line) {
    return Arrays.stream(line.strip().split("\\s+"))
        .filter(word -> !word.contains("=") && !word.equals("exec") && !word.equals("!"))
        .findFirst()
        .orElse("");
  }

  private static boolean isHere(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    Path java = Path.of(System.getProperty("java.home"), "bin");
    return Stream.concat(Stream.of(java.toString()), Stream.of("/usr/bin", "/bin"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Returns the command of the check; empty if there is none. */
  private static List<String> command(JsonNode container) {
    List<String> written = Json.textsOf(container.at("/healthCheck/command"));
    if (written.size() < 2) {
      return List.of(); // NONE disables the image's health check
    }
    List<String> rest = written.subList(1, written.size());
    return written.get(0).equals(SHELL)
        ? List.of("/bin/sh", "-c", String.join(" ", rest))
        : new ArrayList<>(rest);
  }

  private static String here(String word, JsonNode container, int port) {
    String result = word;
    for (JsonNode mapping : container.path("portMappings")) {
      result =
          result.replaceAll(
              "(localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0):"
                  + mapping.path("containerPort").asInt()
                  + "(?!\\d)",
              "127.0.0.1:" + port);
    }
    return result;
  }

  /** Starts a check when it is due, and records the result of the last one. */
  public synchronized void tick(Instant now) {
    if (running.isEmpty()) {
      if (!now.isBefore(next)) {
        begin(now);
      }
      return;
    }
    Process process = running.get();
    if (!process.isAlive()) {
      took(process.exitValue() == 0, now);
    } else if (now.isAfter(next.plus(timeout))) {
      stop();
      took(false, now);
    }
  }

  private void begin(Instant now) {
    try {
      next = now;
      running = Optional.of(command.start());
    } catch (IOException e) {
      took(false, now);
    }
  }

  private void took(boolean well, Instant now) {
    running = Optional.empty();
    next = now.plus(interval);
    if (well) {
      failures = 0;
      status = Status.HEALTHY;
    } else if (status == Status.HEALTHY || now.isAfter(graceEnds)) {
      failures++;
      status = failures >= retries ? Status.UNHEALTHY : status;
    }
  }

  public Status status() {
    return status;
  }

  /** Stops a running check. */
  synchronized void stop() {
    running.ifPresent(
        process -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        });
  }
}
