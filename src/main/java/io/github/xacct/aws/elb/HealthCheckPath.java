package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsSession;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Which path a target group asks its targets for. */
public final class HealthCheckPath {
  private HealthCheckPath() {}

  /** Empty for a group that asks no path, such as a network load balancer's over TCP. */
  public static Optional<String> of(AwsSession session, String targetGroup) {
    return session.briefly(
        "Cannot look at target group " + targetGroup + ".",
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
