package io.github.xacct.rehearsal.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType.Recreation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resource types: IDs, attributes, properties that require replacement, valid values. */
class ResourceTypesTest {
  private static final Pseudo PSEUDO =
      new Pseudo("aws", "111111111111", "eu-central-1", "demo-test", "arn:stack");

  private static ResourceType type(String name) {
    return ResourceTypes.find(name).orElseThrow();
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "AWS::IAM::Role ; {'RoleName':'r','Path':'/ci/'} ; r ; Arn ; arn:aws:iam::111111111111:role/ci/r",
        "AWS::IAM::ManagedPolicy ; {'ManagedPolicyName':'p'} ; arn:aws:iam::111111111111:policy/p ; PolicyArn ; arn:aws:iam::111111111111:policy/p",
        "AWS::ECS::Service ; {'ServiceName':'s','Cluster':'arn:aws:ecs:x:1:cluster/c'} ; arn:aws:ecs:eu-central-1:111111111111:service/c/s ; Name ; s",
        "AWS::ElasticLoadBalancingV2::LoadBalancer ; {'Name':'n','Type':'network'} ; arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/net/n/H ; LoadBalancerFullName ; net/n/H",
        "AWS::ElasticLoadBalancingV2::TargetGroup ; {'Name':'n'} ; arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/n/H ; TargetGroupFullName ; targetgroup/n/H",
        "AWS::EC2::Route ; {'RouteTableId':'rtb-1','DestinationIpv6CidrBlock':'::/0'} ; rtb-1|::/0 ; CidrBlock ; ``",
        "AWS::SNS::Topic ; {} ; arn:aws:sns:eu-central-1:111111111111:demo-test-It-R ; TopicName ; demo-test-It-R",
      })
  void idsAndAttributesLookLikeAwss(
      String type, String properties, String ref, String attribute, String value) {
    NewIds ids = new NewIds(type(type.strip()), "It", json(properties.strip()), PSEUDO);
    assertThat(masked(ids.ref())).isEqualTo(ref.strip());
    assertThat(masked(ids.attributes().get(attribute.strip()))).isEqualTo(value.strip());
  }

  private static String masked(String id) {
    return id.replaceAll("[0-9a-f]{16}$", "H").replaceAll("-[A-Z0-9]{12}$", "-R");
  }

  @Test
  void aGeneratedNameFitsTheService() {
    ObjectNode properties = json("{}");
    new NewIds(
        type("AWS::ElasticLoadBalancingV2::TargetGroup"),
        "TheVeryLongNameOfAResource",
        properties,
        PSEUDO);
    assertThat(properties.path("Name").asText())
        .hasSizeLessThanOrEqualTo(32)
        .matches("demo-test-TheVeryLo?-[A-Z0-9]{12}|demo-tes[t]?-TheVeryLo-[A-Z0-9]{12}");
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::ECS::Service, ServiceName, ALWAYS",
    "AWS::ECS::Service, LaunchType, CONDITIONALLY",
    "AWS::ECS::Service, DesiredCount, NEVER",
    "AWS::ElasticLoadBalancingV2::TargetGroup, Port, ALWAYS",
    "AWS::IAM::Role, Policies, NEVER"
  })
  void somePropertiesNeedAnotherResource(String type, String property, Recreation recreation) {
    assertThat(type(type).recreation(property)).isEqualTo(recreation);
  }

  @Test
  void textsBecomeWhatTheSchemaWants() {
    ResourcePropertyCheck check =
        new ResourcePropertyCheck(
            type("AWS::ElasticLoadBalancingV2::TargetGroup"),
            json(
                "{'Port':'8080','HealthCheckEnabled':'true','Name':5,"
                    + "'Matcher':{'HttpCode':200}}"));
    assertThat(check.problems()).isEmpty();
    assertThat((JsonNode) check.properties())
        .isEqualTo(
            json(
                "{'Port':8080,'HealthCheckEnabled':true,'Name':'5','Matcher':{'HttpCode':'200'}}"));
  }

  @Test
  void whatDoesNotFitIsToldWithItsPlace() {
    ResourcePropertyCheck check =
        new ResourcePropertyCheck(
            type("AWS::CodeDeploy::DeploymentGroup"),
            json(
                "{'ApplicationName':'a','ECSServices':{},'AlarmConfiguration':{'Enable':true},"
                    + "'DeploymentStyle':{'DeploymentType':['x']}}"));
    assertThat(check.problems())
        .isEqualTo(
            List.of(
                "#/ECSServices: expected type: JSONArray, found: JSONObject",
                "#/AlarmConfiguration: extraneous key [Enable] is not permitted",
                "#/DeploymentStyle/DeploymentType: expected type: String, found: JSONArray",
                "#: required key [ServiceRoleArn] not found"));
  }

  @Test
  void everyAttributeOfTheTableCanBeMade() {
    for (String name : List.of("AWS::EC2::VPC", "AWS::KMS::Key", "AWS::S3::Bucket")) {
      NewIds ids = new NewIds(type(name), "It", json("{}"), PSEUDO);
      assertThat(ids.attributes().values()).noneMatch(value -> value.contains("${"));
    }
  }
}
