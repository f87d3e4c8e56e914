package io.github.xacct.aws;

import io.github.xacct.deploy.Witness.Unhealthy;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Which targets of a task set the load balancer finds failing, and why. */
final class TargetHealth {
  private final AwsSession session;
  private ElasticLoadBalancingV2Client elb;
  private Optional<String> refusal = Optional.empty();

  TargetHealth(AwsSession session) {
    this.session = session;
  }

  /** None if it may not be read: then the tasks' deaths must do. */
  List<Unhealthy> unhealthy(TaskSet set) {
    Optional<String> targetGroup =
        set.loadBalancers().stream().map(LoadBalancer::targetGroupArn).findFirst();
    if (refusal.isPresent() || targetGroup.isEmpty()) {
      return List.of();
    }
    try {
      return client()
          .describeTargetHealth(r -> r.targetGroupArn(targetGroup.get()))
          .targetHealthDescriptions()
          .stream()
          .filter(d -> d.targetHealth().state() == TargetHealthStateEnum.UNHEALTHY)
          .map(TargetHealth::unhealthy)
          .toList();
    } catch (AwsServiceException e) {
      if (AwsErrors.mayPass(e)) {
        throw e; // "none is failing" would be another answer
      }
      refusal = Optional.of(AwsErrors.words(e));
      return List.of();
    }
  }

  /** Why it may not be read, in AWS's words, once that is known. */
  Optional<String> refusal() {
    return refusal;
  }

  private ElasticLoadBalancingV2Client client() {
    if (elb == null) {
      elb = session.client(ElasticLoadBalancingV2Client.builder());
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
