package io.github.xacct.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gate that cannot reach green, or tasks that cannot reach AWS, are refused before any stack
 * exists.
 */
class PathCheckTest {

  @Test
  void byDefaultTheFunctionAsksAndTheTestListenerAdmitsNobody() {
    var service = BootstrapRequests.usual().only("test").asks(true, false).plan().of("test").get(1);

    assertThat(service.values())
        .containsEntry("TestFunction", "true")
        .containsEntry("TestIngressCidr", "");
  }

  @Test
  void withoutTheFunctionTheBuildMachineMustBeAdmitted() {
    refused(
        BootstrapRequests.usual().only("test").asks(true, false).parameter("TestFunction", "false"),
        "environments/environment[test]/smokeTests: requests come from the build machine, but the test listener admits no address: write the machine's addresses as"
            + " <stackParameters><TestIngressCidr>, or leave out <TestFunction>\n");
  }

  @Test
  void aVerifyCommandIsAProgramOfTheBuildMachine() {
    refused(
        BootstrapRequests.usual().only("test").asks(true, true),
        "environments/environment[test]/verifyCommand: requests come from the build machine, but the test listener admits no address: write the machine's addresses as"
            + " <stackParameters><TestIngressCidr>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/8", "172.16.0.0/12", "172.31.0.0/16", "192.168.1.0/24", "100.64.0.0/10"})
  void privateAddressesAdmitNobodyToALoadBalancerThatFacesTheInternet(String cidr) {
    var wishes =
        BootstrapRequests.usual()
            .only("test")
            .asks(true, false)
            .parameter("TestFunction", "false")
            .parameter("TestIngressCidr", cidr);

    refused(
        wishes,
        "environments/environment[test]/smokeTests: requests come from the build machine, but"
            + " <TestIngressCidr> "
            + cidr
            + " contains only private addresses, and the load balancer has public ones:"
            + " write the public addresses of the machine, or"
            + " <LoadBalancerScheme>internal</LoadBalancerScheme> for a machine in the network\n");
    assertThat(wishes.parameter("LoadBalancerScheme", "internal").plan().of("test")).hasSize(4);
  }

  @Test
  void publicAddressesWillDo() {
    assertThat(
            BootstrapRequests.usual()
                .only("test")
                .asks(true, true)
                .parameter("TestIngressCidr", "203.0.113.7/32")
                .plan()
                .of("test"))
        .hasSize(4);
  }

  @Test
  void tasksInPublicSubnetsNeedPublicAddresses() {
    var wishes =
        BootstrapRequests.usual()
            .only("test")
            .parameter("VpcId", "vpc-0123")
            .parameter("PublicSubnetIds", "subnet-1,subnet-2")
            .parameter("TaskSubnetIds", "subnet-2,subnet-3");

    refused(
        wishes,
        "environments/environment[test]/stackParameters/TaskSubnetIds: subnet-2 is a subnet of the"
            + " load balancer, which faces the internet: tasks there reach neither ECR nor"
            + " CloudWatch Logs without a public address: write"
            + " <AssignPublicIp>ENABLED</AssignPublicIp>, or subnets with a NAT gateway\n");
    assertThat(wishes.parameter("AssignPublicIp", "ENABLED").plan().of("test")).hasSize(3);
  }

  private static void refused(BootstrapRequests wishes, String problem) {
    assertThatThrownBy(wishes::plan)
        .hasMessage(
            "These accounts cannot be set up as configured.\n"
                + problem
                + "Try: correct the plugin's <configuration> in pom.xml. Nothing was contacted or"
                + " changed.");
  }
}
