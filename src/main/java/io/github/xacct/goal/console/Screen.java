package io.github.xacct.goal.console;

import io.github.xacct.event.Reporter;
import io.github.xacct.report.Console;
import io.github.xacct.report.LiveReporter;
import java.time.Clock;
import java.util.Optional;

/** The view of a deployment on the console; closed before Maven prints the result. */
public record Screen(Reporter reporter, Optional<LiveReporter> live) implements AutoCloseable {
  /**
   * Opens a view.
   *
   * @param plain prints one line for each change
   */
  public static Screen of(Console form, Reporter plain) {
    if (form == Console.PLAIN) {
      return new Screen(plain, Optional.empty());
    }
    var live = LiveReporter.onTerminal(plain, Clock.systemUTC(), System.getenv());
    return new Screen(live, Optional.of(live));
  }

  @Override
  public void close() {
    live.ifPresent(LiveReporter::close);
  }
}
