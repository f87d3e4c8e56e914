package io.github.xacct.rehearsal.task;

import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Command;
import io.github.xacct.rehearsal.plan.RehearsedFunction.Handler;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An invocation of a function as a process of this machine, which ends with the function, at its
 * timeout, or with the rehearsal. Source: Lambda developer guide, "Lambda execution environment".
 */
public final class FunctionRun {

  /**
   * The function to invoke and its input.
   *
   * @param timeout after which it is killed
   * @param event as JSON
   * @param environment all environment variables of the process
   * @param folder for its files
   */
  public record Order(
      RehearsedFunction function,
      Duration timeout,
      String event,
      Map<String, String> environment,
      Path folder) {}

  /** Lambda's limit of the init phase, which does not count towards the timeout. */
  private static final Duration INIT = Duration.ofSeconds(10);

  /** Kills the command when standard input ends, whose other end only the rehearsal has. */
  private static final String WATCHED =
      "exec 3<&0; /bin/sh -c \"$0\" <\"$1\" 3<&- & child=$!;"
          + " (cat <&3; kill $child) >/dev/null 2>&1 & watch=$!;"
          + " wait $child; code=$?; kill $watch 2>/dev/null; exit $code";

  private static final int LAST_LINES = 20;

  private final Order order;
  private final Process process;
  private final TaskLog log;
  private final Thread output;
  private volatile boolean ended;
  private volatile Optional<String> failure = Optional.empty();

  private FunctionRun(Order order, Process process, TaskLog log) {
    this.order = order;
    this.process = process;
    this.log = log;
    this.output = new Thread(this::pump, "rehearsal-function-output-" + process.pid());
  }

  /**
   * Starts the process of a function.
   *
   * @param agent jar with {@link FunctionRuntime}
   * @param log receives its output
   * @param onEnd called on another thread after its end
   */
  public static FunctionRun start(Order order, Path agent, TaskLog log, Runnable onEnd)
      throws IOException {
    Path event = Files.createDirectories(order.folder()).resolve("event.json");
    Files.writeString(event, order.event());
    ProcessBuilder builder = new ProcessBuilder(command(order, agent, event));
    builder.environment().clear();
    builder.environment().putAll(order.environment());
    builder.directory(order.function().folder().toFile()).redirectErrorStream(true);
    FunctionRun run = new FunctionRun(order, builder.start(), log);
    run.output.setDaemon(true);
    run.output.start();
    Thread waiting = new Thread(() -> run.await(onEnd), "rehearsal-function-" + run.process.pid());
    waiting.setDaemon(true);
    waiting.start();
    return run;
  }

  private static List<String> command(Order order, Path agent, Path event) throws IOException {
    if (order.function().code() instanceof Command command) {
      return List.of("/bin/sh", "-c", WATCHED, command.line(), event.toString());
    }
    Handler handler = (Handler) order.function().code();
    Path arguments = order.folder().resolve("java-arguments");
    Files.writeString(
        arguments,
        JavaCommand.argumentFile(
            List.of(
                "-cp",
                handler.classPath().stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)))));
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JavaCommand.quickStart(List.of(), order.environment()));
    words.addAll(List.of("-XX:+UseSerialGC", "-javaagent:" + agent.toAbsolutePath()));
    words.addAll(List.of("@" + arguments.toAbsolutePath(), FunctionRuntime.class.getName()));
    words.addAll(
        List.of(handler.name(), event.toString(), String.valueOf(order.timeout().toMillis())));
    return words;
  }

  private void pump() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
      }
    } catch (IOException e) {
      // The stream of a killed process may fail instead of ending.
    }
  }

  private void await(Runnable onEnd) {
    Optional<String> why;
    try {
      boolean inTime = process.waitFor(limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        log.add(timedOut());
        stop();
      }
      why = inTime ? reason(process.exitValue()) : Optional.of(timedOut());
      output.join();
      process.getOutputStream().close();
      LayerUnpacker.delete(order.folder());
    } catch (InterruptedException | IOException e) {
      stop();
      why = Optional.of("The rehearsal ended it.");
    }
    log.close();
    failure = why;
    ended = true;
    onEnd.run();
  }

  private Duration limit() {
    return order.function().code() instanceof Handler
        ? order.timeout().plus(INIT)
        : order.timeout();
  }

  private Optional<String> reason(int exitCode) {
    if (exitCode == 0) {
      return Optional.empty();
    }
    boolean late = exitCode == FunctionRuntime.TIMED_OUT;
    return Optional.of(
        late && order.function().code() instanceof Handler
            ? timedOut()
            : "Runtime exited with error: exit status " + exitCode);
  }

  /** Returns Lambda's message about a timeout. */
  private String timedOut() {
    return String.format(
        Locale.ROOT,
        "Task timed out after %.2f seconds",
        order.timeout().toMillis() / (double) TimeUnit.SECONDS.toMillis(1));
  }

  public boolean ended() {
    return ended;
  }

  /** Returns why it failed; empty if it has not. */
  public Optional<String> failure() {
    return failure;
  }

  /**
   * Returns the end of its output; of stack traces only the messages, each with its first frame.
   */
  public List<String> lastLines() {
    List<String> lines = new ArrayList<>();
    boolean inTrace = false;
    for (TaskLog.Line line : log.lines()) {
      boolean frame = line.text().startsWith("\tat ") || line.text().startsWith("\t... ");
      if (!(frame && inTrace)) {
        lines.add(line.text());
      }
      inTrace = frame;
    }
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }

  /** Kills the process and its children. */
  public void stop() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
