package io.github.xacct.goal;

import org.apache.maven.plugins.annotations.Parameter;

/** The parameters of the five goals that follow a deployment. */
abstract class FollowingMojo extends XacctMojo {

  /**
   * How far to follow the deployment: created, ready (it waits for approval), shifted (all
   * production traffic on the new version) or terminated (the old one gone).
   */
  @Parameter(property = "xacct.waitUntil", defaultValue = "shifted")
  private String waitUntil;

  /**
   * Number of stopped tasks of the new version after which the deployment is stopped and rolled
   * back, or off.
   */
  @Parameter(property = "xacct.circuitBreaker", defaultValue = "3")
  private String circuitBreaker;

  /**
   * For how many seconds a task of the new version may fail the load balancer's health check before
   * the deployment is stopped and rolled back.
   */
  @Parameter(property = "xacct.healthGrace", defaultValue = "180")
  private String healthGrace;

  /**
   * How the deployment is shown: plain (a line for each change) or live (a view that redraws in
   * place). Default: live on a terminal, plain elsewhere.
   */
  @Parameter(property = "xacct.console")
  private String console;

  /**
   * What Ctrl-C and SIGTERM do to the deployment: detach (it continues) or stop (and roll back).
   */
  @Parameter(property = "xacct.onInterrupt", defaultValue = "detach")
  private String onInterrupt;

  /** Returns a deployment that is followed by these parameters. */
  final FollowedDeployment following(GoalContext goal) {
    return new FollowedDeployment(
        goal, waitUntil, circuitBreaker, healthGrace, console, onInterrupt);
  }
}
