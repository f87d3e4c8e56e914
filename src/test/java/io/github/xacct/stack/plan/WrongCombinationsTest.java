package io.github.xacct.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.xacct.WrongCombinationsDoc;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.LifecycleHook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Invalid combinations of networks, names, partitions and certificates are refused with what to
 * write, before AWS is called.
 */
class WrongCombinationsTest {
  private static final String CONNECTION =
      "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52";
  private static final String CERTIFICATE = "arn:%s:acm:%s:%s:certificate/0f3e7a52";

  private static Map<String, BootstrapRequests> wrong() {
    var rows = new LinkedHashMap<String, BootstrapRequests>();
    rows.put(
        "certificate of another region",
        test()
            .parameter(
                "CertificateArn", CERTIFICATE.formatted("aws", "us-east-1", "222222222222")));
    rows.put(
        "certificate of another account",
        test()
            .parameter(
                "CertificateArn", CERTIFICATE.formatted("aws", "eu-central-1", "111111111111")));
    rows.put(
        "certificate of another partition",
        test()
            .parameter(
                "CertificateArn", CERTIFICATE.formatted("aws-cn", "cn-north-1", "222222222222")));
    rows.put(
        "certificate without a name",
        test()
            .parameter(
                "CertificateArn", CERTIFICATE.formatted("aws", "eu-central-1", "222222222222")));
    rows.put("name with a scheme", test().parameter("DomainName", "https://shop.example.com"));
    rows.put(
        "certificate of IAM",
        test().parameter("CertificateArn", "arn:aws:iam::222222222222:server-certificate/x"));
    rows.put("commercial and China", test().environment("test", "222222222222", "cn-north-1"));
    rows.put(
        "commercial and GovCloud", test().environment("test", "222222222222", "us-gov-west-1"));
    rows.put("GovCloud's registry, commercial environment", test().tools("us-gov-west-1"));
    rows.put(
        "CodePipeline in China",
        test()
            .environment("test", "222222222222", "cn-north-1")
            .tools("cn-north-1")
            .pipeline("arn:aws-cn:codeconnections:cn-north-1:111111111111:connection/1"));
    rows.put(
        "CodePipeline in a region without CodePipeline and CodeBuild",
        test().tools("mx-central-1").pipeline(CONNECTION));
    rows.put(
        "CodePipeline in a region with CodeBuild only",
        test().tools("ap-southeast-7").pipeline(CONNECTION));
    rows.put("CodeBuild in a region without it", test().tools("ca-west-1"));
    rows.put(
        "CodeBuild in the European sovereign cloud",
        test().environment("test", "222222222222", "eusc-de-east-1").tools("eusc-de-east-1"));
    rows.put(
        "CodePipeline's own action into a region without it",
        test()
            .environment("test", "222222222222", "mx-central-1")
            .codePipelineRole()
            .pipeline(CONNECTION));
    rows.put(
        "connection of another account",
        test().pipeline(CONNECTION.replace("111111111111", "222222222222")));
    rows.put(
        "connection of another partition",
        test().pipeline(CONNECTION.replace("arn:aws:", "arn:aws-us-gov:")));
    rows.put(
        "stages of one name",
        test()
            .environment("prod-1", "333333333333", "eu-central-1")
            .environment("prod1", "444444444444", "eu-central-1")
            .pipeline(CONNECTION));
    rows.put(
        "stages of one name, by a hyphen at the end",
        test()
            .environment("prod-", "333333333333", "eu-central-1")
            .environment("prod", "444444444444", "eu-central-1")
            .pipeline(CONNECTION));
    rows.put(
        "role's name too long",
        test()
            .app("a".repeat(32))
            .environment("e".repeat(20), "333333333333", "eu-central-1")
            .codePipelineRole());
    rows.put("app's name too long", test().app("a".repeat(33)));
    rows.put("app's name begins with a digit", test().app("1shop"));
    rows.put(
        "environment with a capital letter",
        test().environment("Prod", "333333333333", "eu-central-1"));
    rows.put(
        "environment's name too long",
        test().environment("e".repeat(21), "333333333333", "eu-central-1"));
    rows.put(
        "environment named as the tooling stack",
        test().environment("tooling", "333333333333", "eu-central-1"));
    rows.put(
        "environment named tools", test().environment("tools", "333333333333", "eu-central-1"));
    rows.put("cluster of another name", test().cluster("apps"));
    rows.put("number of NAT gateways", test().parameter("NatGateways", "two"));
    rows.put("addresses of a VPC that is too large", test().parameter("VpcCidr", "10.0.0.0/8"));
    rows.put(
        "existing VPC without its subnets",
        test().parameter("VpcId", "vpc-1").parameter("TaskSubnetIds", "subnet-1"));
    rows.put("existing VPC with NAT gateways", existing().parameter("NatGateways", "none"));
    rows.put("load balancer in one zone", existing().parameter("PublicSubnetIds", "subnet-1"));
    rows.put("too few subnets", test().parameter("SubnetCidrs", "10.0.0.0/24,10.0.1.0/24"));
    rows.put(
        "subnets that overlap",
        test()
            .parameter(
                "SubnetCidrs",
                "10.0.0.0/23,10.0.1.0/24,10.0.4.0/23,10.0.6.0/23,10.0.8.0/23,10.0.10.0/23"));
    rows.put(
        "subnet outside of its VPC",
        test()
            .parameter(
                "SubnetCidrs",
                "10.0.0.0/23,10.0.2.0/23,10.0.4.0/23,10.0.6.0/23,10.0.8.0/23,10.1.0.0/23"));
    rows.put("addresses that are none", test().parameter("IngressCidr", "anybody"));
    rows.put("address without its length", test().parameter("TestIngressCidr", "203.0.113.7"));
    rows.put(
        "unknown scheme of a load balancer", test().parameter("LoadBalancerScheme", "private"));
    rows.put(
        "identity provider of another account",
        test().oidc("arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"));
    rows.put(
        "identity provider of another partition",
        test()
            .oidc(
                "arn:aws-cn:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"));
    gates(rows);
    shared(rows);
    ecs(rows);
    network(rows);
    return rows;
  }

