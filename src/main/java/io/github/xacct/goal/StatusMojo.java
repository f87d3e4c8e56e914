package io.github.xacct.goal;

import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.event.EnvironmentStatus;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.JsonOutput;
import io.github.xacct.report.PipelineFiles;
import io.github.xacct.report.StatusText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows the state of an environment, or of all of them: what is deployed, what is in flight and
 * since when, how the traffic is split, what failed since the last success. Changes nothing.
 */
@Mojo(name = "status", threadSafe = true)
public class StatusMojo extends XacctMojo {

  /**
   * Format of the output: text, or json: one JSON document on standard output and everything else
   * on standard error. Run Maven with -q to omit its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().online("status").withoutTemplates().printing(output);
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var environments = settings.environment().map(List::of).orElse(settings.all());
    new PipelineFiles(goal.outputFolder().resolve("pipeline"), ZoneId.systemDefault()).settle();
    try (var stage = goal.stage(settings, environments)) {
      var found =
          environments.stream()
              .flatMap(environment -> status(goal, stage, environment).stream())
              .toList();
      if (found.isEmpty() && !environments.isEmpty()) {
        throw XacctException.yours("No environment could be looked at; see above.");
      }
      if (goal.output().json()) {
        goal.output().print(JsonOutput.status(found, Instant.now()));
      }
    }
  }

  /**
   * Returns the status; empty if it cannot be read, so that the other environments are still
   * reported.
   */
  private static Optional<EnvironmentStatus> status(
      GoalContext goal, Stage stage, Environment environment) {
    try (var target =
        TargetAccount.enter(stage, environment, RunName.of(goal.facts()), event -> {})) {
      var status =
          new StatusReader(
                  target.ports(),
                  target.history(HistoryPatience.BRIEFLY),
                  TargetAccount.tasks(target.session(), environment, stage))
              .of(environment);
      if (!goal.output().json()) {
        new StatusText(Instant.now()).lines(status).forEach(goal.log()::info);
      }
      return Optional.of(status);
    } catch (XacctException e) {
      goal.log().warn(environment.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
