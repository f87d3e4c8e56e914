package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.util.Optional;

/** What a deployment would do, told instead of done. */
final class DryRun {
  private final Reporter reporter;

  DryRun(Reporter reporter) {
    this.reporter = reporter;
  }

  Outcome tell(
      BlueGreenDeploy.Wish wish,
      ImageReference image,
      Optional<TaskDefinitions.Registered> running,
      String wanted) {
    note(
        "Dry run, nothing is changed. Running now: "
            + running.map(TaskDefinitions.Registered::arn).orElse("nothing"));
    note("Image: " + image);
    var difference =
        TaskDefinitionDiff.between(
            running.map(TaskDefinitions.Registered::json).orElse("{}"), wanted);
    if (difference.changes().isEmpty()) {
      note(
          wish.force()
              ? "The same is running; it would be deployed again because of force."
              : "The same is running; nothing would be deployed.");
    } else {
      note("Would register a revision of " + wish.family() + " and deploy it:");
      difference.lines().forEach(line -> note("  " + line));
    }
    return new Outcome(
        Verdict.DRY_RUN,
        Optional.empty(),
        running.map(TaskDefinitions.Registered::arn),
        Optional.of(image));
  }

  private void note(String text) {
    reporter.tell(new Event.Note(text));
  }
}
