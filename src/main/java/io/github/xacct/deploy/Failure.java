package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports a deployment that did not succeed: what failed, which version serves, what to do. */
record Failure(Verdict verdict, XacctException exception) {

  /**
   * Returns the verdict on a deployment that did not succeed, and the exception that reports it.
   *
   * @param failed the last state of the deployment
   * @param rollback the last state of the deployment that rolled it back; {@code failed} itself if
   *     there is none
   * @param stopped why this run stopped it, if it did
   */
  static Failure of(
      DeploymentState failed,
      DeploymentState rollback,
      Optional<String> stopped,
      TaskFailureSummary summary,
      TargetAccountState state,
      DeploymentEngine engine) {
    var exception = XacctException.yours(problem(failed, stopped));
    for (String line : evidence(failed, stopped, summary, engine)) {
      exception = exception.evidence(line);
    }
    var gone = engine.gone();
    exception = DeletionEvidence.addTo(exception, gone);
    var production = new ProductionAfterFailure(failed, rollback, state.servedBefore());
    boolean nothingLeft = !gone.isEmpty() && production.runsNothing();
    for (String line : production.lines(!nothingLeft)) {
      exception = exception.evidence(line);
    }
    for (String line : summary.advice()) {
      exception = exception.suggestion(line);
    }
    if (stopped.isEmpty() && gone.isEmpty()) {
      for (String line : engine.advice(failed)) {
        exception = exception.suggestion(line);
      }
    }
    if (!nothingLeft) {
      for (String line : production.suggestions(engine)) {
        exception = exception.suggestion(line);
      }
    }
    var page = engine.consoleUrl(failed.id());
    return new Failure(
        production.isBack() ? Verdict.ROLLED_BACK : verdict(failed, production.isUndone()),
        page.isPresent() ? exception.suggestion("look at " + page.get()) : exception);
  }

  private static Verdict verdict(DeploymentState failed, boolean undone) {
    return failed.status() == DeploymentStatus.STOPPED && !undone
        ? Verdict.STOPPED
        : Verdict.FAILED;
  }

  private static String problem(DeploymentState failed, Optional<String> stopped) {
    String what = "Deployment " + failed.id();
    if (stopped.isPresent()) {
      return what + " was aborted: " + stopped.get() + ".";
    }
    String stage =
        failed.lifecycle().stream()
            .filter(e -> e.status().is(LifecycleStatus.FAILED))
            .findFirst()
            .map(e -> " at " + e.name())
            .orElse("");
    return what
        + (failed.status() == DeploymentStatus.STOPPED ? " was stopped" : " failed")
        + stage
        + ".";
  }

  private static List<String> evidence(
      DeploymentState failed,
      Optional<String> stopped,
      TaskFailureSummary summary,
      DeploymentEngine engine) {
    var lines = new ArrayList<String>();
    if (stopped.isEmpty()) {
      String error = failed.error().orElse("");
      lines.add(
          engine.name()
              + failed.error().map(words -> " said: " + words).orElse(" gave no reason."));
      failed.lifecycle().stream()
          .filter(event -> event.message().filter(m -> !error.contains(m)).isPresent())
          .forEach(e -> lines.add(e.name() + " said: " + e.message().get()));
      lines.addAll(engine.evidence(failed));
    }
    lines.addAll(summary.evidence());
    return lines;
  }
}
