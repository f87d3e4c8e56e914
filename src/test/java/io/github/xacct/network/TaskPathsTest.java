package io.github.xacct.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.network.Path.Way;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which networks let a task connect, and the message of the first hop that does not. */
class TaskPathsTest {
  private static final String REGION = "eu-central-1";
  private static final Destination API = Destination.registryApi(REGION);
  private static final Destination LAYERS = Destination.layers(REGION);

  /** A private subnet behind a NAT gateway in a public one, as the network stack makes them. */
  private static ObjectNode healthy() {
    return (ObjectNode)
        json(
            """
            {'subnets':[{'subnetId':'subnet-a','vpcId':'vpc-1','cidrBlock':'10.0.4.0/23'},
                        {'subnetId':'subnet-p','vpcId':'vpc-1','cidrBlock':'10.0.0.0/23'}],
             'tables':[{'routeTableId':'rtb-a','vpcId':'vpc-1','associationSet':[{'subnetId':'subnet-a'}],
                        'routeSet':[{'destinationCidrBlock':'10.0.0.0/20','gatewayId':'local'},
                          {'destinationCidrBlock':'0.0.0.0/0','natGatewayId':'nat-1','state':'active'}]},
                       {'routeTableId':'rtb-p','vpcId':'vpc-1','associationSet':[{'main':'true'}],
                        'routeSet':[{'destinationCidrBlock':'0.0.0.0/0','gatewayId':'igw-1'}]}],
             'endpoints':[],
             'groups':[{'groupId':'sg-t','ipPermissions':[],'ipPermissionsEgress':[
                {'ipProtocol':'-1','ipRanges':[{'cidrIp':'0.0.0.0/0'}]}]}],
             'nats':[{'natGatewayId':'nat-1','subnetId':'subnet-p','state':'available'}],
             'acls':[]}
            """);
  }

