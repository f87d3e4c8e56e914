package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.rehearsed.ListenerAddresses;
import io.github.xacct.model.Environment;
import io.github.xacct.rehearsal.Rehearsal;
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
  NeededEnvironments needed() {
    return NeededEnvironments.ANY;
  }

  @Override
  void run() {
    var settings = settings();
    var environments = settings.environment().map(List::of).orElse(settings.all());
    try (var stage =
        Stage.rehearsal(
            settings,
            environments,
            this::rehearsedTask,
            rehearsalOptions(),
            outputFolder(),
            GoalParameter.REHEARSE_PORT.number(port),
            getLog()::info)) {
      print(stage.rehearsal().orElseThrow(), environments);
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Rehearsal rehearsal, List<Environment> environments) {
    getLog().info("The embedded AWS answers until Ctrl-C. In another terminal:");
    getLog().info("");
    rehearsal
        .environment()
        .forEach((name, value) -> getLog().info("  export " + name + "=" + value));
    getLog().info("");
    for (var environment : environments) {
      getLog().info("Environment " + environment.name() + ":");
      environment.role().ifPresent(role -> getLog().info("  role to assume:      " + role));
      ListenerAddresses.of(rehearsal, environment.name())
          .forEach(line -> getLog().info("  " + line));
    }
  }
}
