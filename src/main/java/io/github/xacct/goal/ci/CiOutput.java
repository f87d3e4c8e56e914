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
 * What a CI system reads of the output of a goal: annotations and the page of a run on GitHub. On
 * systems that take commands from the log, none is left in text of others.
 */
public final class CiOutput {
  /** More of one kind GitHub does not show for a step. */
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

  /** Whether the system takes commands from the log, and text of others must hold none. */
  private boolean readsCommands() {
    return isGitHub() || run.filter(r -> r.system() == CiSystem.AZURE).isPresent();
  }

  /** The log as this system needs it. */
  public Log log(Log log) {
    return readsCommands() ? new HarmlessLog(log) : log;
  }

  /** The text of an error as this system needs it. */
  public String harmless(String text) {
    return readsCommands() ? WorkflowCommands.harmless(text) : text;
  }

  /** A JSON document as this system needs it. */
  public String harmlessJson(String document) {
    return readsCommands() ? WorkflowCommands.harmlessJson(document) : document;
  }

  /** Annotates the run with why a goal failed. */
  public void failed(String goal, XacctException e, Consumer<String> out) {
    if (isGitHub()) {
      var text = new StringBuilder(e.problem());
      e.evidence().forEach(line -> text.append('\n').append(line));
      e.suggestion().forEach(line -> text.append("\nTry: ").append(line));
      out.accept(WorkflowCommands.error(goal + " failed", text.toString()));
    }
  }

  /** Annotates the run with warnings, each once. */
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

  /** Adds how a deployment ends to the page of the run. */
  public Reporter summary(Consumer<String> warning) {
    return summaryFile()
        .map(file -> (Reporter) new StepSummary(file, Clock.systemUTC(), warning))
        .orElse(event -> {});
  }

  /** The file in which GitHub expects the summary of a job. */
  public Optional<Path> summaryFile() {
    return isGitHub() ? new CiVariables(variables).folder("GITHUB_STEP_SUMMARY") : Optional.empty();
  }

  /** The run as an event for the page, the record and the notices. */
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
