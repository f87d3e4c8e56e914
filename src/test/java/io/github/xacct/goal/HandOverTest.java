package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.xacct.model.AccountId;
import io.github.xacct.stack.TemplateExport;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code templates} is deployed with only the AWS CLI, account by account. */
class HandOverTest {
  @TempDir static Path tools;
  private static ForkedAwsCli cli;
  @TempDir Path folder;

  @AfterAll
  static void stop() {
    if (cli != null) {
      cli.close();
    }
  }

  @Test
  void aFolderForEachAccountNumberedInItsOrder() {
    Map<String, String> files = TemplateExport.of(BootstrapRequests.usual().plan());

    assertThat(files.keySet())
        .contains(
            "README.md",
            "stacks.json",
            "1-111111111111-tools-dev/1-demo-app-tooling.yaml",
            "1-111111111111-tools-dev/5-demo-app-dev-role.parameters.json",
            "2-222222222222-test/2-demo-app-test-service.stack-policy.json",
            "3-333333333333-prod/deploy.sh");
    assertThat(files.get("2-222222222222-test/deploy.sh"))
        .contains("of account 222222222222 (test)")
        .endsWith(
            """
            linked AWSServiceRoleForECS ecs.amazonaws.com
            linked AWSServiceRoleForElasticLoadBalancing elasticloadbalancing.amazonaws.com
            deploy eu-central-1 demo-app-test-network 1-demo-app-test-network
            deploy eu-central-1 demo-app-test-service 2-demo-app-test-service
            deploy eu-central-1 demo-app-test-codedeploy 3-demo-app-test-codedeploy
            deploy eu-central-1 demo-app-test-role 4-demo-app-test-role
            """);
    assertThat(files.get("2-222222222222-test/2-demo-app-test-service.parameters.json"))
        .contains("\"@demo-app-test-network.VpcId@\"");
    assertThat(files.get("README.md")).contains("<externalId>demo-app-test</externalId>");
  }

  @Test
  @Tag("foreign")
  void theAwsCliDeploysAllOfItAndASecondTimeChangesNothing() throws Exception {
    var plan = BootstrapRequests.usual().only("test").codePipelineRole().plan();
    write(plan);
    try (var aws = new RehearsedStacks(folder.resolve("state"), Set.of())) {
      String first = deploy(aws, plan);
      assertThat(first).contains("demo-app-tooling: creating", "demo-app-test-role: creating");
      for (Stack stack : plan.all()) {
        var state = aws.accounts.in(stack.place()).look(stack.name()).orElseThrow();
        assertThat(state.status()).as(stack.name()).isEqualTo("CREATE_COMPLETE");
        assertThat(state.isProtected()).isTrue();
      }

      assertThat(deploy(aws, plan).lines())
          .hasSize(5)
          .allMatch(l -> l.endsWith("nothing to change"));
      assertThat(aws.bootstrap(plan)).allMatch(set -> set.isEmpty());
    }
  }

  /** App demo with environment app-test has the names of app demo-app with test. */
  @Test
  @Tag("foreign")
  void theScriptLeavesAnotherAppsStacksAlone() throws Exception {
    try (var aws = new RehearsedStacks(folder.resolve("state"), Set.of())) {
      aws.bootstrap(BootstrapRequests.usual().only("test").plan());
      var plan =
          BootstrapRequests.usual()
              .only("none")
              .app("demo")
              .repository("team/other")
              .environment("app-test", "222222222222", "eu-central-1")
              .plan();
      write(plan);

      deploy(aws, "111111111111");
      assertThatThrownBy(() -> deploy(aws, "222222222222"))
          .hasMessageContaining(
              "demo-app-test-network belongs to another app or environment: its AppName is demo-app,"
                  + " not demo. Rename one of them.");
    }
  }

  private void write(StackPlan plan) throws Exception {
    for (var file : TemplateExport.of(plan).entrySet()) {
      Path path = folder.resolve("out").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private String deploy(RehearsedStacks aws, StackPlan plan) throws Exception {
    var said = new StringBuilder();
    for (String account :
        plan.all().stream().map(s -> s.place().account().value()).distinct().toList()) {
      said.append(deploy(aws, account));
    }
    return said.toString();
  }

  private String deploy(RehearsedStacks aws, String account) throws Exception {
    assumeTrue(ForkedAwsCli.isInstalled("aws"), "the AWS CLI is not installed");
    if (cli == null) {
      cli = ForkedAwsCli.start(tools);
    }
    Path script;
    try (var files = Files.list(folder.resolve("out"))) {
      script =
          files
              .filter(f -> f.toString().contains(account))
              .findFirst()
              .orElseThrow()
              .resolve("deploy.sh");
    }
    var builder = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
    var keys = aws.rehearsal.administrator(new AccountId(account));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", cli.path(),
                "AWS_ENDPOINT_URL", aws.rehearsal.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey(),
                "AWS_DEFAULT_REGION", "eu-central-1",
                "AWS_CONFIG_FILE", folder.resolve("no-config").toString(),
                "AWS_PAGER", "",
                "POLL", "0.2"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
