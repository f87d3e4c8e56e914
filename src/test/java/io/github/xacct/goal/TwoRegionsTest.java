package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline whose own deploy action acts in another region: bucket and key there, which its role
 * may read and no other, evaluated with the policies of both sides as they stand.
 */
class TwoRegionsTest {
  private static final AccountId TOOLS = new AccountId("111111111111");
  private static final Region HOME = new Region("eu-central-1");
  private static final Region ABROAD = new Region("eu-west-1");
  private static final RoleArn PIPELINE = new RoleArn("aws", TOOLS, "demo-app-pipeline");
  private static final RoleArn TEST =
      new RoleArn("aws", new AccountId("222222222222"), "demo-app-test-codepipeline");
  private static final RoleArn PROD =
      new RoleArn("aws", new AccountId("333333333333"), "demo-app-prod-codepipeline");

  @TempDir static Path folder;
  private static RehearsedStacks aws;
  private static StackPlan plan;

  @BeforeAll
  static void bootstrap() {
    plan =
        BootstrapRequests.usual()
            .only("test")
            .environment("prod", "333333333333", "eu-west-1")
            .codePipelineRole()
            .pipeline(StackRequests.pipeline(pipeline()))
            .plan();
    aws = new RehearsedStacks(folder, Set.of());
    var tools = aws.bootstrap(plan, new Scope(true, List.of()));
    tools.prepare();
    tools.run();
    Map<String, String> outputs = tools.outputs(plan.ofTools());
    for (String environment : List.of("test", "prod")) {
      Stack role = plan.of(environment).get(3);
      var parameters = new HashMap<>(role.values());
      role.inputs().forEach((name, output) -> parameters.put(name, outputs.get(output.key())));
      deploy(role, parameters);
    }
    Stack stack = plan.pipeline().orElseThrow();
    var parameters = new HashMap<>(stack.values());
    stack
        .inputs()
        .forEach(
            (name, output) ->
                parameters.put(name, outputs.getOrDefault(output.key(), "http://test")));
    deploy(stack, parameters);
  }

  private static PipelineSettings pipeline() {
    return new PipelineSettings(
        "demo-app",
        new PipelineSettings.Source(
            Optional.of("arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52"),
            "example/demo-app",
            "main"),
        List.of(step(TEST, Optional.empty()), step(PROD, Optional.of(ABROAD))),
        DeployWith.CODEDEPLOY_ACTION,
        "corretto21");
  }

  private static PipelineSettings.Step step(RoleArn role, Optional<Region> elsewhere) {
    String name = role.name().replace("-codepipeline", "");
    return new PipelineSettings.Step(
        name.replace("demo-app-", ""), role.account(), name, name, List.of(), elsewhere);
  }

  private static void deploy(Stack stack, Map<String, String> parameters) {
    var account = aws.accounts.in(stack.place());
    account.execute(account.prepare(stack, parameters, true));
    aws.untilDone(stack);
    assertThat(account.look(stack.name()).orElseThrow().status()).isEqualTo("CREATE_COMPLETE");
  }

  @AfterAll
  static void end() {
    aws.close();
  }

  @Test
  void eachRegionHasAStoreAndTheActionSaysWhere() {
    JsonNode pipeline = standing(HOME, "AWS::CodePipeline::Pipeline");

    assertThat(pipeline.path("ArtifactStores").findValuesAsText("Region"))
        .containsExactly("eu-central-1", "eu-west-1");
    assertThat(pipeline.path("ArtifactStores").findValuesAsText("Location"))
        .containsExactly(bucket(HOME), bucket(ABROAD));
    assertThat(pipeline.path("ArtifactStores").findValuesAsText("Id"))
        .containsExactly(key(HOME), key(ABROAD));
    assertThat(pipeline.has("ArtifactStore")).isFalse();
    assertThat(pipeline.path("Stages").findParents("Region"))
        .singleElement()
        .satisfies(
            action -> assertThat(action.path("RoleArn").asText()).isEqualTo(PROD.toString()));
  }

  @Test
  void anActionsRoleReadsInItsOwnRegionAndNowhereElse() {
    for (Region region : List.of(HOME, ABROAD)) {
      assertThat(reads(TEST, region)).as("test in " + region).isEqualTo(region.equals(HOME));
      assertThat(reads(PROD, region)).as("prod in " + region).isEqualTo(region.equals(ABROAD));
      assertThat(allows(PROD, "s3:PutObject", region)).isFalse();
      assertThat(allows(PROD, "kms:GenerateDataKey", region)).isFalse();
    }
  }

  @Test
  void thePipelineAloneWritesInBoth() {
    for (Region region : List.of(HOME, ABROAD)) {
      for (String action : List.of("s3:PutObject", "s3:GetObject", "kms:GenerateDataKey")) {
        assertThat(allows(PIPELINE, action, region)).as(action + " in " + region).isTrue();
      }
      assertThat(allows(PIPELINE, "s3:DeleteObject", region)).isFalse();
    }
    var stage = new RoleArn("aws", TOOLS, "demo-app-prod-stage");
    assertThat(allows(stage, "s3:PutObject", ABROAD)).isFalse();
    assertThat(allows(new RoleArn("aws", TOOLS, "demo-app-build"), "s3:PutObject", ABROAD))
        .isFalse();
  }

  /** Both policies must allow access, because the accounts differ. */
  private static boolean reads(RoleArn role, Region region) {
    return allows(role, "s3:GetObject", region)
        && allows(role, "kms:Decrypt", region)
        && granted("AWS::S3::BucketPolicy", "PolicyDocument", role, "s3:GetObject", region)
        && granted("AWS::KMS::Key", "KeyPolicy", role, "kms:Decrypt", region);
  }

  private static boolean allows(RoleArn role, String action, Region region) {
    return aws.rehearsal
        .roles()
        .denial(role, action, resource(action, region), context(region))
        .isEmpty();
  }

  private static boolean granted(
      String type, String property, RoleArn role, String action, Region region) {
    var session =
        new Principal.Aws(
            role.account(),
            "arn:aws:sts::" + role.account() + ":assumed-role/" + role.name() + "/s",
            role.toString());
    var request =
        AccessRequest.of(session, action, resource(action, region))
            .with("kms:ViaService", "s3." + region + ".amazonaws.com")
            .with("aws:SecureTransport", "true");
    return Policy.ofResource(standing(region, type).path(property).toString())
        .decide(request)
        .allowed();
  }

  private static String resource(String action, Region region) {
    return action.startsWith("kms:")
        ? key(region)
        : "arn:aws:s3:::" + bucket(region) + "/demo-app/Files2/x";
  }

  private static Map<String, List<String>> context(Region region) {
    return Map.of(
        "s3:ResourceAccount", List.of(TOOLS.value()),
        "kms:ViaService", List.of("s3." + region + ".amazonaws.com"));
  }

  private static String bucket(Region region) {
    return aws.rehearsal.standing(TOOLS, region, "AWS::S3::Bucket").keySet().iterator().next();
  }

  private static String key(Region region) {
    String id = aws.rehearsal.standing(TOOLS, region, "AWS::KMS::Key").keySet().iterator().next();
    return "arn:aws:kms:" + region + ":" + TOOLS + ":key/" + id;
  }

  private static JsonNode standing(Region region, String type) {
    return aws.rehearsal.standing(TOOLS, region, type).values().iterator().next();
  }
}
