package io.github.xacct.goal.configuration.xml;

/**
 * {@code <hooks>}: names or ARNs of the Lambda functions that CodeDeploy calls, in the target
 * account and region.
 */
public class HooksXml {
  /** Before the replacement task set is created; it cannot cause a rollback. */
  public String beforeInstall;

  /** After the replacement task set is created. */
  public String afterInstall;

  /** After the test listener points to the replacement task set. */
  public String afterAllowTestTraffic;

  /** Before production traffic shifts. */
  public String beforeAllowTraffic;

  /** After production traffic has shifted. */
  public String afterAllowTraffic;
}
