package io.github.xacct.goal;

import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.PastDeployments;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.report.HistoryText;
import io.github.xacct.report.JsonOutput;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lists the last deployments of an environment: how each ended and how long it took, its revision,
 * image and commit, and who deployed it. Changes nothing. {@code rollback -Dxacct.to} accepts the
 * values in this table.
 */
@Mojo(name = "history", threadSafe = true)
public class HistoryMojo extends XacctMojo {
  /** How many deployments to list, newest first. */
  @Parameter(property = "xacct.last", defaultValue = "10")
  private String last;

  /**
   * Format of the output: text, or json: one JSON document on standard output and everything else
   * on standard error. Run Maven with -q to omit its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("history").withoutTemplates().printing(output);
  }

  @Override
  void run(GoalContext goal) {
    int number = GoalParameter.LAST.number(last);
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    try (var stage = goal.stage(settings, List.of(environment));
        var target =
            TargetAccount.enter(stage, environment, RunName.of(goal.facts()), event -> {})) {
      var past =
          new PastDeployments(
                  new EcsTaskDefinitions(target.session()).retryingBriefly(),
                  target.history(HistoryPatience.TASK_DEFINITIONS_BRIEFLY),
                  environment.task().containerName(),
                  goal.log()::warn)
              .last(number);
      if (goal.output().json()) {
        goal.output().print(JsonOutput.history(past, Instant.now()));
      } else {
        new HistoryText(ZoneId.systemDefault()).lines(past).forEach(goal.log()::info);
      }
    }
  }
}
