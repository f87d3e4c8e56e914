package io.github.xacct.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rejected combinations of shared resources, auto scaling and tasks without internet access. */
class SharingTest {
  private static final String LISTENER =
      "arn:aws:elasticloadbalancing:%s:%s:listener/app/%s/50dc6c49/%s";

  private static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            shared().parameter("HostNames", "shop"),
            "HostNames: invalid value 'shop': expected a name such as shop.example.com"),
        Arguments.of(
            shared().parameter("HostNames", "*.example.com"),
            "HostNames: the first one is the URL's, so it must not contain '*' or '?': '*.example.com'"),
        Arguments.of(
            shared().parameter("HostNames", "a.b,b.b,c.b,d.b,e.b,f.b"),
            "HostNames: 6 names, but a rule supports at most 5"),
        Arguments.of(
            BootstrapRequests.usual()
                .only("test")
                .parameter("SharedListenerArn", listener("apps", "1")),
            "SharedTestListenerArn: missing: a shared load balancer requires SharedListenerArn,"
                + " SharedTestListenerArn, SharedSecurityGroupId and HostNames"),
        Arguments.of(
            BootstrapRequests.usual()
                .only("test")
                .parameter("SharedListenerArn", listener("apps", "1")),
            "VpcId: missing: the tasks must be in the load balancer's network: write its VpcId,"
                + " PublicSubnetIds and TaskSubnetIds"),
        Arguments.of(
            BootstrapRequests.usual().only("test").parameter("HostNames", "shop.example.com"),
            "HostNames: applies only to a shared load balancer: write SharedListenerArn"),
        Arguments.of(
            shared().parameter("IngressCidr", "10.0.0.0/8"),
            "IngressCidr: applies only to the stack that creates the load balancer: leave it out"),
        Arguments.of(
            shared()
                .parameter(
                    "SharedListenerArn",
                    LISTENER.formatted("us-east-1", "222222222222", "apps", "1")),
            "is not of account 222222222222 in eu-central-1, where the service is: write a listener"
                + " of that account and region"),
        Arguments.of(
            shared().parameter("SharedTestListenerArn", listener("other", "2")),
            "SharedTestListenerArn: belongs to another load balancer: write a listener of the same one"),
        Arguments.of(
            shared().parameter("SharedTestListenerArn", listener("apps", "1")),
            "SharedTestListenerArn: is the production listener: write another listener of the load balancer"),
        Arguments.of(
            BootstrapRequests.usual().only("test").parameter("AutoScalingMinCount", "2"),
            "AutoScalingMinCount: does nothing without auto scaling: write AutoScalingMaxCount"),
        Arguments.of(
            scaling().parameter("AutoScalingMinCount", "9"),
            "AutoScalingMinCount: 9 tasks are more than AutoScalingMaxCount 4 permits: write fewer"),
        Arguments.of(
            scaling().parameter("AutoScalingCpuPercent", "0"),
            "AutoScalingMaxCount: nothing to scale by: write AutoScalingCpuPercent or"
                + " AutoScalingRequests"),
        Arguments.of(
            BootstrapRequests.usual()
                .only("test")
                .parameter(
                    "WebAclArn", "arn:aws:wafv2:us-east-1:222222222222:regional/webacl/shop/0f3e"),
            "is not in account 222222222222 in eu-central-1, where the load balancer is: create one"
                + " there"),
        Arguments.of(
            BootstrapRequests.usual()
                .only("test")
                .parameter("AvailabilityZones", "us-east-1a,us-east-1b"),
            "AvailabilityZones: 'us-east-1a,us-east-1b' is not two zones of eu-central-1: write two"
                + " such as eu-central-1a,eu-central-1b"),
        Arguments.of(
            BootstrapRequests.usual()
                .only("test")
                .parameter("NatGateways", "endpoints")
                .parameter("PlaceholderImage", "docker.io/library/busybox:1"),
            "PlaceholderImage: with NatGateways endpoints, tasks do not reach"
                + " docker.io/library/busybox:1: leave it out, so that bootstrap copies"
                + " public.ecr.aws/docker/library/busybox to ECR in eu-central-1, or name an image"
                + " there"),
        Arguments.of(
            BootstrapRequests.usual()
                .only("none")
                .environment("test", "222222222222", "us-east-1")
                .parameter("NatGateways", "endpoints"),
            "NatGateways: endpoints reach ECR only in us-east-1, but the images are in"
                + " eu-central-1: use single, or a registry in us-east-1"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isRefused(BootstrapRequests wishes, String message) {
    assertThatThrownBy(wishes::plan)
        .hasMessageContaining("environments/environment[test]/stackParameters/")
        .hasMessageContaining(message);
  }

  @Test
  void aClusterAndALoadBalancerThatStandAreUsed() {
    var plan = shared().cluster("apps").parameter("ExistingCluster", "true").plan();
    for (String template : new String[] {"service", "codedeploy", "role"}) {
      assertThat(
              plan.of("test").stream()
                  .filter(stack -> stack.template().id().equals(template))
                  .findFirst()
                  .orElseThrow()
                  .values())
          .containsEntry("ClusterName", "apps");
    }
    assertThat(plan.of("test").get(0).values())
        .containsEntry("RulePriority", Sharing.priority("demo-app-test"));
  }

  @Test
  void prioritiesOfManyAppsFitAndRarelyMeet() {
    Map<String, Long> counts =
        Stream.iterate(0, i -> i + 1)
            .limit(100)
            .map(i -> Sharing.priority("app-" + i + "-prod"))
            .peek(p -> assertThat(Integer.parseInt(p)).isBetween(1, 50_000))
            .collect(
                java.util.stream.Collectors.groupingBy(
                    p -> p, java.util.stream.Collectors.counting()));
    assertThat(counts).hasSize(100);
  }

  private static BootstrapRequests scaling() {
    return BootstrapRequests.usual().only("test").parameter("AutoScalingMaxCount", "4");
  }

  private static String listener(String balancer, String id) {
    return LISTENER.formatted("eu-central-1", "222222222222", balancer, id);
  }

  static BootstrapRequests shared() {
    return BootstrapRequests.usual()
        .only("test")
        .parameter("VpcId", "vpc-0a1b2c3d")
        .parameter("PublicSubnetIds", "subnet-1,subnet-2")
        .parameter("TaskSubnetIds", "subnet-3,subnet-4")
        .parameter("SharedListenerArn", listener("apps", "1"))
        .parameter("SharedTestListenerArn", listener("apps", "2"))
        .parameter("SharedSecurityGroupId", "sg-0a1b2c3d")
        .parameter("HostNames", "shop.example.com");
  }
}
