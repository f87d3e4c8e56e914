package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Plans the move of a service from CodeDeploy, or from rolling updates, to ECS's own blue/green
 * deployments: what its configuration becomes, what is lost, the roles and rules that are needed,
 * each step and the way back. Changes nothing on AWS without <code>-Dxacct.perform</code>.
 */
@Mojo(name = "migrate", threadSafe = true)
public class MigrateMojo extends XacctMojo {

  /**
   * How to move: in-place changes the service, for which there is no way back; parallel creates a
   * second service behind the same load balancer; back creates a second service that CodeDeploy
   * deploys.
   */
  @Parameter(property = "xacct.way", defaultValue = "in-place")
  private String way;

  /** Whether to perform the steps. After an interruption run the goal again: it resumes. */
  @Parameter(property = "xacct.perform", defaultValue = "false")
  private String perform;

  /**
   * Whether to undo a move: parallel or back, while the first service exists, or one from rolling
   * updates. Prints the steps; with -Dxacct.perform performs them.
   */
  @Parameter(property = "xacct.takeBack", defaultValue = "false")
  private String takeBack;

  /**
   * Name or ARN of the role with which ECS changes the load balancer. Default: the service's name
   * with -infrastructure.
   */
  @Parameter(property = "xacct.infrastructureRole")
  private String infrastructureRole;

  /**
   * Name or ARN of CodeDeploy's service role, for the way back. Default: the service's name with
   * -codedeploy.
   */
  @Parameter(property = "xacct.codeDeployRole")
  private String codeDeployRole;

  /**
   * Name or ARN of the role with which ECS invokes the functions of the AppSpec's hooks; none omits
   * the hooks. Default: the service's name with -hooks.
   */
  @Parameter(property = "xacct.hookRole")
  private String hookRole;

  /**
   * Format of the output: text, or json: one JSON document on standard output and everything else
   * on standard error. Run Maven with -q to omit its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("migrate").printing(output);
  }

  @Override
  void run(GoalContext goal) {
    new MigrateWork(
            goal,
            new MigrateWork.Options(
                way,
                infrastructureRole,
                codeDeployRole,
                hookRole,
                Element.isTrue(perform),
                Element.isTrue(takeBack)))
        .run();
  }
}
