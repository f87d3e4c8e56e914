package io.github.xacct.goal;

import java.util.function.Consumer;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Passes the lines of a goal on, without details; prints nothing to the build's log. */
public final class KeptLog extends SystemStreamLog {
  private final Consumer<String> lines;

  public KeptLog(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void debug(CharSequence content) {}

  @Override
  public void debug(CharSequence content, Throwable error) {}

  @Override
  public void debug(Throwable error) {}

  @Override
  public void info(CharSequence content) {
    lines.accept(content.toString());
  }

  @Override
  public void warn(CharSequence content) {
    lines.accept(content.toString());
  }

  @Override
  public void error(CharSequence content) {
    lines.accept(content.toString());
  }
}
