package io.github.xacct.goal;

import io.github.xacct.aws.CodeDeployHistory;
import io.github.xacct.deploy.Status;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.StatusText;
import java.time.Instant;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Tells how an environment stands, or all of them: what is deployed, what is in flight and since
 * when, how the traffic is split, what failed since the last success. Changes nothing.
 */
@Mojo(name = "status", threadSafe = true)
public class StatusMojo extends XacctMojo {

  @Override
  void run() {
    refuseOffline("status");
    var settings = settings(SettingsReader.Environments.ANY);
    var environments = settings.environment().map(List::of).orElse(settings.all());
    try (var stage = stage(settings, environments)) {
      int unreachable = 0;
      for (var environment : environments) {
        unreachable += tell(stage, environment) ? 0 : 1;
      }
      if (unreachable == environments.size() && unreachable > 0) {
        throw XacctException.yours("No environment could be looked at; see above.");
      }
    }
  }

  /** One environment that cannot be looked at does not hide the others. */
  private boolean tell(Stage stage, Environment environment) {
    try (var target =
        TargetAccount.enter(stage, environment, RunName.of(facts()), arn -> "", event -> {})) {
      var status =
          new Status(target.ports(), new CodeDeployHistory(target.session(), environment))
              .of(environment);
      new StatusText(Instant.now()).lines(status).forEach(getLog()::info);
      return true;
    } catch (XacctException e) {
      getLog().warn(environment.name() + ": " + e.getMessage());
      return false;
    }
  }
}
