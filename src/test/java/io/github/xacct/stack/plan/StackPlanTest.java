package io.github.xacct.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.LifecycleHook;
import io.github.xacct.stack.plan.Stack.Output;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackPlanTest {

  @Test
  void theDevelopmentAccountComesFirstAndEachEnvironmentInItsOrder() {
    assertThat(BootstrapRequests.usual().plan().all())
        .extracting(stack -> stack.place().account() + " " + stack.name())
        .containsExactly(
            "111111111111 demo-app-tooling",
            "111111111111 demo-app-dev-network",
            "111111111111 demo-app-dev-service",
            "111111111111 demo-app-dev-codedeploy",
            "111111111111 demo-app-dev-role",
            "222222222222 demo-app-test-network",
            "222222222222 demo-app-test-service",
            "222222222222 demo-app-test-codedeploy",
            "222222222222 demo-app-test-role",
            "333333333333 demo-app-prod-network",
            "333333333333 demo-app-prod-service",
            "333333333333 demo-app-prod-codedeploy",
            "333333333333 demo-app-prod-role");
  }

  /**
   * CodeDeploy switches listeners between the target groups, so that both must be deleted later.
   */
  @Test
  void aListenerIsDeletedBeforeEitherOfItsTargetGroups() {
    var forwarding =
        Template.SERVICE.resources().entrySet().stream()
            .filter(resource -> resource.getValue().toString().contains("\"forward\""))
            .toList();

    assertThat(forwarding)
        .extracting(Map.Entry::getKey)
        .containsExactly("ProductionListener", "TestListener", "ProductionRule", "TestRule");
    assertThat(forwarding)
        .allSatisfy(
            resource -> {
              assertThat(resource.getValue().toString()).contains("\"TargetGroupA\"");
              assertThat(resource.getValue().toString()).contains("\"TargetGroupB\"");
            });
  }

  /** Names from parameters become static; references to other resources are kept. */
  @Test
  void noNameIsWrittenOutAsTheNameOfAResource() {
    for (Stack stack : BootstrapRequests.usual().plan().all()) {
      assertThat(stack.template().textFor(stack.parameters(Map.of())))
          .as(stack.name())
          .doesNotContainPattern("(?m)^ +(RepositoryName|LogGroupName): '[^'\\n]*\\$\\{(?!AWS::)")
          .matches(text -> !text.contains("FlowLogGroup") || text.contains(": !Ref FlowLogGroup"));
    }
  }

  @Test
  void noStackNeedsWhatALaterOnePutsOut() {
    var before = new java.util.HashSet<String>();
    for (Stack stack : BootstrapRequests.usual().codePipelineRole().plan().all()) {
      assertThat(before)
          .as(stack.name())
          .containsAll(stack.inputs().values().stream().map(Output::stack).toList());
      before.add(stack.name());
    }
  }

  @Test
  void everyParameterWithoutDefaultIsGivenAndNoneThatTheTemplateDoesNotKnow() {
    for (Stack stack : BootstrapRequests.usual().plan().all()) {
      assertThat(stack.parameters(Map.of()).keySet())
          .as(stack.name())
          .containsExactlyInAnyOrderElementsOf(stack.template().parameters().keySet());
      stack
          .parameters(Map.of())
          .forEach(
              (name, value) ->
                  assertThat(stack.template().parameters().get(name).problem(value))
                      .as(stack.name() + " " + name)
                      .isEmpty());
    }
  }

  @Test
  void whatThePomSaysBecomesParameters() {
    var plan =
        BootstrapRequests.usual()
            .secrets(
                Map.of(
                    "A",
                    "arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf:password::",
                    "B",
                    "/demo/key"))
            .hooks(Map.of(LifecycleHook.AFTER_INSTALL, "check"))
            .waits()
            .plan();

    assertThat(plan.tooling().values())
        .containsEntry("AccountIds", "111111111111,222222222222,333333333333")
        .containsEntry(
            "DeployRoleArns",
            "arn:aws:iam::111111111111:role/demo-app-dev-deploy,"
                + "arn:aws:iam::222222222222:role/demo-app-test-deploy,"
                + "arn:aws:iam::333333333333:role/demo-app-prod-deploy")
        .containsEntry("CodePipelineRoleArns", "")
        .containsEntry("RepositoryName", "team/demo")
        .containsEntry("JavaRuntime", "corretto17");
    assertThat(stack(plan, "service").values())
        .containsEntry(
            "ImageRepositoryArn", "arn:aws:ecr:eu-central-1:111111111111:repository/team/demo")
        .containsEntry("ContainerName", "web")
        .containsEntry("ContainerPort", "8081")
        .containsEntry("HealthCheckPath", "/health");
    assertThat(stack(plan, "service").values().get("SecretArns").split(","))
        .containsExactlyInAnyOrder(
            "arn:aws:secretsmanager:eu-central-1:222222222222:secret:db-AbCdEf",
            "arn:aws:ssm:eu-central-1:222222222222:parameter/demo/key");
    assertThat(stack(plan, "codedeploy").values())
        .containsEntry("ReadyWaitMinutes", "60")
        .containsEntry(
            "HookFunctionArns", "arn:aws:lambda:eu-central-1:222222222222:function:check");
    assertThat(stack(plan, "role").values())
        .containsEntry("ToolingAccountId", "111111111111")
        .containsEntry("ExternalId", "demo-app-test");
  }

  @Test
  void aVpcThatExistsNeedsNoNetworkStack() {
    var plan =
        BootstrapRequests.usual()
            .parameter("VpcId", "vpc-0123")
            .parameter("PublicSubnetIds", "subnet-1,subnet-2")
            .parameter("TaskSubnetIds", "subnet-3,subnet-4")
            .plan();

    assertThat(plan.of("test")).extracting(Stack::template).doesNotContain(Template.NETWORK);
    assertThat(stack(plan, "service").values()).containsEntry("VpcId", "vpc-0123");
    assertThat(stack(plan, "service").inputs()).isEmpty();
  }

  @Test
  void anotherBlockOfAddressesIsDividedInTheSameWay() {
    assertThat(Subnets.of("10.0.0.0/20"))
        .isEqualTo(Template.NETWORK.parameters().get("SubnetCidrs").byDefault().orElseThrow());
    var plan = BootstrapRequests.usual().parameter("VpcCidr", "172.16.255.0/24").plan();
    assertThat(stack(plan, "network").values())
        .containsEntry(
            "SubnetCidrs",
            "172.16.255.0/27,172.16.255.32/27,172.16.255.64/27,172.16.255.96/27,"
                + "172.16.255.128/27,172.16.255.160/27");
  }

  @Test
  void everythingThatCannotBeMadeIsToldAtOnce() {
    var wishes =
        BootstrapRequests.usual()
            .only("test")
            .cluster("apps")
            .parameter("NatGateways", "two")
            .parameter("ContainerPort", "80")
            .parameter("Colour", "blue")
            .tooling("LogRetentionDays", "long");

    assertThatThrownBy(wishes::plan)
        .hasMessageContaining(
            "stackParameters/LogRetentionDays: invalid value 'long': expected a number\n"
                + "environments/environment[test]/cluster: bootstrap would create 'demo-app-test', not"
                + " 'apps': leave the element out, or create it yourself\n"
                + "environments/environment[test]/stackParameters/NatGateways: invalid value 'two':"
                + " expected one of none, single, per-zone, endpoints\n"
                + "environments/environment[test]/stackParameters/ContainerPort: follows from the"
                + " rest of the configuration: leave it out\n"
                + "environments/environment[test]/stackParameters/Colour: no template has such a"
                + " parameter: write one of AccessLogDays, AccessLogs, AssignPublicIp,")
        .hasMessageContaining("Nothing was contacted or changed.");
  }

  @Test
  void serviceAndListenersAreNotTouchedByLaterParameters() {
    assertThat(Template.SERVICE.frozenParameters())
        .contains(
            "DesiredCount", "TaskSubnetIds", "AssignPublicIp", "ContainerPort", "CertificateArn")
        .contains("SharedListenerArn", "HostNames", "ClusterName")
        .doesNotContain("HealthCheckPath", "LogRetentionDays", "IngressCidr");
  }

  /** The former stack of CodeDeploy is known as long as it exists. */
  @Test
  void aServiceOfEcsHasNoStackOfCodeDeployButAFormerOne() {
    var plan = BootstrapRequests.usual().only("test").byEcs().plan();

    assertThat(plan.of("test"))
        .extracting(Stack::name)
        .containsExactly("demo-app-test-network", "demo-app-test-service", "demo-app-test-role");
    assertThat(plan.former("test").map(Stack::name)).hasValue("demo-app-test-codedeploy");
    assertThat(BootstrapRequests.usual().only("test").plan().former("test")).isEmpty();
  }

  @Test
  void everyRoleTakesAPermissionsBoundary() {
    var plan =
        BootstrapRequests.usual()
            .pipeline("arn:aws:codeconnections:eu-central-1:111111111111:connection/1")
            .codePipelineRole()
            .tooling("PermissionsBoundaryArn", "arn:aws:iam::111111111111:policy/boundary")
            .parameter("PermissionsBoundaryArn", "arn:aws:iam::222222222222:policy/boundary")
            .plan();

    for (Stack stack : plan.all()) {
      boolean hasRoles =
          stack.template().resources().values().stream()
                  .filter(resource -> resource.path("Type").asText().equals("AWS::IAM::Role"))
                  .peek(
                      role ->
                          assertThat(role.path("Properties").has("PermissionsBoundary")).isTrue())
                  .count()
              > 0;
      assertThat(stack.values().getOrDefault("PermissionsBoundaryArn", "").isEmpty())
          .as(stack.name())
          .isEqualTo(!hasRoles);
    }
  }

  @Test
  void whatHoldsDataIsKnown() {
    assertThat(Template.TOOLING.holdsData("ImageRepository")).isTrue();
    assertThat(Template.SERVICE.holdsData("LogGroup")).isTrue();
    assertThat(Template.SERVICE.holdsData("PlaceholderTaskDefinition")).isFalse();
  }

  private static Stack stack(StackPlan plan, String template) {
    return plan.of("test").stream()
        .filter(stack -> stack.template().id().equals(template))
        .findFirst()
        .orElseThrow();
  }
}
