package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsSession;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Reads the health check path of a target group. */
public final class HealthCheckPath {
  private HealthCheckPath() {}

  /** Returns empty if the health check has no path, such as a TCP health check. */
  public static Optional<String> of(AwsSession session, String targetGroup) {
    return session.briefly(
        "Cannot read target group " + targetGroup + ".",
        () ->
            session
                .briefClient(ElasticLoadBalancingV2Client.builder())
                .describeTargetGroupsPaginator(r -> r.targetGroupArns(targetGroup))
                .targetGroups()
                .stream()
                .findFirst()
                .map(TargetGroup::healthCheckPath));
  }
}
