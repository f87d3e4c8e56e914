package io.github.xacct.goal;

/**
 * {@code <hooks>}: names or ARNs of the Lambda functions that CodeDeploy calls, in the target
 * account and region.
 */
public class HooksXml {
  /** Before the replacement task set is created; it cannot cause a rollback. */
  String beforeInstall;

  /** After the replacement task set is created. */
  String afterInstall;

  /** After the test listener points to the replacement task set. */
  String afterAllowTestTraffic;

  /** Before production traffic shifts. */
  String beforeAllowTraffic;

  /** After production traffic has shifted. */
  String afterAllowTraffic;
}
