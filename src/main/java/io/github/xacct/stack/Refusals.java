package io.github.xacct.stack;

import io.github.xacct.model.XacctException;
import io.github.xacct.stack.ChangeSet.Change;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses what bootstrap never does: lose data, change what deployments change, downgrade. */
final class Refusals {
  private Refusals() {}

  /** Returns why an existing stack cannot be updated; empty if it can. */
  static Optional<XacctException> of(Stack stack, StackState state) {
    String what = "Stack " + stack.name() + " in " + stack.place();
    Optional<XacctException> foreign = foreign(stack, state, what);
    if (foreign.isPresent()) {
      return foreign;
    }
    if (state.templateVersion() > stack.template().version()) {
      return Optional.of(
          XacctException.yours(what + " was created by a newer version of this plugin.")
              .evidence(
                  "Its TemplateVersion is %s, this plugin's is %s."
                      .formatted(state.templateVersion(), stack.template().version()))
              .suggestion("use that version of the plugin; an older one would take things away."));
    }
    if (state.isBusy()) {
      return Optional.of(
          XacctException.yours(what + " is being changed: " + state.status() + ".")
              .suggestion("wait until it is complete, and run the same command again."));
    }
    if (state.status().equals("UPDATE_ROLLBACK_FAILED")) {
      return Optional.of(
          XacctException.yours(what + " is stuck in UPDATE_ROLLBACK_FAILED.")
              .evidence("CloudFormation said: " + state.reason())
              .suggestion(continueRollback(stack)));
    }
    return state.isUpdatable() || state.isEmpty() || state.isFailedCreation()
        ? Optional.empty()
        : Optional.of(
            XacctException.yours(what + " is " + state.status() + ".")
                .evidence("CloudFormation said: " + state.reason())
                .suggestion("repair it in CloudFormation's console, or delete it there."));
  }

  /** Stack names may collide: app shop with environment api-test, and app shop-api with test. */
  private static Optional<XacctException> foreign(Stack stack, StackState state, String what) {
    for (String name : List.of("AppName", "EnvName")) {
      String theirs = state.parameters().get(name);
      String ours = stack.values().get(name);
      if (theirs != null && ours != null && !theirs.equals(ours)) {
        return Optional.of(
            XacctException.yours(what + " belongs to another app or environment.")
                .evidence(
                    "Its " + name + " is " + theirs + ", this configuration's is " + ours + ".")
                .suggestion("rename <app> or the environment: the two would share every name.")
                .suggestion("Nothing was changed."));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the command; skips the service, whose rollback ECS refuses if CodeDeploy deploys it.
   */
  static String continueRollback(Stack stack) {
    return "aws cloudformation continue-update-rollback --region %s --stack-name %s%s"
        .formatted(
            stack.place().region(),
            stack.name(),
            stack.template() == Template.SERVICE ? " --resources-to-skip Service" : "");
  }

  /** Returns why a change set must not be executed; empty if it may. */
  static Optional<XacctException> of(ChangeSet set) {
    var lines = new ArrayList<String>();
    var template = set.stack().template();
    for (Change change : set.changes()) {
      boolean left = !change.isReplaced() && template.isAlwaysRetained(change.logicalId());
      if (change.ends() && template.holdsData(change.logicalId()) && !left) {
        lines.add(line(change) + " holds data and would be " + end(change));
      } else if (template.isCodeDeploys(change.logicalId()) && !isOfTheBeginning(set, change)) {
        boolean ecs = set.stack().deployments().isPresent();
        lines.add(
            line(change)
                + (ecs
                    ? " has been controlled by ECS since its creation"
                    : " has been controlled by CodeDeploy since the first deployment"));
      }
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(refusal(set, lines));
  }

  private static boolean isOfTheBeginning(ChangeSet set, Change change) {
    return set.first() || change.action().equals("Add");
  }

  private static XacctException refusal(ChangeSet set, List<String> lines) {
    var refusal =
        XacctException.yours(
            "Stack %s in %s would change what must stay."
                .formatted(set.stack().name(), set.stack().place()));
    for (String line : lines) {
      refusal = refusal.evidence(line);
    }
    return refusal.suggestion(
        "revert the setting that requires it, or change it by hand. Nothing was changed.");
  }

  private static String line(Change change) {
    return "%s (%s, %s)"
        .formatted(change.logicalId(), change.type(), String.join(", ", change.properties()));
  }

  private static String end(Change change) {
    return change.isReplaced() ? "replaced" : "removed";
  }
}
