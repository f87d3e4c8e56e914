package io.github.xacct.image;

import com.google.cloud.tools.jib.api.LogEvent;
import io.github.xacct.image.registry.LostConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Receives Jib's log: passes it on for -X, and finds what Jib's exceptions omit. */
final class JibLog implements Consumer<LogEvent> {
  private final Consumer<String> debug;
  private final int connections;
  private volatile LostConnection lost;

  JibLog(Consumer<String> debug, int connections) {
    this.debug = debug;
    this.connections = connections;
    this.lost = new LostConnection(connections);
  }

  /** Starts a new build, without the lost connections of an earlier one. */
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