  private static void network(Map<String, BootstrapRequests> rows) {
    rows.put(
        "network load balancer that apps share",
        existing()
            .parameter("LoadBalancerType", "network")
            .parameter(
                "SharedListenerArn",
                "arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/net/apps/50dc6c495c0c9188/0467ef3c8400ae65"));
    rows.put("network load balancer, host names", net().parameter("HostNames", "shop.example.com"));
    rows.put(
        "network load balancer, CodeDeploy's canary",
        net().parameter("DeploymentConfigName", "CodeDeployDefault.ECSCanary10Percent5Minutes"));
    rows.put("network load balancer, CodeDeploy in steps", net().parameter("ShiftType", "linear"));
    rows.put(
        "network load balancer, web ACL",
        net()
            .parameter(
                "WebAclArn",
                "arn:aws:wafv2:eu-central-1:222222222222:regional/webacl/shop/0f3e7a52-0000-4000-8000-000000000000"));
    rows.put("network load balancer, access logs of TCP", net().parameter("AccessLogs", "true"));
    rows.put("network load balancer, days of logs of TCP", net().parameter("AccessLogDays", "30"));
    rows.put(
        "network load balancer, slow answers",
        net().parameter("LatencySeconds", "1").parameter("LatencyPercentile", "p95"));
    rows.put(
        "network load balancer, auto scaling by requests",
        net().parameter("AutoScalingMaxCount", "4").parameter("AutoScalingRequests", "1000"));
    rows.put(
        "application load balancer, health checks by TCP",
        test().parameter("HealthCheckProtocol", "TCP"));
    rows.put("unknown type of a load balancer", test().parameter("LoadBalancerType", "gateway"));
  }

  private static BootstrapRequests net() {
    return test().parameter("LoadBalancerType", "network");
  }

  private static void ecs(Map<String, BootstrapRequests> rows) {
    rows.put("ECS itself, CodePipeline's own action", test().byEcs().codePipelineRole());
    rows.put(
        "ECS itself, hooks of an AppSpec",
        test().byEcs().hooks(Map.of(LifecycleHook.AFTER_INSTALL, "check")));
    rows.put(
        "ECS itself, capacity providers of an AppSpec",
        test()
            .byEcs()
            .providers(List.of(new AppSpecSettings.CapacityProvider("FARGATE_SPOT", 0, 1))));
    rows.put(
        "ECS itself, a deployment configuration of the team's",
        test().byEcs().parameter("DeploymentConfigName", "slowly"));
    rows.put(
        "ECS itself, steps of 2 percent",
        test().byEcs().parameter("ShiftType", "linear").parameter("ShiftPercent", "2"));
    rows.put(
        "ECS itself, a canary of two days",
        test().byEcs().parameter("ShiftType", "canary").parameter("ShiftMinutes", "2880"));
    rows.put(
        "ECS itself, original tasks kept for two days",
        test().byEcs().parameter("TerminationWaitMinutes", "2880"));
    rows.put(
        "ECS itself, a function at no stage",
        test().byEcs().parameter("LifecycleHooks", "AFTER_INSTALL=check"));
    rows.put(
        "ECS itself, a pause while traffic moves",
        test().byEcs().parameter("LifecycleHooks", "PRODUCTION_TRAFFIC_SHIFT=PAUSE"));
    rows.put(
        "ECS itself, a pause of three weeks",
        test().byEcs().parameter("LifecycleHooks", "POST_SCALE_UP=PAUSE:30240"));
    rows.put(
        "ECS itself, a hook without its stage",
        test().byEcs().parameter("LifecycleHooks", "check"));
    rows.put(
        "CodeDeploy, pauses of ECS",
        test().parameter("LifecycleHooks", "PRE_PRODUCTION_TRAFFIC_SHIFT=PAUSE"));
  }

