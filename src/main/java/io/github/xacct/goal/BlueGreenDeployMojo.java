package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deploys the app blue/green to the ECS service of an environment, through the environment's role:
 * pushes the image if necessary, registers the task definition, creates a CodeDeploy deployment and
 * follows it.
 */
@Mojo(name = "blue-green-deploy", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class BlueGreenDeployMojo extends FollowingMojo {

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST, or @FILE for that of an image.json. Default: the one
   * pushed earlier in this build, else the project's, built and pushed now.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  /**
   * Name of an environment whose running image is deployed, if it has passed its smoke tests.
   * Nothing has to be compiled or built.
   */
  @Parameter(property = "xacct.promoteFrom")
  private String promoteFrom;

  /**
   * Name of the environment whose smoke tests the image must have passed. Default: that of the pom.
   */
  @Parameter(property = "xacct.requires")
  private String requires;

  /**
   * What to do when the deployment group has a deployment in flight: fail (but follow it if it is
   * of the same build), wait for its end, attach (follow it if it deploys the same image) or
   * supersede (stop it and roll it back if its commit is older).
   */
  @Parameter(property = "xacct.onActive", defaultValue = "fail")
  private String onActive;

  /**
   * Deploy even if the same image and task definition already receive the traffic, or if the image
   * has not passed the required tests.
   */
  @Parameter(property = "xacct.force", defaultValue = "false")
  private String force;

  /**
   * Print what would be done, with the changes of the task definition, and change nothing on AWS.
   */
  @Parameter(property = "xacct.dryRun", defaultValue = "false")
  private String dryRun;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment()
        .online("blue-green-deploy")
        .image(!Element.isWritten(deployedImage) && !Element.isWritten(promoteFrom));
  }

  @Override
  void run(GoalContext goal) {
    new DeployWork(
            goal,
            following(goal),
            new DeployWork.Options(
                deployedImage,
                promoteFrom,
                requires,
                onActive,
                Element.isTrue(force),
                Element.isTrue(dryRun)))
        .run();
  }
}
