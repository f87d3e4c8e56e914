package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.console.DetailedExitcode;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.JsonOutput;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.FormerArtifacts;
import io.github.xacct.stack.ResourceDrift;
import io.github.xacct.stack.plan.Stack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Reports the differences between the stacks and the actual resources, except what CodeDeploy or
 * ECS changes with each deployment. Changes nothing.
 */
@Mojo(name = "drift", threadSafe = true)
public class DriftMojo extends StacksMojo {

  /** End the build with a failure, and Maven with exit code 2, if something differs. */
  @Parameter(property = "xacct.detailedExitcode", defaultValue = "false")
  private String detailedExitcode;

  /**
   * Format of the output: text, or json: one JSON document on standard output and everything else
   * on standard error. Run Maven with -q to omit its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().orTools().online("drift").printing(output);
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var stacks = stacks(goal, settings);
    var plan = stacks.plan();
    var scope = stacks.scope();
    try (var stage = stacks.stage();
        var accounts = stacks.accounts(stage)) {
      accounts.callers(scope.places(plan)).forEach(goal.log()::info);
      var drift = new Drift(accounts, stacks.sleeper());
      int differences = 0;
      var drifts = new ArrayList<StackDrift>();
      for (Stack stack : scope.stacks(plan)) {
        var found = drift.of(stack);
        drifts.add(new StackDrift(stack.name(), found.isPresent(), found.orElse(List.of())));
        differences += report(goal.log(), stack, found);
      }
      if (scope.tools()) {
        FormerArtifacts.standing(stacks.known().read(), plan, accounts, goal.log()::warn);
      }
      if (goal.output().json()) {
        goal.output().print(JsonOutput.document(Instant.now(), "stacks", drifts));
      }
      if (differences > 0 && Element.isTrue(detailedExitcode)) {
        throw DetailedExitcode.differences(
            goal.session(),
            XacctException.yours("Resources differ from their templates; see above.")
                .suggestion(
                    "mvn xacct:bootstrap cannot revert this: undo each change where it was made."));
      }
    }
  }

  /** One stack in the JSON output; {@code resources} are those that differ. */
  private record StackDrift(String stack, boolean exists, List<ResourceDrift> resources) {}

  private static int report(Log log, Stack stack, Optional<List<ResourceDrift>> found) {
    if (found.isEmpty()) {
      log.warn(stack.name() + ": there is no such stack in " + stack.place());
      return 1;
    }
    if (found.get().isEmpty()) {
      log.info(stack.name() + ": as in its template");
    }
    Drift.note(stack).ifPresent(log::info);
    Drift.lines(stack, found.get()).forEach(log::warn);
    return found.get().size();
  }
}