  private static void gates(Map<String, BootstrapRequests> rows) {
    rows.put(
        "smoke tests by the build machine, test listener closed",
        test().asks(true, false).parameter("TestFunction", "false"));
    rows.put("verify command, test listener closed", test().asks(true, true));
    rows.put(
        "private addresses, load balancer on the internet",
        test()
            .asks(true, false)
            .parameter("TestFunction", "false")
            .parameter("TestIngressCidr", "10.0.0.0/8"));
    rows.put(
        "tasks in public subnets without public addresses",
        existing().parameter("TaskSubnetIds", "subnet-2,subnet-3"));
    rows.put(
        "endpoints, placeholder of a public registry",
        test()
            .parameter("NatGateways", "endpoints")
            .parameter("PlaceholderImage", "public.ecr.aws/docker/library/busybox:1.37"));
    rows.put(
        "endpoints, images of another region",
        BootstrapRequests.usual()
            .only("none")
            .environment("test", "222222222222", "us-east-1")
            .parameter("NatGateways", "endpoints"));
  }

  private static void shared(Map<String, BootstrapRequests> rows) {
    rows.put(
        "shared listener of another region",
        SharingTest.shared()
            .parameter(
                "SharedListenerArn",
                "arn:aws:elasticloadbalancing:us-east-1:222222222222:listener/app/apps/50dc6c49/1"));
    rows.put(
        "shared listeners of two load balancers",
        SharingTest.shared()
            .parameter(
                "SharedTestListenerArn",
                "arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/app/other/50dc6c49/2"));
    rows.put(
        "shared load balancer with a certificate of its own",
        SharingTest.shared()
            .parameter("DomainName", "shop.example.com")
            .parameter(
                "CertificateArn", CERTIFICATE.formatted("aws", "eu-central-1", "222222222222")));
    rows.put(
        "shared load balancer, network of its own",
        test()
            .parameter(
                "SharedListenerArn",
                "arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/app/apps/50dc6c49/1"));
    rows.put(
        "host name with a wildcard", SharingTest.shared().parameter("HostNames", "*.example.com"));
    rows.put(
        "firewall of another region",
        test()
            .parameter(
                "WebAclArn", "arn:aws:wafv2:us-east-1:222222222222:regional/webacl/shop/0f3e"));
  }

  /** Returns whole messages, as docs/wrong-combinations.md shows them. */
  @Test
  void isRefusedWithWhatToWrite() {
    var told = new LinkedHashMap<String, String>();
    wrong()
        .forEach(
            (name, wishes) -> {
              String message = catchThrowable(wishes::plan).getMessage();
              assertThat(message)
                  .as(name)
                  .startsWith("These accounts cannot be set up as configured.\n")
                  .endsWith(
                      "Try: correct the plugin's <configuration> in pom.xml. Nothing was contacted"
                          + " or changed.");
              told.put(
                  name,
                  message
                      .lines()
                      .skip(1)
                      .filter(l -> !l.startsWith("Try: "))
                      .collect(Collectors.joining("\n")));
            });
    assertThat(told).hasSizeGreaterThanOrEqualTo(25);
    WrongCombinationsDoc.hold("Errors in the configuration", told);
  }

  /** The plugin can deploy to another region. */
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

  /** Every name that a template assigns is within AWS's limits, or the configuration is refused. */
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

  /** The table of limits in docs/stacks.md matches the checked limits. */
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

  private static BootstrapRequests test() {
    return BootstrapRequests.usual().only("test");
  }

  private static BootstrapRequests existing() {
    return test()
        .parameter("VpcId", "vpc-1")
        .parameter("PublicSubnetIds", "subnet-1,subnet-2")
        .parameter("TaskSubnetIds", "subnet-3,subnet-4");
  }
}
