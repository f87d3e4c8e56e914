package io.github.xacct.image;

import com.google.cloud.tools.jib.api.LogEvent;
import io.github.xacct.image.registry.LostConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Jib's log: kept for -X, and read for what Jib's exceptions do not say. */
final class JibLog implements Consumer<LogEvent> {
  private final Consumer<String> debug;
  private final int connections;
  private volatile LostConnection lost;

  JibLog(Consumer<String> debug, int connections) {
    this.debug = debug;
    this.connections = connections;
    this.lost = new LostConnection(connections);
  }

  /** Starts a new build: connections that an earlier one lost are forgotten. */
  void begin() {
    lost = new LostConnection(connections);
  }

  @Override
  public void accept(LogEvent event) {
    debug.accept(event.getLevel() + " " + event.getMessage());
    String line = event.getMessage();
    try {
      lost.check(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
