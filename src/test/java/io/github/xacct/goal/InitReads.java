package io.github.xacct.goal;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.CallerIdentity;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.deploy.Ports;
import io.github.xacct.goal.configuration.InitSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.TaskDefinitionFile;

/** What the goal init reads of an account. */
public final class InitReads {
  private InitReads() {}

  /** The task definition that it would write. */
  public static String taskDefinition(AwsSession session, Ports ports, Environment environment) {
    var target =
        new TargetAccount(
            null, session, (EngineOfService) ports.engine(), ports, () -> null, () -> null);
    try {
      ExistingService.groupOf(target, environment);
      var existing = ExistingService.look(target, environment);
      CallerIdentity.account(session);
      return TaskDefinitionFile.of(existing.running().json(), "web", 8080).text();
    } catch (XacctException e) {
      throw InitSettings.advised(e);
    }
  }
}
