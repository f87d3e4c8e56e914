package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Shows a deployment on a terminal: the plain reporter's lines, and below them the current state,
 * redrawn every second. Only the plain lines remain at the end.
 */
public final class LiveReporter implements Reporter, AutoCloseable {
  private final Reporter transcript;
  private final AnsiScreen screen;
  private final IntSupplier width;
  private final Clock clock;
  private final Thread onExit = new Thread(this::leave, "xacct-restore-terminal");
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "xacct-live");
            thread.setDaemon(true);
            return thread;
          });
  private LiveView view;
  private DeploymentRecord deployment;
  private int columns;
  private boolean left;

  LiveReporter(Reporter transcript, AnsiScreen screen, IntSupplier width, Clock clock) {
    this.transcript = transcript;
    this.screen = screen;
    this.width = width;
    this.columns = width.getAsInt();
    this.view = new LiveView(columns);
    this.clock = clock;
    this.deployment = new DeploymentRecord(clock.instant(), java.util.List.of());
    Runtime.getRuntime().addShutdownHook(onExit);
    var unused = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Creates a live view on the terminal of this process; {@link #close} restores the terminal.
   *
   * @param transcript writes the lines that remain, to the same terminal
   * @param environment environment variables of the process
   */
  public static LiveReporter onTerminal(
      Reporter transcript, Clock clock, Map<String, String> environment) {
    boolean colours = Console.coloured(Console.LIVE, environment);
    var screen = new AnsiScreen(terminal(), colours, !environment.containsKey("XTERM_VERSION"));
    return new LiveReporter(transcript, screen, TerminalWidth::now, clock);
  }

  /**
   * Writes to the file descriptor, because Maven may replace System.out by a stream of whole lines.
   */
  private static Consumer<String> terminal() {
    String encoding =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
    var charset = encoding.isEmpty() ? Charset.defaultCharset() : Charset.forName(encoding);
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset);
    boolean marks = charset.newEncoder().canEncode('✓') && charset.newEncoder().canEncode('█');
    return text -> {
      out.print(marks ? text : ascii(text));
      out.flush();
    };
  }

  /** Replaces the marks for encodings that cannot represent them. */
  private static String ascii(String text) {
    return text.replace('✓', '+')
        .replace('✗', 'x')
        .replace('●', '>')
        .replace('·', '*')
        .replace('↩', '<')
        .replace('…', '~')
        .replace('█', '#')
        .replace('░', '-');
  }

  @Override
  public void report(Event event) {
    if (event instanceof Event.TrafficSample) {
      return; // several per second, not shown in the view
    }
    int now = width.getAsInt(); // runs stty, so outside of the lock
    synchronized (this) {
      columns = now;
      reported(event);
    }
  }

  private void reported(Event event) {
    deployment = deployment.plus(clock.instant(), event);
    if (left) {
      transcript.report(event);
    } else if (!(event instanceof Event.StillWaiting)) { // the elapsed time is in the view
      screen.erase(columns);
      transcript.report(event);
      System.out.flush();
      redraw();
    }
  }

  /** Redraws the view once a second, in a terminal that may have been resized. */
  void tick() {
    int now = width.getAsInt();
    synchronized (this) {
      columns = now;
      redraw();
    }
  }

  /** Draws the view, but not before a deployment exists and not after its end. */
  private synchronized void redraw() {
    if (!left && deployment.deploymentId().isPresent() && deployment.ended().isEmpty()) {
      view = new LiveView(columns);
      screen.draw(view.lines(deployment, clock.instant()), columns);
    }
  }

  private synchronized void leave() {
    if (!left) {
      left = true;
      screen.restore(columns);
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    leave();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      return; // the process is ending; the hook finds nothing left to do
    }
  }
}
