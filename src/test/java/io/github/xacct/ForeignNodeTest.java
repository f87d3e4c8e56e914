package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether AWS's own clients in JavaScript take a rehearsal for AWS: the SDK, and CDK. */
@Tag("foreign")
class ForeignNodeTest {
  private static final AccountId TARGET = new AccountId("222222222222");

  @TempDir static Path folder;
  private static RehearsedAws aws;
  private static ImageReference image;
  private static Path packages;

  @BeforeAll
  static void start() throws Exception {
    packages = NodePackages.folder();
    aws = RehearsedAws.in(folder).terminationWait(0).start();
    image = aws.push("1");
  }

  @AfterAll
  static void stop() {
    if (aws != null) {
      aws.close();
    }
  }

  private static Program node() {
    return node(aws);
  }

  private static Program node(RehearsedAws aws) {
    Keys keys = aws.rehearsal.administrator(TARGET);
    var environment = new HashMap<>(aws.rehearsal.environment());
    environment.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    environment.put("AWS_CONFIG_FILE", folder.resolve("no-config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("no-credentials").toString());
    environment.put("HOME", folder.toString());
    environment.put("CI", "true");
    environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
    return new Program("node", folder, environment);
  }

  @Test
  void theSdkForJavaScriptDeploys() throws Exception {
    Path taskDefinition =
        Files.writeString(folder.resolve("taskdef.json"), aws.taskDefinition(image));
    JsonNode end =
        new ObjectMapper()
            .readTree(
                lastLine(
                    node()
                        .text(
                            packages.resolve("deploy.mjs").toString(),
                            taskDefinition.toString(),
                            "demo-app",
                            "demo-group",
                            "web",
                            "8080")));
    assertThat(end.path("status").asText()).isEqualTo("Succeeded");
    assertThat(end.path("created").asBoolean()).isTrue();
    assertThat(end.path("events")).hasSize(8).allMatch(e -> e.asText().equals("Succeeded"));
    assertThat(end.path("taskDefinition").asBoolean()).isTrue();
  }

  /** Each request and each answer is held against AWS's models as it passes. */
  @Test
  void theSdkForJavaScriptContinuesADeploymentThatEcsMakesItself(@TempDir Path other)
      throws Exception {
    var how =
        EcsDeployment.canary(10, 1, 1)
            .withPause("POST_TEST_TRAFFIC_SHIFT", 1000)
            .withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000);
    try (var byEcs = RehearsedAws.in(other).deployedByEcs(how).start()) {
      var pushed = byEcs.push("1");
      Path taskDefinition =
          Files.writeString(other.resolve("taskdef.json"), byEcs.taskDefinition(pushed));
      JsonNode end =
          new ObjectMapper()
              .readTree(
                  lastLine(
                      node(byEcs)
                          .text(
                              packages.resolve("deploy-by-ecs.mjs").toString(),
                              taskDefinition.toString(),
                              "apps",
                              "demo")));

      assertThat(end.path("status").asText()).isEqualTo("SUCCESSFUL");
      assertThat(end.path("finished").asBoolean()).isTrue();
      assertThat(end.path("weight").asDouble()).isEqualTo(100);
      assertThat(end.path("continued").asInt())
          .as("once, and before each of two steps")
          .isEqualTo(3);
      assertThat(end.path("stages"))
          .extracting(JsonNode::asText)
          .contains("POST_TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT");
      assertThat(end.path("taskDefinition").asBoolean()).isTrue();
      assertThat(end.path("digest").asText()).isEqualTo(pushed.digest().toString());
    }
  }

  private static String lastLine(String said) {
    return said.lines().reduce((first, second) -> second).orElse("");
  }

  /** The app is src/test/node/cdk-app.js as CDK 2 has synthesized it, without the reports. */
  @Test
  void cdkBootstrapsAnAccountAndDeploysAServiceOfOurs() throws Exception {
    letTheAccountPull();
    Path app = Path.of(ForeignNodeTest.class.getResource("cdk/manifest.json").toURI()).getParent();
    assertThat(cdk("bootstrap", app, "aws://222222222222/eu-central-1"))
        .contains("Environment aws://222222222222/eu-central-1 bootstrapped.");
    String said =
        cdk(
            "deploy",
            app,
            "cdk-demo",
            "--require-approval",
            "never",
            "--parameters",
            "Image=" + image);
    assertThat(said).contains("✅  cdk-demo").contains("cdk-demo.Listener = arn:aws:");
    assertThat(
            aws.rehearsal.standing(
                TARGET, new Region("eu-central-1"), "AWS::CodeDeploy::DeploymentGroup"))
        .containsKey("cdk-demo/cdk-demo");
    RecordedCall changeSet =
        aws.calls.stream()
            .filter(call -> call.operation().equals("CreateChangeSet"))
            .reduce((first, second) -> second)
            .orElseThrow();
    assertThat(changeSet.callerArn())
        .contains(":assumed-role/cdk-hnb659fds-deploy-role-222222222222-eu-central-1/");
    assertThat(changeSet.request().path("RoleARN").asText()).contains("cfn-exec-role");
    assertThat(changeSet.request().path("TemplateURL").asText())
        .contains("/cdk-hnb659fds-assets-222222222222-eu-central-1/");
  }

  private static void letTheAccountPull() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
         "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer",
                    "ecr:BatchCheckLayerAvailability"]}]}
        """;
    aws.rehearsal
        .store()
        .edit(
            new AccountRegion(aws.registry.account(), aws.registry.region()),
            ResourceTypeNames.REPOSITORY,
            aws.registry.repository(),
            repository -> repository.put("RepositoryPolicyText", policy));
  }

  private static String cdk(String command, Path app, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of(
                packages.resolve("node_modules/aws-cdk/bin/cdk").toString(),
                command,
                "--app",
                app.toString(),
                "--no-notices",
                "--no-version-reporting"));
    arguments.addAll(List.of(more));
    return node().text(arguments.toArray(new String[0]));
  }
}
