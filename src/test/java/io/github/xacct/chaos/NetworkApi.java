package io.github.xacct.chaos;

import java.util.Optional;

/** What EC2 answers of a VPC whose tasks reach everything, in the XML of its protocol. */
final class NetworkApi {
  private NetworkApi() {}

  /** An answer with all that there is. */
  static String answer(String action) {
    return "<%1$sResponse><requestId>1</requestId>%2$s</%1$sResponse>"
        .formatted(action, set(action));
  }

  /** How EC2 refuses. */
  record Refusal(int status, String text) {}

  /** In EC2's own form, where the way of failing has one. */
  static Optional<Refusal> refusal(Disturbance.Kind kind, String operation) {
    return switch (kind) {
      case HTTP_500 -> Optional.of(refusal(500, "InternalError", "sorry"));
      case THROTTLED ->
          Optional.of(refusal(503, "RequestLimitExceeded", "Request limit exceeded."));
      case DENIED ->
          Optional.of(
              refusal(
                  403,
                  "UnauthorizedOperation",
                  "You are not authorized to perform this operation. User: demo is not authorized"
                      + " to perform: ec2:"
                      + operation));
      default -> Optional.empty();
    };
  }

  private static Refusal refusal(int status, String code, String message) {
    return new Refusal(
        status,
        "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>1</RequestID></Response>"
            .formatted(code, message));
  }

  private static String set(String action) {
    return switch (action) {
      case "DescribeSubnets" ->
          "<subnetSet>"
              + subnet("subnet-1")
              + subnet("subnet-3")
              + subnet("subnet-4")
              + "</subnetSet>";
      case "DescribeRouteTables" ->
          """
          <routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId>\
          <routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>\
          <natGatewayId>nat-1</natGatewayId><state>active</state></item></routeSet>\
          <associationSet><item><main>true</main></item></associationSet></item>\
          <item><routeTableId>rtb-2</routeTableId><vpcId>vpc-1</vpcId>\
          <routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>\
          <gatewayId>igw-1</gatewayId><state>active</state></item></routeSet>\
          <associationSet><item><subnetId>subnet-1</subnetId></item></associationSet></item>\
          </routeTableSet>""";
      case "DescribeNatGateways" ->
          """
          <natGatewaySet><item><natGatewayId>nat-1</natGatewayId><vpcId>vpc-1</vpcId>\
          <subnetId>subnet-1</subnetId><state>available</state>\
          <connectivityType>public</connectivityType></item></natGatewaySet>""";
      case "DescribeVpcEndpoints" -> "<vpcEndpointSet/>";
      case "DescribeSecurityGroups" -> "<securityGroupInfo/>";
      default -> "<networkAclSet/>";
    };
  }

  private static String subnet(String id) {
    return "<item><subnetId>%s</subnetId><vpcId>vpc-1</vpcId><cidrBlock>10.0.%s.0/24</cidrBlock></item>"
        .formatted(id, id.substring(7));
  }
}
