package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.rehearsed.ServedAws;
import io.github.xacct.model.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Serves the embedded AWS in the foreground, for the AWS CLI, skopeo and other tools, until Ctrl-C.
 */
@Mojo(name = "rehearsal", threadSafe = true)
public class RehearsalMojo extends XacctMojo {

  /** Port of the API. */
  @Parameter(property = "xacct.rehearse.port", defaultValue = "4599")
  private String port;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment();
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var environments = settings.environment().map(List::of).orElse(settings.all());
    try (var stage =
        Stage.rehearsal(
            settings,
            environments,
            goal::rehearsedTask,
            goal.rehearsalOptions(),
            goal.outputFolder(),
            GoalParameter.REHEARSE_PORT.number(port),
            goal.log()::info)) {
      var notSimulated = new HashMap<Environment, List<String>>();
      for (var environment : environments) {
        notSimulated.put(
            environment,
            goal.rehearsedTask(environment)
                .notSimulated(settings.rehearsal(environment).functions()));
      }
      new ServedAws(stage.rehearsal().orElseThrow(), settings, environments)
          .lines(notSimulated)
          .forEach(goal.log()::info);
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
