package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.Settings;
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
  NeededEnvironments needed() {
    return isTools() ? NeededEnvironments.ANY : NeededEnvironments.ONE;
  }

  @Override
  void run() {
    refuseOffline("destroy");
    var settings = settings();
    var plan = plan(settings);
    var scope = scope(settings);
    var place = scope.places(plan).get(0);
    String name = place.name();
    try (var stage = emptyStage(settings);
        var accounts = accounts(settings, stage)) {
      accounts.whoAmI(scope.places(plan)).forEach(getLog()::info);
      refuseUsedTools(settings);
      var destroy = new Destroy(accounts, reporter(), sleeper(), command("destroy"));
      var stacks = new ArrayList<>(scope.stacks(plan));
      if (isTools()) {
        plan.pipeline().ifPresent(stacks::add);
      }
      scope.environments().forEach(environment -> plan.former(environment).ifPresent(stacks::add));
      List<Stack> standing = destroy.standing(stacks);
      if (standing.isEmpty()) {
        getLog().info("Nothing to delete: no stack of " + name + " exists.");
      } else {
        standing.forEach(stack -> getLog().info("- delete " + stack.name()));
        ask(name);
        reportLeft(settings, name, destroy.run(standing));
      }
      known(settings)
          .change(known -> isTools() ? known.withoutTools(place) : known.without(name, place));
    }
  }

  /** What the environments pull from must not go before them. */
  private void refuseUsedTools(Settings settings) {
    var standing = known(settings).read().environments().keySet();
    if (isTools() && !standing.isEmpty()) {
      throw XacctException.yours(
              "Environments exist that need the development account: "
                  + String.join(", ", standing)
                  + ".")
          .suggestion("destroy them first: mvn xacct:destroy -Denv=" + standing.iterator().next());
    }
  }

  private void ask(String name) {
    if (!new Consent(yes, session).to("Delete these stacks of " + name + "?", name)) {
      throw XacctException.yours("Not done: you typed something else. Nothing was changed.");
    }
  }

  private void reportLeft(Settings settings, String name, List<String> left) {
    getLog().info("What holds data stays, and costs:");
    left.forEach(line -> getLog().info("  " + line));
    if (!isTools()) {
      getLog()
          .info(
              "  Task definitions, which cost nothing: aws ecs list-task-definitions %s %s-%s"
                  .formatted("--family-prefix", settings.app(), name));
    }
  }
}
