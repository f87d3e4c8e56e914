package io.github.xacct.goal.ci;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.StepSummary;
import io.github.xacct.report.WorkflowCommands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/**
 * Output for the CI system: on GitHub annotations and the summary of a job. For systems that
 * interpret commands in the log, commands in foreign text are neutralized.
 */
public final class CiOutput {
  /** GitHub shows at most this number of annotations of one kind per step. */
  private static final int MOST = 10;

  private final Map<String, String> variables;
  private final Optional<CiRun> run;
  private final Set<String> annotated = new HashSet<>();

  public CiOutput(Map<String, String> variables) {
    this.variables = variables;
    this.run = CiRun.of(variables);
  }

  private boolean isGitHub() {
    return run.filter(r -> r.system() == CiSystem.GITHUB).isPresent();
  }

  /** Whether the system interprets commands in the log. */
  private boolean readsCommands() {
    return isGitHub() || run.filter(r -> r.system() == CiSystem.AZURE).isPresent();
  }

  /** Returns the log, with commands in foreign text neutralized if this system interprets them. */
  public Log log(Log log) {
    return readsCommands() ? new HarmlessLog(log) : log;
  }

  /** Returns the text of an error, with commands neutralized if this system interprets them. */
  public String harmless(String text) {
    return readsCommands() ? WorkflowCommands.harmless(text) : text;
  }

  /** Returns a JSON document, with commands neutralized if this system interprets them. */
  public String harmlessJson(String document) {
    return readsCommands() ? WorkflowCommands.harmlessJson(document) : document;
  }

  /** Annotates the run with the error of a goal; only on GitHub. */
  public void failed(String goal, XacctException e, Consumer<String> out) {
    if (isGitHub()) {
      var text = new StringBuilder(e.problem());
      e.evidence().forEach(line -> text.append('\n').append(line));
      e.suggestion().forEach(line -> text.append("\nTry: ").append(line));
      out.accept(WorkflowCommands.error(goal + " failed", text.toString()));
    }
  }

  /** Returns a reporter that annotates the run with each warning once; only on GitHub. */
  public Reporter annotations(String goal, Consumer<String> out) {
    return event -> {
      if (event instanceof Event.Warning warning && isGitHub()) {
        warn(goal, warning.text(), out);
      }
    };
  }

  private synchronized void warn(String goal, String text, Consumer<String> out) {
    if (annotated.size() < MOST && annotated.add(text)) {
      out.accept(WorkflowCommands.warning(goal, text));
    }
  }

  /**
   * Returns a reporter that appends the result of a deployment to the summary of the job, if there
   * is one.
   */
  public Reporter summary(Consumer<String> warning) {
    return summaryFile()
        .map(file -> (Reporter) new StepSummary(file, Clock.systemUTC(), warning))
        .orElse(event -> {});
  }

  /** Returns the file in which GitHub expects the summary of a job; empty elsewhere. */
  public Optional<Path> summaryFile() {
    return isGitHub() ? new CiVariables(variables).folder("GITHUB_STEP_SUMMARY") : Optional.empty();
  }

  /** Returns the run as an event; empty outside of a CI system. */
  public Optional<Event.RunNamed> named() {
    return run.map(
        r ->
            new Event.RunNamed(
                r.system().toString(),
                r.words(),
                r.url().map(URI::toString),
                Optional.of(r.refWords()).filter(words -> !words.isEmpty()),
                r.actor(),
                CommitLink.of(r.system(), new CiVariables(variables))));
  }
}
