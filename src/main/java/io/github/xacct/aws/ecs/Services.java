package io.github.xacct.aws.ecs;

import io.github.xacct.aws.AwsErrors;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/** Reads the service of a DescribeServices response that requested one service. */
public final class Services {
  private Services() {}

  /** Returns the service; empty if ECS reports it as missing, which it does among the failures. */
  public static Optional<Service> one(DescribeServicesResponse answer) {
    return answer.services().isEmpty() && answer.failures().isEmpty()
        ? AwsErrors.member("ECS DescribeServices", "services and failures", null)
        : answer.services().stream().findFirst();
  }
}
