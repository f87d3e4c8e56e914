package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Plans the move of a service from CodeDeploy, or from rolling updates, to ECS's own blue/green
 * deployments: what its configuration becomes, what is lost, the roles and rules that are needed,
 * each step and the way back. Changes nothing on AWS but with <code>-Dxacct.perform</code>.
 */
@Mojo(name = "migrate", threadSafe = true)
public class MigrateMojo extends XacctMojo {

  /**
   * Which way: in-place changes the service, for which there is no way back; parallel creates a
   * second service behind the same load balancer; back creates a second service that CodeDeploy
   * deploys.
   */
  @Parameter(property = "xacct.way", defaultValue = "in-place")
  private String way;

  /** Whether the steps are taken. Run it again after an interruption: it goes on. */
  @Parameter(property = "xacct.perform", defaultValue = "false")
  private String perform;

  /**
   * Whether a move is taken back: parallel or back, while the first service exists, or one from
   * rolling updates. Prints the steps; with -Dxacct.perform it takes them.
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
   * Name or ARN of the role with which ECS invokes the functions of the AppSpec's hooks; none
   * leaves the hooks out. Default: the service's name with -hooks.
   */
  @Parameter(property = "xacct.hookRole")
  private String hookRole;

  /**
   * The form of what is printed: text, or json: one JSON document on standard output and everything
   * else on standard error. Run Maven with -q to leave out its own lines.
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
