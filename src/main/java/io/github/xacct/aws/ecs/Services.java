package io.github.xacct.aws.ecs;

import io.github.xacct.aws.AwsErrors;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/** The one service that was asked for. */
public final class Services {
  private Services() {}

  /** Empty if ECS has none; ECS says so among the failures. */
  public static Optional<Service> one(DescribeServicesResponse answer) {
    return answer.services().isEmpty() && answer.failures().isEmpty()
        ? AwsErrors.member("ECS DescribeServices", "services and failures", null)
        : answer.services().stream().findFirst();
  }
}
