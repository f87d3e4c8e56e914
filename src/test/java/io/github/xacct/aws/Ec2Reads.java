package io.github.xacct.aws;

import java.util.List;

/** The EC2 actions of preflight, which are not called by the SDK's client. */
public final class Ec2Reads {
  private Ec2Reads() {}

  /** Returns the IAM actions. */
  public static List<String> actions() {
    return Ec2Query.READS.stream().map(operation -> "ec2:" + operation).toList();
  }
}