  private static Path path(ObjectNode network, Destination to, boolean publicAddress) {
    var facts =
        new Network(
            network.path("subnets"),
            network.path("tables"),
            network.path("endpoints"),
            network.path("groups"),
            network.path("nats"),
            network.path("acls"));
    var placement = new TaskPlacement(List.of("subnet-a"), List.of("sg-t"), publicAddress);
    return new TaskPaths(facts, placement, REGION).to(to);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ObjectNode route(ObjectNode network) {
    return (ObjectNode) network.at("/tables/0/routeSet/1");
  }

  private static void lead(ObjectNode network, String target, String id) {
    route(network).remove("natGatewayId");
    route(network).put(target, id);
  }

  private static void withoutRoute(ObjectNode network) {
    ((com.fasterxml.jackson.databind.node.ArrayNode) network.at("/tables/0/routeSet")).remove(1);
  }

  private static ObjectNode endpoint(ObjectNode network, String service) {
    network
        .withArray("endpoints")
        .add(
            json(
                ("{'vpcEndpointId':'vpce-1','vpcEndpointType':'Interface','vpcId':'vpc-1',"
                        + "'serviceName':'com.amazonaws.eu-central-1.%s','state':'available',"
                        + "'privateDnsEnabled':'true','subnetIdSet':['subnet-a'],"
                        + "'groupSet':[{'groupId':'sg-e'}]}")
                    .formatted(service)));
    network
        .withArray("groups")
        .add(
            json(
                "{'groupId':'sg-e','ipPermissions':[{'ipProtocol':'tcp','fromPort':443,'toPort':443,"
                    + "'groups':[{'groupId':'sg-t'}]}],'ipPermissionsEgress':[]}"));
    return (ObjectNode) network.path("endpoints").path(0);
  }

  private static Arguments row(
      String name, Consumer<ObjectNode> change, Destination to, Way way, String words) {
    return Arguments.of(name, change, to, way, words);
  }

  private static Stream<Arguments> networks() {
    Destination elsewhere = Destination.registryApi("us-east-1");
    return Stream.of(
        row("healthy", n -> {}, API, Way.OPEN, "NAT gateway nat-1"),
        row(
            "public host",
            n -> {},
            Destination.host("public.ecr.aws"),
            Way.OPEN,
            "NAT gateway nat-1"),
        row(
            "no default route",
            TaskPathsTest::withoutRoute,
            API,
            Way.CLOSED,
            "route table rtb-a of subnet subnet-a has no default route, and the VPC has no usable"
                + " endpoint for ecr.api"),
        row(
            "no default route to a public registry",
            TaskPathsTest::withoutRoute,
            Destination.host("public.ecr.aws"),
            Way.CLOSED,
            "route table rtb-a of subnet subnet-a has no default route"),
        row(
            "an endpoint, but the registry is of another region",
            n -> {
              withoutRoute(n);
              endpoint(n, "ecr.api");
            },
            elsewhere,
            Way.CLOSED,
            "route table rtb-a of subnet subnet-a has no default route, and no endpoint of this VPC"
                + " reaches ecr.api in us-east-1"),
        row(
            "internet gateway, no public address",
            n -> lead(n, "gatewayId", "igw-1"),
            API,
            Way.CLOSED,
            "the default route of subnet subnet-a leads to an internet gateway, and the tasks have"
                + " no public address"),
        row(
            "blackhole",
            n -> route(n).put("state", "blackhole"),
            API,
            Way.CLOSED,
            "the default route of route table rtb-a of subnet subnet-a leads to nat-1, which was"
                + " deleted"),
        row(
            "NAT gateway failed",
            n -> ((ObjectNode) n.at("/nats/0")).put("state", "failed"),
            API,
            Way.CLOSED,
            "NAT gateway nat-1 of route table rtb-a is failed"),
        row(
            "NAT gateway inside",
            n -> ((ObjectNode) n.at("/nats/0")).put("subnetId", "subnet-a"),
            API,
            Way.CLOSED,
            "NAT gateway nat-1 is in subnet subnet-a, which has no default route to an internet"
                + " gateway"),
        row(
            "private NAT gateway",
            n -> ((ObjectNode) n.at("/nats/0")).put("connectivityType", "private"),
            API,
            Way.UNKNOWN,
            "NAT gateway nat-1 is private, and cannot be checked from here"),
        row(
            "transit gateway",
            n -> lead(n, "transitGatewayId", "tgw-1"),
            API,
            Way.UNKNOWN,
            "the default route of subnet subnet-a leads to tgw-1, which cannot be checked from here"),
        row(
            "peering",
            n -> lead(n, "vpcPeeringConnectionId", "pcx-1"),
            API,
            Way.UNKNOWN,
            "the default route of subnet subnet-a leads to pcx-1, which cannot be checked from here"),
        row(
            "the main route table serves who has none",
            n -> ((ObjectNode) n.at("/tables/0")).remove("associationSet"),
            API,
            Way.CLOSED,
            "the default route of subnet subnet-a leads to an internet gateway, and the tasks have"
                + " no public address"),
        row(
            "no such subnet",
            n -> ((ObjectNode) n.at("/subnets/0")).put("subnetId", "subnet-b"),
            API,
            Way.CLOSED,
            "subnet subnet-a does not exist"),
        row(
            "endpoint",
            n -> {
              withoutRoute(n);
              endpoint(n, "ecr.api");
            },
            API,
            Way.OPEN,
            "endpoint vpce-1"),
        row(
            "endpoint without private DNS",
            n -> {
              withoutRoute(n);
              endpoint(n, "ecr.api").put("privateDnsEnabled", "false");
            },
            API,
            Way.CLOSED,
            "endpoint vpce-1 has no private DNS, so it is not used; route table rtb-a of subnet"
                + " subnet-a has no default route, and the VPC has no usable endpoint for ecr.api"),
        row(
            "endpoint that is not accepted yet",
            n -> {
              withoutRoute(n);
              endpoint(n, "ecr.api").put("state", "pendingAcceptance");
            },
            API,
            Way.CLOSED,
            "route table rtb-a of subnet subnet-a has no default route, and the VPC has no usable"
                + " endpoint for ecr.api"),
        row(
            "closed endpoint beside a NAT gateway",
            n -> {
              endpoint(n, "ecr.api");
              ((ObjectNode) n.at("/groups/1")).remove("ipPermissions");
            },
            API,
            Way.CLOSED,
            "security group sg-e of endpoint vpce-1 does not admit the tasks at port 443"),
        row(
            "an endpoint of something else",
            n -> {
              withoutRoute(n);
              endpoint(n, "ecr.dkr");
            },
            API,
            Way.CLOSED,
            "route table rtb-a of subnet subnet-a has no default route, and the VPC has no usable"
                + " endpoint for ecr.api"),
        row(
            "gateway endpoint of S3",
            n -> {
              withoutRoute(n);
              n.withArray("endpoints")
                  .add(
                      json(
                          "{'vpcEndpointId':'vpce-s','vpcEndpointType':'Gateway','vpcId':'vpc-1',"
                              + "'serviceName':'com.amazonaws.eu-central-1.s3',"
                              + "'routeTableIdSet':['rtb-a']}"));
            },
            LAYERS,
            Way.OPEN,
            "the gateway endpoint of S3"),
        row(
            "gateway endpoint in another route table",
            n -> {
              withoutRoute(n);
              n.withArray("endpoints")
                  .add(
                      json(
                          "{'vpcEndpointId':'vpce-s','vpcEndpointType':'Gateway','vpcId':'vpc-1',"
                              + "'serviceName':'com.amazonaws.eu-central-1.s3',"
                              + "'routeTableIdSet':['rtb-p']}"));
            },
            LAYERS,
            Way.CLOSED,
            "route table rtb-a of subnet subnet-a has no default route, and the VPC has no usable"
                + " endpoint for s3"),
        row(
            "egress closed",
            n -> egress(n, "{'ipProtocol':'tcp','fromPort':5432,'toPort':5432,'ipRanges':[]}"),
            API,
            Way.CLOSED,
            "the tasks' security group sg-t allows no outbound traffic to AWS at port 443"),
        row(
            "egress inside only",
            n ->
                egress(
                    n,
                    "{'ipProtocol':'tcp','fromPort':443,'toPort':443,'ipRanges':[{'cidrIp':'10.0.0.0/8'}]}"),
            API,
            Way.CLOSED,
            "the tasks' security group sg-t allows no outbound traffic to AWS at port 443"),
        row(
            "egress to some addresses",
            n ->
                egress(
                    n,
                    "{'ipProtocol':'tcp','fromPort':443,'toPort':443,'ipRanges':[{'cidrIp':'3.0.0.0/8'}]}"),
            API,
            Way.UNKNOWN,
            "NAT gateway nat-1; security group sg-t allows outbound traffic on port 443 to some addresses only"),
        row(
            "answers dropped",
            n ->
                n.withArray("acls")
                    .add(
                        json(
                            "{'networkAclId':'acl-1','associationSet':[{'subnetId':'subnet-a'}],"
                                + "'entrySet':[{'ruleNumber':100,'egress':true,'protocol':'-1',"
                                + "'ruleAction':'allow','cidrBlock':'0.0.0.0/0'},{'ruleNumber':100,"
                                + "'egress':false,'protocol':'6','ruleAction':'allow','cidrBlock':"
                                + "'0.0.0.0/0','portRange':{'from':443,'to':443}}]}")),
            API,
            Way.CLOSED,
            "network ACL acl-1 of subnet subnet-a blocks outbound port 443 or responses to ports 1024 to"
                + " 65535"));
  }

  private static void egress(ObjectNode network, String rule) {
    ((ObjectNode) network.at("/groups/0")).putArray("ipPermissionsEgress").add(json(rule));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void isNamedByItsFirstHopThatEnds(
      String name, Consumer<ObjectNode> change, Destination to, Way way, String words) {
    ObjectNode network = healthy();
    change.accept(network);

    Path path = path(network, to, false);

    assertThat(path.words()).isEqualTo(words);
    assertThat(path.way()).isEqualTo(way);
    assertThat(path.fix().isEmpty()).isEqualTo(way != Way.CLOSED);
  }

  @Test
  void aPublicAddressNeedsAnInternetGateway() {
    ObjectNode network = healthy();
    lead(network, "gatewayId", "igw-1");
    assertThat(path(network, API, true)).isEqualTo(Path.open("the internet gateway igw-1"));
  }

  @Test
  void theCommandsAreOfTheVeryNetwork() {
    ObjectNode network = healthy();
    withoutRoute(network);
    assertThat(path(network, API, false).fix())
        .containsExactly(
            "aws ec2 create-route --route-table-id rtb-a --destination-cidr-block 0.0.0.0/0"
                + " --nat-gateway-id NAT_GATEWAY",
            "or aws ec2 create-vpc-endpoint --vpc-id vpc-1 --service-name"
                + " com.amazonaws.eu-central-1.ecr.api --vpc-endpoint-type Interface"
                + " --private-dns-enabled --subnet-ids subnet-a --security-group-ids GROUP");
    assertThat(path(network, LAYERS, false).fix().get(1))
        .isEqualTo(
            "or aws ec2 create-vpc-endpoint --vpc-id vpc-1 --service-name"
                + " com.amazonaws.eu-central-1.s3 --vpc-endpoint-type Gateway --route-table-ids"
                + " rtb-a");
  }

  @Test
  void aTaskNeedsWhatItsDefinitionNames() {
    JsonNode task =
        json(
            """
            {'containerDefinitions':[
              {'image':'111111111111.dkr.ecr.us-east-1.amazonaws.com/app@sha256:a',
               'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-region':'eu-west-1'}},
               'secrets':[{'valueFrom':'arn:aws:secretsmanager:eu-central-1:222222222222:secret:db'},
                          {'valueFrom':'/app/token'}]},
              {'image':'nginx'},{'image':'public.ecr.aws/x/y'}]}
            """);
    var needs = new TaskNeeds(task, REGION);
    assertThat(needs.images(image -> false, REGION))
        .extracting(d -> d.service() + " " + d.region() + " " + d.words())
        .containsExactly(
            "ecr.api us-east-1 Amazon ECR (ecr.api)",
            "ecr.dkr us-east-1 the registry (ecr.dkr)",
            "s3 us-east-1 the image's layers (s3)",
            "  docker.io",
            "  public.ecr.aws");
    assertThat(needs.logs()).containsExactly(Destination.logs("eu-west-1"));
    assertThat(needs.secrets())
        .containsExactly(Destination.secrets(REGION), Destination.parameters(REGION));
  }
}
