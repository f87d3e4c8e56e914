package io.github.xacct.aws;

import java.util.List;

/** What preflight asks of EC2, which is no call of the SDK. */
public final class Ec2Reads {
  private Ec2Reads() {}

  /** As IAM's actions. */
  public static List<String> actions() {
    return Ec2Query.READS.stream().map(operation -> "ec2:" + operation).toList();
  }
}
