package io.github.xacct.goal.configuration.xml;

/**
 * {@code <rehearsal>}: what the embedded AWS is given where, on AWS, the deployment group and the
 * service say it.
 */
public class RehearsalXml {
  /** Minutes until the original tasks end after success. Default: 5. */
  @Holds(ValueKind.NUMBER)
  public String terminationWait;

  /**
   * Minutes that the deployment waits for approval before production traffic shifts; 0: none.
   * Default: 60 where smoke tests, a verify command or a person are asked, else 0.
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
}
