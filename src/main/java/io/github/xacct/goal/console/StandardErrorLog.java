package io.github.xacct.goal.console;

import java.io.PrintStream;
import org.apache.maven.plugin.logging.Log;

/** Maven's log on standard error, for goals that print a document on standard output. */
final class StandardErrorLog implements Log {
  private final Log levels;
  private final PrintStream out = System.err;

  /**
   * @param levels log whose enabled levels are printed
   */
  StandardErrorLog(Log levels) {
    this.levels = levels;
  }

  private void print(boolean enabled, String level, CharSequence content) {
    if (enabled) {
      out.println("[" + level + "] " + content);
    }
  }

  @Override
  public boolean isDebugEnabled() {
    return levels.isDebugEnabled();
  }

  @Override
  public void debug(CharSequence content) {
    print(isDebugEnabled(), "DEBUG", content);
  }

  @Override
  public void debug(CharSequence content, Throwable error) {
    debug(content + ": " + error);
  }

  @Override
  public void debug(Throwable error) {
    debug(error.toString());
  }

  @Override
  public boolean isInfoEnabled() {
    return levels.isInfoEnabled();
  }

  @Override
  public void info(CharSequence content) {
    print(isInfoEnabled(), "INFO", content);
  }

  @Override
  public void info(CharSequence content, Throwable error) {
    info(content + ": " + error);
  }

  @Override
  public void info(Throwable error) {
    info(error.toString());
  }

  @Override
  public boolean isWarnEnabled() {
    return levels.isWarnEnabled();
  }

  @Override
  public void warn(CharSequence content) {
    print(isWarnEnabled(), "WARNING", content);
  }

  @Override
  public void warn(CharSequence content, Throwable error) {
    warn(content + ": " + error);
  }

  @Override
  public void warn(Throwable error) {
    warn(error.toString());
  }

  @Override
  public boolean isErrorEnabled() {
    return levels.isErrorEnabled();
  }

  @Override
  public void error(CharSequence content) {
    print(isErrorEnabled(), "ERROR", content);
  }

  @Override
  public void error(CharSequence content, Throwable error) {
    error(content + ": " + error);
  }

  @Override
  public void error(Throwable error) {
    error(error.toString());
  }
}
