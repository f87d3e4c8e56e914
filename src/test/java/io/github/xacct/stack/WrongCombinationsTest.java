package io.github.xacct.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What does not go together, of networks, names, partitions and certificates, is refused with what
 * to write, before anybody is asked for anything.
 */
class WrongCombinationsTest {
  private static final String CONNECTION =
      "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52";
  private static final String CERTIFICATE = "arn:%s:acm:%s:%s:certificate/0f3e7a52";

  private static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            test()
                .parameter(
                    "CertificateArn", CERTIFICATE.formatted("aws", "us-east-1", "222222222222")),
            "is of us-east-1 in account 222222222222, but a load balancer in eu-central-1"),
        Arguments.of(
            test()
                .parameter(
                    "CertificateArn", CERTIFICATE.formatted("aws", "eu-central-1", "111111111111")),
            "is of eu-central-1 in account 111111111111, but a load balancer in eu-central-1 in"
                + " account 222222222222 takes certificates of there only"),
        Arguments.of(
            test()
                .parameter(
                    "CertificateArn",
                    CERTIFICATE.formatted("aws-cn", "cn-north-1", "222222222222")),
            "takes certificates of there only: request one there"),
        Arguments.of(
            test()
                .parameter(
                    "CertificateArn", CERTIFICATE.formatted("aws", "eu-central-1", "222222222222")),
            "/stackParameters/CertificateArn: no certificate is for the load balancer's own name: write the name"
                + " that it is for as <DomainName>"),
        Arguments.of(
            test().parameter("DomainName", "https://shop.example.com"),
            "/DomainName: invalid value 'https://shop.example.com'"),
        Arguments.of(
            test().parameter("CertificateArn", "arn:aws:iam::222222222222:server-certificate/x"),
            "/CertificateArn: invalid value 'arn:aws:iam::222222222222:server-certificate/x'"),
        Arguments.of(
            test().environment("test", "222222222222", "cn-north-1"),
            "environments/environment[test]/region: cn-north-1 is of partition aws-cn, the registry's"
                + " eu-central-1 of aws: neither roles nor images go from one to the other"),
        Arguments.of(
            test().environment("test", "222222222222", "us-gov-west-1"),
            "us-gov-west-1 is of partition aws-us-gov, the registry's eu-central-1 of aws"),
        Arguments.of(
            test().tools("us-gov-west-1"),
            "eu-central-1 is of partition aws, the registry's us-gov-west-1 of aws-us-gov"),
        Arguments.of(
            test()
                .environment("test", "222222222222", "cn-north-1")
                .tools("cn-north-1")
                .pipeline("arn:aws-cn:codeconnections:cn-north-1:111111111111:connection/1"),
            "pipeline: CodePipeline is not offered in cn-north-1: leave <pipeline> out, and run"
                + " the goals in the CodeBuild project of the tooling stack"),
        Arguments.of(
            test().tools("mx-central-1").pipeline(CONNECTION),
            "pipeline: CodePipeline is not offered in mx-central-1: run the goals in a CI system of"
                + " your own, <pipeline> with <github> or <gitlab>; or write another <registry>"
                + " region, which may differ from the environments'"),
        Arguments.of(
            test().tools("ap-southeast-7").pipeline(CONNECTION),
            "pipeline: CodePipeline is not offered in ap-southeast-7: leave <pipeline> out"),
        Arguments.of(
            test().tools("ca-west-1"),
            "registry/region: CodeBuild is not offered in ca-west-1: let a CI system outside of AWS"
                + " build, <pipeline> with <github> or <gitlab>; or write another <registry>"),
        Arguments.of(
            test().environment("test", "222222222222", "eusc-de-east-1").tools("eusc-de-east-1"),
            "registry/region: CodeBuild is not offered in eusc-de-east-1: let a CI system"),
        Arguments.of(
            test()
                .environment("test", "222222222222", "eu-west-1")
                .codePipelineRole()
                .pipeline(CONNECTION),
            "environments/environment[test]/region: is eu-west-1, the pipeline's eu-central-1, and"
                + " CodePipeline's own deploy action reads its artifacts in the region that it"
                + " deploys to: leave <deployWith> out, for the plugin deploys to any region"),
        Arguments.of(
            test().pipeline(CONNECTION.replace("111111111111", "222222222222")),
            "pipeline/connection: is of account 222222222222 in partition aws, but the pipeline is created in account 111111111111"),
        Arguments.of(
            test().pipeline(CONNECTION.replace("arn:aws:", "arn:aws-us-gov:")),
            "is of account 111111111111 in partition aws-us-gov, but the pipeline"),
        Arguments.of(
            test()
                .environment("prod-1", "333333333333", "eu-central-1")
                .environment("prod1", "444444444444", "eu-central-1")
                .pipeline(CONNECTION),
            "pipeline: environments prod-1 and prod1 would have stages and resources of the same"
                + " name: rename one of them"),
        Arguments.of(
            test()
                .environment("prod-", "333333333333", "eu-central-1")
                .environment("prod", "444444444444", "eu-central-1")
                .pipeline(CONNECTION),
            "pipeline: environments prod- and prod would have stages"),
        Arguments.of(
            test()
                .app("a".repeat(32))
                .environment("e".repeat(20), "333333333333", "eu-central-1")
                .codePipelineRole(),
            "/name: the role '"
                + "a".repeat(32)
                + "-"
                + "e".repeat(20)
                + "-codepipeline' would have 66 characters of at most 64: shorten <app>"),
        Arguments.of(test().app("a".repeat(33)), "app: AppName: invalid value '" + "a".repeat(33)),
        Arguments.of(test().app("1shop"), "app: AppName: invalid value '1shop': expected the form"),
        Arguments.of(
            test().environment("Prod", "333333333333", "eu-central-1"),
            "/name: EnvName: invalid value 'Prod': expected the form"),
        Arguments.of(
            test().environment("e".repeat(21), "333333333333", "eu-central-1"),
            "/name: EnvName: invalid value '" + "e".repeat(21)),
        Arguments.of(
            test().environment("tooling", "333333333333", "eu-central-1"),
            "/name: this means the development account: write another name"),
        Arguments.of(
            test().environment("tools", "333333333333", "eu-central-1"),
            "/name: this means the development account: write another name"),
        Arguments.of(
            test().cluster("apps"), "/cluster: bootstrap would create 'demo-app-test', not 'apps'"),
        Arguments.of(
            test().parameter("NatGateways", "two"),
            "invalid value 'two': expected one of none, single"),
        Arguments.of(
            test().parameter("VpcCidr", "10.0.0.0/8"), "/VpcCidr: invalid value '10.0.0.0/8'"),
        Arguments.of(
            test().parameter("VpcId", "vpc-1").parameter("TaskSubnetIds", "subnet-1"),
            "/PublicSubnetIds: missing: a VPC that exists needs all three"),
        Arguments.of(
            existing().parameter("NatGateways", "none"),
            "/NatGateways: is for a new network: leave it or VpcId out"),
        Arguments.of(
            existing().parameter("PublicSubnetIds", "subnet-1"),
            "/PublicSubnetIds: a load balancer needs subnets in two zones or more: write two"),
        Arguments.of(
            test().parameter("SubnetCidrs", "10.0.0.0/24,10.0.1.0/24"),
            "/SubnetCidrs: 2 blocks of addresses, not 6"),
        Arguments.of(
            test()
                .parameter(
                    "SubnetCidrs",
                    "10.0.0.0/23,10.0.1.0/24,10.0.4.0/23,10.0.6.0/23,10.0.8.0/23,10.0.10.0/23"),
            "/SubnetCidrs: 10.0.0.0/23 and 10.0.1.0/24 overlap"),
        Arguments.of(
            test()
                .parameter(
                    "SubnetCidrs",
                    "10.0.0.0/23,10.0.2.0/23,10.0.4.0/23,10.0.6.0/23,10.0.8.0/23,10.1.0.0/23"),
            "/SubnetCidrs: 10.1.0.0/23 is not within VpcCidr 10.0.0.0/20"),
        Arguments.of(
            test().parameter("IngressCidr", "anybody"),
            "/IngressCidr: invalid value 'anybody': expected the form"),
        Arguments.of(
            test().parameter("TestIngressCidr", "203.0.113.7"),
            "/TestIngressCidr: invalid value '203.0.113.7': expected the form"),
        Arguments.of(
            test().parameter("LoadBalancerScheme", "private"),
            "/LoadBalancerScheme: invalid value 'private': expected one of internet-facing, internal"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isRefusedWithWhatToWrite(Wishes wishes, String told) {
    assertThatThrownBy(wishes::plan)
        .hasMessageStartingWith("These accounts cannot be set up as configured.\n")
        .hasMessageContaining(told)
        .hasMessageEndingWith("Nothing was contacted or changed.");
  }

  /** The plugin deploys from one region to another. */
  @Test
  void environmentsOfAnotherRegionAreNotRefused() {
    assertThat(
            test()
                .environment("test", "222222222222", "mx-central-1")
                .pipeline(CONNECTION)
                .plan()
                .environments())
        .containsExactly("test");
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(wrong()).hasSizeGreaterThanOrEqualTo(25);
  }

  /** Every name that a template gives is within AWS's limits, or the configuration is refused. */
  @Test
  void anyNameIsWithinTheLimitsOrRefused() {
    var random = new Random(13);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      var wishes =
          test()
              .app(letter(random) + text(random, 1 + random.nextInt(30)) + letter(random))
              .environment(
                  letter(random) + text(random, random.nextInt(20)),
                  "333333333333",
                  "eu-central-1");
      if (random.nextBoolean()) {
        wishes.codePipelineRole();
      }
      if (random.nextBoolean()) {
        wishes.pipeline(CONNECTION);
      }
      try {
        var names = new ArrayList<String>();
        wishes.plan().all().forEach(stack -> names.addAll(names(stack)));
        assertThat(names).hasSizeGreaterThan(10);
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
      } catch (io.github.xacct.model.XacctException e) {
        assertThat(e.getMessage()).contains("shorten <app>").contains("-codepipeline'");
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 100);
  }

  /** The table of the limits in docs/stacks.md is the one that is checked. */
  @Test
  void theDocsTellEveryLimit() throws Exception {
    String docs = java.nio.file.Files.readString(java.nio.file.Path.of("docs/stacks.md"));
    NameCheck.LIMITS.forEach(
        (type, limit) ->
            assertThat(docs.lines())
                .as(type)
                .anyMatch(
                    line ->
                        line.startsWith("| ")
                            && line.contains("`" + type + "`")
                            && line.contains("[" + limit.longest() + "](https://docs.aws")));
  }

  private static List<String> names(Stack stack) {
    var names = new ArrayList<String>();
    Map<String, String> values = stack.values();
    stack
        .template()
        .resources()
        .forEach(
            (id, resource) -> {
              String type = resource.path("Type").asText();
              var limit = NameCheck.LIMITS.get(type);
              if (limit != null && resource.path("Properties").has(limit.property())) {
                String name = resource.path("Properties").path(limit.property()).asText();
                name = values.getOrDefault(name, name);
                for (var value : values.entrySet()) {
                  name = name.replace("${" + value.getKey() + "}", value.getValue());
                }
                if (!resource.path("Condition").asText().equals("ServesCodePipeline")
                    || stack.inputs().containsKey("ArtifactBucketName")) {
                  assertThat(name)
                      .as(id)
                      .doesNotContain("$")
                      .hasSizeLessThanOrEqualTo(limit.longest());
                }
                names.add(stack.place() + type + name);
              }
            });
    return names;
  }

  private static String letter(Random random) {
    return String.valueOf((char) ('a' + random.nextInt(26)));
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
    }
    return text.toString();
  }

  private static Wishes test() {
    return Wishes.usual().only("test");
  }

  private static Wishes existing() {
    return test()
        .parameter("VpcId", "vpc-1")
        .parameter("PublicSubnetIds", "subnet-1,subnet-2")
        .parameter("TaskSubnetIds", "subnet-3,subnet-4");
  }
}
