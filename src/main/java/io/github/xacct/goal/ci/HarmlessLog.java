package io.github.xacct.goal.ci;

import io.github.xacct.report.WorkflowCommands;
import org.apache.maven.plugin.logging.Log;

/** Maven's log, in which foreign text contains no command for the CI system. */
final class HarmlessLog implements Log {
  private final Log log;

  HarmlessLog(Log log) {
    this.log = log;
  }

  private static String harmless(CharSequence content) {
    return WorkflowCommands.harmless(String.valueOf(content));
  }

  @Override
  public boolean isDebugEnabled() {
    return log.isDebugEnabled();
  }

  @Override
  public void debug(CharSequence content) {
    log.debug(harmless(content));
  }

  @Override
  public void debug(CharSequence content, Throwable error) {
    log.debug(harmless(content), error);
  }

  @Override
  public void debug(Throwable error) {
    log.debug(error);
  }

  @Override
  public boolean isInfoEnabled() {
    return log.isInfoEnabled();
  }

  @Override
  public void info(CharSequence content) {
    log.info(harmless(content));
  }

  @Override
  public void info(CharSequence content, Throwable error) {
    log.info(harmless(content), error);
  }

  @Override
  public void info(Throwable error) {
    log.info(error);
  }

  @Override
  public boolean isWarnEnabled() {
    return log.isWarnEnabled();
  }

  @Override
  public void warn(CharSequence content) {
    log.warn(harmless(content));
  }

  @Override
  public void warn(CharSequence content, Throwable error) {
    log.warn(harmless(content), error);
  }

  @Override
  public void warn(Throwable error) {
    log.warn(error);
  }

  @Override
  public boolean isErrorEnabled() {
    return log.isErrorEnabled();
  }

  @Override
  public void error(CharSequence content) {
    log.error(harmless(content));
  }

  @Override
  public void error(CharSequence content, Throwable error) {
    log.error(harmless(content), error);
  }

  @Override
  public void error(Throwable error) {
    log.error(error);
  }
}
