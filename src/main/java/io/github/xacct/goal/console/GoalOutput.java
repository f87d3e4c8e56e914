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

/** What a goal writes: its log, its one document of JSON, and what the CI system reads of both. */
public final class GoalOutput {
  private final Supplier<@Nullable String> form;
  private final Map<String, String> variables;
  private final CiOutput ci;

  /**
   * @param form text or json, as written
   * @param variables of this process
   */
  public GoalOutput(Supplier<@Nullable String> form, Map<String, String> variables) {
    this.form = form;
    this.variables = variables;
    this.ci = new CiOutput(variables);
  }

  /** What the CI system reads that runs this, if one does. */
  public CiOutput ci() {
    return ci;
  }

  /**
   * Whether JSON was asked for.
   *
   * @throws XacctException if it is neither text nor json
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

  /** Prints the one document that standard output holds. */
  public void print(String document) {
    System.out.println(ci.harmlessJson(document).stripTrailing());
  }

  /** Prints a command for the CI system, which has to begin its line. */
  public void command(String text) {
    ("json".equals(form.get()) ? System.err : System.out).println(text);
  }

  /** With JSON on standard output, whatever else is reported goes to standard error. */
  public Log log(Log log) {
    return ci.log("json".equals(form.get()) ? new StandardErrorLog(log) : log);
  }

  /** Reports a line for each event, and warnings also to the CI system. */
  public Reporter reporter(String goal, Log log) {
    var plain = new PlainReporter(log::info, log::warn, Clock.systemUTC(), ZoneId.systemDefault());
    return Reporters.all(plain, ci.annotations(goal, this::command));
  }

  /** What kind of console this is, unless the user says it. */
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
