package io.github.xacct.deploy;

import io.github.xacct.deploy.DeploymentState.Status;
import io.github.xacct.model.XacctException;

/** The story of a deployment that did not succeed: what failed, who serves now, what to do. */
record Failure(Verdict verdict, XacctException exception) {

  /**
   * Tells it.
   *
   * @param failed the deployment
   * @param rollback the deployment that undid it, or {@code failed} itself if none did
   */
  static Failure of(
      DeploymentState failed, DeploymentState rollback, Look look, DeploymentEngine engine) {
    boolean undone = !rollback.id().equals(failed.id());
    String stage =
        failed.lifecycle().stream()
            .filter(e -> e.status().equals("Failed"))
            .findFirst()
            .map(e -> " at " + e.name())
            .orElse("");
    String problem =
        "Deployment "
            + failed.id()
            + (failed.status() == Status.STOPPED ? " was stopped" : " failed")
            + stage
            + ".";
    var exception = XacctException.yours(problem);
    if (failed.error().isPresent()) {
      exception = exception.evidence(engine.name() + " said: " + failed.error().get());
    }
    for (var event : failed.lifecycle()) {
      if (event.message().isPresent()) {
        exception = exception.evidence(event.name() + " said: " + event.message().get());
      }
    }
    if (!undone) {
      return new Failure(
          failed.status() == Status.STOPPED ? Verdict.STOPPED : Verdict.FAILED,
          exception
              .evidence("No rollback was started; both task sets may still be there.")
              .suggestion(
                  "look at "
                      + engine.consoleUrl(failed.id()).orElse("the deployment " + failed.id())));
    }
    boolean back = rollback.status() == Status.SUCCEEDED || rollback.shifted();
    String serving = look.runningTaskDefinition().orElse("the original task set");
    exception =
        back
            ? exception.evidence(
                "Rolled back by " + rollback.id() + ": " + serving + " serves production.")
            : exception.evidence(
                "Its rollback " + rollback.id() + " ended " + rollback.status() + " as well.");
    return new Failure(
        back ? Verdict.ROLLED_BACK : Verdict.FAILED,
        exception.suggestion(
            "look at " + engine.consoleUrl(failed.id()).orElse("the tasks' logs")));
  }
}
