package io.github.xacct.goal;

import io.github.xacct.goal.configuration.KnownEnvironments;
import io.github.xacct.goal.console.Consent;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.Destroy;
import io.github.xacct.stack.plan.Stack;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deletes the stacks of one environment, or with {@code -Denv=tools} those of the development
 * account, in reverse order. Images, logs, artifacts and their key are kept; the goal prints how to
 * remove them.
 */
@Mojo(name = "destroy", threadSafe = true)
public class DestroyMojo extends StacksMojo {

  /** The environment's name again, which confirms the deletion in runs without a terminal. */
  @Parameter(property = "xacct.yes")
  private String yes;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().orTools().online("destroy");
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var stacks = stacks(goal, settings);
    var plan = stacks.plan();
    var scope = stacks.scope();
    var place = scope.places(plan).get(0);
    String name = place.name();
    try (var stage = stacks.stage();
        var accounts = stacks.accounts(stage)) {
      accounts.callers(scope.places(plan)).forEach(goal.log()::info);
      refuseUsedTools(goal, stacks.known());
      var destroy =
          new Destroy(accounts, goal.reporter(), stacks.sleeper(), stacks.command("destroy"));
      var all = new ArrayList<>(scope.stacks(plan));
      if (goal.isTools()) {
        plan.pipeline().ifPresent(all::add);
      }
      scope.environments().forEach(environment -> plan.former(environment).ifPresent(all::add));
      List<Stack> standing = destroy.existing(all);
      if (standing.isEmpty()) {
        goal.log().info("Nothing to delete: no stack of " + name + " exists.");
      } else {
        standing.forEach(stack -> goal.log().info("- delete " + stack.name()));
        ask(goal, name);
        reportLeft(goal, settings.app() + "-" + name, destroy.run(standing));
      }
      stacks
          .known()
          .change(known -> goal.isTools() ? known.withoutTools(place) : known.without(name, place));
    }
  }

  /** Refuses to delete the development account's stacks while environments exist that use them. */
  private static void refuseUsedTools(GoalContext goal, KnownEnvironments known) {
    var standing = known.read().environments().keySet();
    if (goal.isTools() && !standing.isEmpty()) {
      throw XacctException.yours(
              "Environments exist that need the development account: "
                  + String.join(", ", standing)
                  + ".")
          .suggestion("destroy them first: mvn xacct:destroy -Denv=" + standing.iterator().next());
    }
  }

  private void ask(GoalContext goal, String name) {
    if (!new Consent(yes, goal.session()).to("Delete these stacks of " + name + "?", name)) {
      throw XacctException.yours("Not done: you typed something else. Nothing was changed.");
    }
  }

  private static void reportLeft(GoalContext goal, String family, List<String> left) {
    goal.log().info("Kept, because it holds data, and billed until you delete it:");
    left.forEach(line -> goal.log().info("  " + line));
    if (!goal.isTools()) {
      goal.log()
          .info(
              "  Task definitions, without costs: aws ecs list-task-definitions %s %s"
                  .formatted("--family-prefix", family));
    }
  }
}
