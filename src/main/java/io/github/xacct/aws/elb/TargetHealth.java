package io.github.xacct.aws.elb;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.deploy.port.TaskObserver.Unhealthy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Reads the unhealthy targets of a task set, and why they are unhealthy. */
public final class TargetHealth {
  private final AwsSession session;
  private final OptionalReads optionalReads;
  private @Nullable ElasticLoadBalancingV2Client elb;
  private List<Unhealthy> last = List.of();
  private Optional<String> trouble = Optional.empty();

  public TargetHealth(AwsSession session) {
    this.session = session;
    this.optionalReads = new OptionalReads(session.clock());
  }

  /**
   * Returns the unhealthy targets as they were last read. Returns none if they cannot be read for
   * longer: then only stopped tasks show a failure.
   *
   * @param targetGroups their ARNs, one for each load balancer
   */
  public List<Unhealthy> unhealthy(List<String> targetGroups) {
    if (targetGroups.isEmpty()) {
      return List.of();
    }
    var seen =
        optionalReads.of(
            String.join(", ", targetGroups),
            () -> targetGroups.stream().flatMap(group -> read(group).stream()).distinct().toList());
    trouble = seen.soon() ? Optional.empty() : seen.why();
    // While a read is pending, the last result stays: none would mean that all are healthy.
    last = seen.soon() ? last : seen.value().orElse(List.of());
    return last;
  }

  /**
   * Whether a target group has no targets but draining ones. Unhealthy targets count: if none is
   * healthy, a load balancer sends requests to all of them.
   */
  public boolean hasNoTargets(String targetGroup) {
    var answer = client().describeTargetHealth(r -> r.targetGroupArn(targetGroup));
    if (!answer.hasTargetHealthDescriptions()) { // not the same as an empty list
      AwsErrors.member(
          "ElasticLoadBalancingV2 DescribeTargetHealth", "TargetHealthDescriptions", null);
    }
    return answer.targetHealthDescriptions().stream()
        .map(target -> target.targetHealth().state())
        .allMatch(state -> state == TargetHealthStateEnum.DRAINING);
  }

  /** Why target health cannot be read, once the failure lasts. */
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
