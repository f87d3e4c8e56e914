package io.github.xacct.rehearsal;

import static io.github.xacct.rehearsal.Refusals.refused;
import static io.github.xacct.rehearsal.StackFixture.TEST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Write operations on Network Load Balancers, and what these do not support. */
class NetworkLoadBalancerWritesTest {
  private static final Action FIXED =
      Action.builder()
          .type(ActionTypeEnum.FIXED_RESPONSE)
          .fixedResponseConfig(f -> f.statusCode("503"))
          .build();

  @TempDir Path folder;

  @Test
  @SuppressWarnings({"try", "unchecked"}) // StackFixture.close; the SDK's builders
  void listenersPassOnConnectionsAndHaveNoRules() throws Exception {
    try (StackFixture aws = new StackFixture(folder);
        ElasticLoadBalancingV2Client elb =
            aws.client(ElasticLoadBalancingV2Client.builder(), TEST)) {
      String balancer =
          elb.createLoadBalancer(
                  b -> b.name("front").type(LoadBalancerTypeEnum.NETWORK).subnets("subnet-1"))
              .loadBalancers()
              .get(0)
              .loadBalancerArn();
      assertThat(balancer).contains(":loadbalancer/net/front/");
      refused(
          () -> elb.createLoadBalancer(b -> b.name("front").subnets("subnet-1", "subnet-2")),
          "DuplicateLoadBalancerName",
          "A load balancer with the same name 'front' exists, but with different settings");
      refused(
          () -> elb.createLoadBalancer(b -> b.name("web").subnets("subnet-1")),
          "ValidationError",
          "At least two subnets in two different Availability Zones must be specified");
      TargetGroup a = group(elb, "a", "TCP");
      TargetGroup b = group(elb, "b", "TCP");
      TargetGroup http = group(elb, "http", "HTTP");
      assertThat(a.healthCheckProtocol()).isEqualTo(ProtocolEnum.TCP);
      assertThat(a.healthCheckPath()).isNull();
      assertThat(a.matcher()).isNull();

      refused(
          () -> listener(elb, balancer, "HTTP", forward(a)),
          "ValidationError",
          "Listener protocol 'HTTP' must be one of 'TCP, TCP_UDP, TLS, UDP'");
      refused(
          () -> listener(elb, balancer, "TLS", forward(a)),
          "CertificateNotFound",
          "A certificate must be specified for TLS listeners");
      refused(
          () -> listener(elb, balancer, "TCP", FIXED),
          "InvalidLoadBalancerAction",
          "The action 'fixed-response' is not supported by load balancers of type 'network'");
      refused(
          () -> listener(elb, balancer, "TCP", forward(http)),
          "IncompatibleProtocols",
          "Listener protocol 'TCP' does not go with a target group of the protocol 'HTTP'");
      Listener listener = listener(elb, balancer, "TCP", forward(a));
      String arn = listener.listenerArn();
      refused(
          () ->
              elb.createRule(
                  r ->
                      r.listenerArn(arn)
                          .priority(1)
                          .conditions(c -> c.field("path-pattern").values("/*"))
                          .actions(forward(a))),
          "InvalidLoadBalancerAction",
          "The listener '" + arn + "' must be associated with an Application Load Balancer");

      elb.modifyListener(
          r ->
              r.listenerArn(arn)
                  .defaultActions(
                      Action.builder()
                          .type(ActionTypeEnum.FORWARD)
                          .forwardConfig(
                              f ->
                                  f.targetGroups(
                                      g -> g.targetGroupArn(a.targetGroupArn()).weight(90),
                                      g -> g.targetGroupArn(b.targetGroupArn()).weight(10)))
                          .build()));
      assertThat(
              elb.describeListeners(r -> r.listenerArns(arn))
                  .listeners()
                  .get(0)
                  .defaultActions()
                  .get(0)
                  .forwardConfig()
                  .targetGroups())
          .extracting(g -> g.weight())
          .containsExactly(90, 10);
      refused(
          () -> elb.modifyListener(r -> r.listenerArn(arn).defaultActions(FIXED)),
          "InvalidLoadBalancerAction",
          "The action 'fixed-response' is not supported by load balancers of type 'network'");
      elb.deleteLoadBalancer(r -> r.loadBalancerArn(balancer));
      assertThat(elb.describeLoadBalancers().loadBalancers()).isEmpty();
      elb.deleteTargetGroup(r -> r.targetGroupArn(a.targetGroupArn()));
    }
  }

  private static TargetGroup group(ElasticLoadBalancingV2Client elb, String name, String protocol) {
    return elb.createTargetGroup(
            b -> b.name(name).port(80).protocol(protocol).targetType("ip").vpcId("vpc-1"))
        .targetGroups()
        .get(0);
  }

  private static Action forward(TargetGroup group) {
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .targetGroupArn(group.targetGroupArn())
        .build();
  }

  private static Listener listener(
      ElasticLoadBalancingV2Client elb, String balancer, String protocol, Action action) {
    return elb.createListener(
            b -> b.loadBalancerArn(balancer).port(80).protocol(protocol).defaultActions(action))
        .listeners()
        .get(0);
  }
}
