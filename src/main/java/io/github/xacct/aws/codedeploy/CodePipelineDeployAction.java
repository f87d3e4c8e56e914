package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/**
 * Does in a rehearsal what CodePipeline's action CodeDeployToECS does: registers the task
 * definition, deploys it, and waits until the deployment has ended, including the termination of
 * the old tasks. On AWS the AppSpec is read from the artifact bucket; here it is part of the
 * request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html">The
 *     action's page</a>
 */
public final class CodePipelineDeployAction {
  private static final String TASK_DEFINITION = "<TASK_DEFINITION>";
  private static final Duration POLL = Duration.ofSeconds(1);

  private final EcsTaskDefinitions taskDefinitions;
  private final CodeDeployClient codeDeploy;
  private final Sleeper sleeper;

  /** Creates the action with a session of its role. */
  public CodePipelineDeployAction(AwsSession session, Sleeper sleeper) {
    this.taskDefinitions = new EcsTaskDefinitions(session);
    this.codeDeploy = session.client(CodeDeployClient.builder());
    this.sleeper = sleeper;
  }

  /**
   * Registers the task definition, creates the deployment and waits until it has ended.
   *
   * @param appSpec the AppSpec, with a placeholder for the task definition
   * @return the ID of the deployment, which has succeeded
   */
  public String run(String application, String group, String taskDefinition, String appSpec) {
    String arn = taskDefinitions.register(taskDefinition).arn();
    String id =
        AwsErrors.call(
                "Cannot create a deployment.",
                () ->
                    codeDeploy.createDeployment(
                        r ->
                            r.applicationName(application)
                                .deploymentGroupName(group)
                                .revision(
                                    l ->
                                        l.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                            .appSpecContent(
                                                c ->
                                                    c.content(
                                                        appSpec.replace(TASK_DEFINITION, arn))))))
            .deploymentId();
    DeploymentInfo ended = ended(id);
    if (ended.status() != DeploymentStatus.SUCCEEDED) {
      var failure =
          XacctException.yours("Deployment " + id + " has " + ended.statusAsString() + ".");
      throw ended.errorInformation() == null
          ? failure
          : failure.evidence(ended.errorInformation().message());
    }
    return id;
  }

  private DeploymentInfo ended(String id) {
    try {
      while (true) {
        var info =
            AwsErrors.call(
                    "Cannot read deployment " + id + ".",
                    () -> codeDeploy.getDeployment(r -> r.deploymentId(id)))
                .deploymentInfo();
        if (info.completeTime() != null) {
          return info;
        }
        sleeper.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw XacctException.ours("Interrupted; deployment " + id + " goes on.");
    }
  }
}
