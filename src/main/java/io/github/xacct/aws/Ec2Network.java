package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import io.github.xacct.network.Network;
import io.github.xacct.network.Reading;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads a VPC from EC2, so that it can be checked before tasks run in it. */
public final class Ec2Network {
  private final AwsSession session;
  private final Ec2Query ec2;

  public Ec2Network(AwsSession session) {
    this.session = session;
    this.ec2 = session.ec2();
  }

  /** Reads the VPC; unknown if it may not be read, or EC2 does not answer within seconds. */
  public Reading<Network> of(String vpc, List<String> subnets) {
    try {
      return Reading.of(session.patience().askBriefly(() -> read(vpc, subnets)));
    } catch (AwsServiceException e) {
      if (AwsErrors.code(e).startsWith("Unauthorized") || AwsErrors.mayPass(e)) {
        return Reading.unknown(AwsErrors.words(e));
      }
      throw AwsErrors.exception("Cannot read network " + vpc + ".", e)
          .suggestion("correct <stackParameters>: VpcId, TaskSubnetIds. Nothing was changed.");
    } catch (SdkException e) {
      return Reading.unknown(AwsErrors.words(e));
    }
  }

  private Network read(String vpc, List<String> subnets) {
    ObjectNode of = Json.object();
    of.putObject("Filter").putArray("vpc-id").add(vpc);
    ObjectNode these = of.deepCopy();
    subnets.forEach(these.withArray("SubnetId")::add);
    ask("DescribeSubnets", these, "subnetSet"); // refused if one does not exist
    return new Network(
        ask("DescribeSubnets", of, "subnetSet"),
        ask("DescribeRouteTables", of, "routeTableSet"),
        ask("DescribeVpcEndpoints", of, "vpcEndpointSet"),
        ask("DescribeSecurityGroups", of, "securityGroupInfo"),
        ask("DescribeNatGateways", of, "natGatewaySet"),
        ask("DescribeNetworkAcls", of, "networkAclSet"));
  }

  private JsonNode ask(String operation, ObjectNode input, String set) {
    return AwsErrors.member("EC2 " + operation, set, ec2.ask(operation, input).get(set));
  }
}
