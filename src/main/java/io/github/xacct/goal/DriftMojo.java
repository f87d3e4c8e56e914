package io.github.xacct.goal;

import io.github.xacct.goal.console.DetailedExitcode;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.JsonOutput;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.ResourceDrift;
import io.github.xacct.stack.plan.Stack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * The form of what is printed: text, or json: one JSON document on standard output and everything
   * else on standard error. Run Maven with -q to leave out its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  String output() {
    return output;
  }

  @Override
  void run() {
    refuseOffline("drift");
    var settings = settings();
    var plan = plan(settings);
    var scope = scope(settings);
    try (var stage = emptyStage(settings);
        var accounts = accounts(settings, stage)) {
      accounts.whoAmI(scope.places(plan)).forEach(getLog()::info);
      var drift = new Drift(accounts, sleeper());
      int differences = 0;
      var stacks = new ArrayList<StackDrift>();
      for (Stack stack : scope.stacks(plan)) {
        var found = drift.of(stack);
        stacks.add(new StackDrift(stack.name(), found.isPresent(), found.orElse(List.of())));
        differences += report(stack, found);
      }
      if (scope.tools()) {
        FormerArtifacts.standing(known(settings).read(), plan, accounts, getLog()::warn);
      }
      if (goalOutput().json()) {
        goalOutput().print(JsonOutput.document(Instant.now(), "stacks", stacks));
      }
      if (differences > 0 && isTrue(detailedExitcode)) {
        throw DetailedExitcode.differences(
            session,
            XacctException.yours("Resources differ from their templates; see above.")
                .suggestion(
                    "mvn xacct:bootstrap cannot revert this: undo each change where it was made."));
      }
    }
  }

  /** One stack in the JSON form; {@code resources} are those that differ. */
  private record StackDrift(String stack, boolean exists, List<ResourceDrift> resources) {}

  private int report(Stack stack, Optional<List<ResourceDrift>> found) {
    if (found.isEmpty()) {
      getLog().warn(stack.name() + ": there is no such stack in " + stack.place());
      return 1;
    }
    if (found.get().isEmpty()) {
      getLog().info(stack.name() + ": as in its template");
    }
    Drift.note(stack).ifPresent(getLog()::info);
    Drift.lines(stack, found.get()).forEach(getLog()::warn);
    return found.get().size();
  }
}
