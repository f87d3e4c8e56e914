package io.github.xacct.stack;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.stack.ChangeSet.Change;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.List;

/**
 * Brings imported resources in line with the template. An import only makes a resource part of the
 * stack and does not change it, so that a repository would allow no pull; nor does the next update,
 * because CloudFormation assumes the template's values. Only a drift-aware change set reads the
 * actual resource. Source: CloudFormation user guide, "Import AWS resources into a CloudFormation
 * stack automatically" ("we recommend running drift detection on imported resources") and "Using
 * drift-aware change sets".
 */
record ResourceImport(
    CloudFormation cloudFormation,
    ChangeSet done,
    Reporter reporter,
    Sleeper sleeper,
    String command) {

  /** Whether resources were imported: by this change set, or by an interrupted run before. */
  static boolean isDue(ChangeSet done, StackState now) {
    boolean interrupted = !done.first() && !now.isProtected();
    return interrupted || done.changes().stream().anyMatch(c -> c.action().equals("Import"));
  }

  /** Updates the imported resources, or warns of the differences that it may not change. */
  void align() {
    Stack stack = done.stack();
    ChangeSet set = cloudFormation.prepareDriftRevert(stack, done.parameters());
    List<Change> changes =
        set.changes().stream()
            .filter(change -> stack.template().holdsData(change.logicalId()))
            .toList();
    if (changes.isEmpty() || !mayBeDone(set)) {
      changes.forEach(change -> warn(stack, change));
      if (!set.isEmpty()) {
        cloudFormation
            .discard(set)
            .ifPresent(why -> reporter.report(new Event.Warning(Bootstrap.leftBehind(stack, why))));
      }
      return;
    }
    changes.forEach(
        change ->
            reporter.report(new Event.Note(line(stack, change) + "; set now as in the template")));
    var end =
        Work.follow(
            cloudFormation,
            stack,
            set.stackId(),
            reporter,
            sleeper,
            () -> cloudFormation.execute(set));
    if (!end.state().hasSucceeded()) {
      throw new StackFailure(stack, end, command).exception();
    }
  }

  /** Whether the change set touches no service stack, and deletes or replaces nothing. */
  private static boolean mayBeDone(ChangeSet set) {
    return set.stack().template() != Template.SERVICE
        && set.changes().stream().noneMatch(Change::ends);
  }

  private void warn(Stack stack, Change change) {
    reporter.report(
        new Event.Warning(
            line(stack, change)
                + "; that stays so, because CloudFormation would "
                + (change.isReplaced() ? "replace it" : "touch CodeDeploy's service too")
                + ". Set it by hand: mvn xacct:drift shows the expected values"));
  }

  private static String line(Stack stack, Change change) {
    return "%s: %s was taken over with its own %s"
        .formatted(stack.name(), change.logicalId(), String.join(", ", change.properties()));
  }
}
