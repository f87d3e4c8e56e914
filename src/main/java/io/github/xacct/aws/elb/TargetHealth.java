package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
import io.github.xacct.deploy.port.TaskObserver.Unhealthy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Which targets of a task set the load balancer finds failing, and why. */
public final class TargetHealth {
  private final AwsSession session;
  private final Sight sight;
  private @Nullable ElasticLoadBalancingV2Client elb;
  private List<Unhealthy> last = List.of();
  private Optional<String> trouble = Optional.empty();

  public TargetHealth(AwsSession session) {
    this.session = session;
    this.sight = new Sight(session.clock());
  }

  /**
   * As they were last seen; none where they cannot be seen for long: then the tasks' deaths must
   * do.
   *
   * @param targetGroups their ARNs, one for each load balancer
   */
  public List<Unhealthy> unhealthy(List<String> targetGroups) {
    if (targetGroups.isEmpty()) {
      return List.of();
    }
    var seen =
        sight.of(
            String.join(", ", targetGroups),
            () -> targetGroups.stream().flatMap(group -> read(group).stream()).distinct().toList());
    trouble = seen.soon() ? Optional.empty() : seen.why();
    // "None is failing" would be another answer than none for a moment.
    last = seen.soon() ? last : seen.value().orElse(List.of());
    return last;
  }

  /**
   * Whether nobody stands behind a target group. Unhealthy targets do: where there is no healthy
   * one, a load balancer sends requests to all of them.
   */
  public boolean isDeserted(String targetGroup) {
    var answer = client().describeTargetHealth(r -> r.targetGroupArn(targetGroup));
    if (!answer.hasTargetHealthDescriptions()) { // which is not "nobody"
      AwsErrors.member(
          "ElasticLoadBalancingV2 DescribeTargetHealth", "TargetHealthDescriptions", null);
    }
    return answer.targetHealthDescriptions().stream()
        .map(target -> target.targetHealth().state())
        .allMatch(state -> state == TargetHealthStateEnum.DRAINING);
  }

  /** Why it cannot be seen, once that lasts. */
  public Optional<String> trouble() {
    return trouble;
  }

  private List<Unhealthy> read(String targetGroup) {
    return client()
        .describeTargetHealth(r -> r.targetGroupArn(targetGroup))
        .targetHealthDescriptions()
        .stream()
        .filter(d -> d.targetHealth().state() == TargetHealthStateEnum.UNHEALTHY)
        .map(TargetHealth::unhealthy)
        .toList();
  }

  private ElasticLoadBalancingV2Client client() {
    if (elb == null) {
      elb = session.briefClient(ElasticLoadBalancingV2Client.builder());
    }
    return elb;
  }

  private static Unhealthy unhealthy(TargetHealthDescription d) {
    return new Unhealthy(
        d.target().id() + ":" + d.target().port(),
        Optional.ofNullable(d.targetHealth().description())
            .orElse(String.valueOf(d.targetHealth().reasonAsString())));
  }
}
