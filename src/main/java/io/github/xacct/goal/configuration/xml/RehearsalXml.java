package io.github.xacct.goal.configuration.xml;

import java.util.List;

/**
 * {@code <rehearsal>}: settings of the embedded AWS that on AWS belong to the deployment group and
 * the service.
 */
public class RehearsalXml {
  /** Minutes until the original tasks are stopped after a successful deployment. Default: 5. */
  @Holds(ValueKind.NUMBER)
  public String terminationWait;

  /**
   * Minutes that the deployment waits for approval before production traffic shifts; 0 does not
   * wait. Default: 60 with smoke tests, a verify command or an approval, else 0.
   */
  @Holds(ValueKind.NUMBER)
  public String readyWait;

  /** Whether there is a test listener. Default: true. */
  @Holds(ValueKind.FLAG)
  public String testListener;

  /** Tasks of the service. Default: 1. */
  @Holds(ValueKind.NUMBER)
  public String desiredCount;

  /** Whether Application Auto Scaling has the service as a scalable target. Default: false. */
  @Holds(ValueKind.FLAG)
  public String autoScaling;

  /**
   * Lambda functions of the hooks that run on this machine. Default: none; a hook whose function
   * does not run succeeds.
   */
  @Holds(item = "function")
  public List<FunctionXml> functions;
}
