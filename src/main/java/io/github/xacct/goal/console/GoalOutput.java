package io.github.xacct.goal.console;

import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.goal.ci.CiOutput;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Console;
import io.github.xacct.report.PlainReporter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** The output of a goal: its log, its JSON document, and its output for the CI system. */
public final class GoalOutput {
  private final Supplier<@Nullable String> form;
  private final Map<String, String> variables;
  private final CiOutput ci;

  /**
   * @param form {@code text} or {@code json}, as configured
   * @param variables environment variables of this process
   */
  public GoalOutput(Supplier<@Nullable String> form, Map<String, String> variables) {
    this.form = form;
    this.variables = variables;
    this.ci = new CiOutput(variables);
  }

  /** Returns the output for the CI system. */
  public CiOutput ci() {
    return ci;
  }

  /**
   * Whether JSON is requested.
   *
   * @throws XacctException if the format is neither text nor json
   */
  public boolean json() {
    String written = form.get();
    if (written == null || written.equals("text")) {
      return false;
    } else if (written.equals("json")) {
      return true;
    }
    throw XacctException.yours(
        "xacct.output: invalid value '" + written + "': expected text or json.");
  }

  /** Prints the JSON document to standard output. */
  public void print(String document) {
    System.out.println(ci.harmlessJson(document).stripTrailing());
  }

  /** Prints a command for the CI system, which must be at the beginning of a line. */
  public void command(String text) {
    ("json".equals(form.get()) ? System.err : System.out).println(text);
  }

  /** Returns the log, which is redirected to standard error if standard output contains JSON. */
  public Log log(Log log) {
    return ci.log("json".equals(form.get()) ? new StandardErrorLog(log) : log);
  }

  /**
   * Returns a reporter that logs a line for each event, and reports warnings to the CI system too.
   */
  public Reporter reporter(String goal, Log log) {
    var plain = new PlainReporter(log::info, log::warn, Clock.systemUTC(), ZoneId.systemDefault());
    return Reporters.all(plain, ci.annotations(goal, this::command));
  }

  /** Returns the requested kind of console, else the detected one. */
  public Console screen(@Nullable String requested, MavenSession session) {
    boolean terminal =
        Console.isTerminal()
            && session.getRequest().isInteractiveMode()
            && !"never".equals(session.getUserProperties().getProperty("style.color"));
    try {
      return Console.choose(
          Optional.ofNullable(requested).filter(Element::isWritten), terminal, variables);
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.console: " + e.getMessage());
    }
  }
}
