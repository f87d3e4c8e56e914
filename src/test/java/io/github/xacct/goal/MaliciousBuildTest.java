package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The stage Build runs code that is not approved yet. IAM is asked what that code could do with its
 * role, and with the other roles, in accounts that bootstrap created; an approval protects
 * production because everything is denied.
 */
class MaliciousBuildTest {
  private static final Region REGION = new Region("eu-central-1");
  private static final String TOOLS = "111111111111";
  private static final RoleArn BUILD = role(TOOLS, "demo-app-build");
  private static final RoleArn TEST_STAGE = role(TOOLS, "demo-app-test-stage");
  private static final RoleArn PROD_STAGE = role(TOOLS, "demo-app-prod-stage");
  private static final RoleArn PROD_CHECK = role(TOOLS, "demo-app-prod-check");
  private static final RoleArn CHECK_IN_PROD = role("333333333333", "demo-app-prod-look");
  private static final RoleArn DEPLOY_TEST = role("222222222222", "demo-app-test-deploy");
  private static final RoleArn DEPLOY_PROD = role("333333333333", "demo-app-prod-deploy");

  @TempDir static Path folder;
  private static RehearsedStacks aws;
  private static String bucket;
  private static final Map<RoleArn, String> PROJECTS = new LinkedHashMap<>();

  @BeforeAll
  static void bootstrap() {
    aws = new RehearsedStacks(folder, Set.of());
    aws.bootstrap(plan(DeployWith.PLUGIN));
    bucket = bucketOf(aws);
    for (RoleArn role : List.of(BUILD, TEST_STAGE, PROD_STAGE, PROD_CHECK)) {
      PROJECTS.put(role, "arn:aws:codebuild:eu-central-1:111111111111:project/" + role.name());
    }
  }

  @AfterAll
  static void end() {
    aws.close();
  }

  @Test
  void theBuildEntersNoEnvironment() {
    for (String account : List.of(TOOLS, "222222222222", "333333333333")) {
      for (String env : List.of("dev", "test", "prod")) {
        for (String purpose : List.of("deploy", "look", "execution", "task", "codedeploy")) {
          RoleArn target = role(account, "demo-app-" + env + "-" + purpose);
          assertThat(mayEnter(BUILD, target)).as(target.toString()).isFalse();
        }
      }
    }
  }

  /** Tries every action of every role of an environment on all resources of the target accounts. */
  @Test
  void theBuildMayDoNothingInTheTargetAccounts() {
    Set<String> actions =
        Stream.of(DEPLOY_TEST, DEPLOY_PROD, role("333333333333", "demo-app-prod-codedeploy"))
            .flatMap(role -> actions(role).stream())
            .collect(Collectors.toSet());
    assertThat(actions).hasSizeGreaterThan(35);
    for (String action : actions) {
      String service = action.substring(0, action.indexOf(':'));
      for (String account : List.of("222222222222", "333333333333")) {
        assertThat(allowed(BUILD, action, "arn:aws:" + service + ":eu-central-1:" + account + ":x"))
            .as(action + " in " + account)
            .isFalse();
      }
    }
  }

  @Test
  void theBuildStartsNoOtherStageAndBecomesNoOtherRole() {
    PROJECTS.forEach(
        (role, project) -> {
          assertThat(allowed(BUILD, "codebuild:StartBuild", project)).as(project).isFalse();
          assertThat(allowed(BUILD, "codebuild:UpdateProject", project)).as(project).isFalse();
          assertThat(allowed(BUILD, "sts:AssumeRole", role.toString())).as(project).isFalse();
          assertThat(allowed(BUILD, "iam:PassRole", role.toString())).as(project).isFalse();
          assertThat(allowed(BUILD, "iam:UpdateAssumeRolePolicy", role.toString())).isFalse();
        });
    assertThat(
            allowed(
                BUILD,
                "codepipeline:PutApprovalResult",
                "arn:aws:codepipeline:eu-central-1:111111111111:demo-app/ApproveProd/QA"))
        .isFalse();
  }

  @Test
  void whatTheBuildWritesIsItsOwnArtifactAndItsOwnCache() {
    assertThat(writes(BUILD)).containsExactly("demo-app/Build/x", "cache/build/x");
    assertThat(writes(TEST_STAGE)).containsExactly("cache/test-stage/x");
    assertThat(writes(PROD_CHECK)).containsExactly("cache/prod-check/x");
    assertThat(writes(PROD_STAGE))
        .containsExactly("cache/prod-stage/x", "cache/prod-stage/Build/x");
  }

  /**
   * The files that CodePipeline's own action deploys are written by the stage of the environment.
   */
  @Test
  void whatIsDeployedIsWrittenByTheEnvironmentsOwnStageAlone() {
    try (var with = new RehearsedStacks(folder.resolve("action"), Set.of())) {
      with.bootstrap(plan(DeployWith.CODEDEPLOY_ACTION));
      String files = "arn:aws:s3:::" + bucketOf(with) + "/demo-app/Files3/x";
      for (RoleArn other : List.of(BUILD, TEST_STAGE, PROD_CHECK)) {
        assertThat(with.rehearsal.roles().denial(other, "s3:PutObject", files))
            .as(other.name())
            .isPresent();
      }
      assertThat(with.rehearsal.roles().denial(PROD_STAGE, "s3:PutObject", files)).isEmpty();
      assertThat(
              with.rehearsal
                  .standing(new AccountId(TOOLS), REGION, "AWS::CodePipeline::Pipeline")
                  .get("demo-app")
                  .toString())
          .contains("\"TaskDefinitionTemplateArtifact\":\"Files3\"")
          .doesNotContain("TemplateArtifact\":\"Build\"");
    }
  }

  /** The stages run the commit's pom, which the source action wrote. */
  @Test
  void theSourceIsWrittenByThePipelineAlone() {
    assertThat(
            allowed(role(TOOLS, "demo-app-pipeline"), "s3:PutObject", object("demo-app/Source/x")))
        .isTrue();
    assertThat(allowed(PROD_STAGE, "s3:GetObject", object("demo-app/Source/x"))).isTrue();
  }

  @Test
  void productionIsEnteredByItsOwnStagesAlone() {
    assertThat(mayEnter(PROD_STAGE, DEPLOY_PROD)).isTrue();
    for (RoleArn other : List.of(BUILD, TEST_STAGE, PROD_CHECK)) {
      assertThat(mayEnter(other, DEPLOY_PROD)).as(other.name()).isFalse();
    }
    assertThat(mayEnter(TEST_STAGE, DEPLOY_TEST)).isTrue();
    // It reads there whether the image has passed its smoke tests.
    assertThat(mayEnter(PROD_STAGE, DEPLOY_TEST)).isTrue();
  }

  /** It runs before the approval, with the POM of the commit to be approved. */
  @Test
  void theCheckBeforeAnApprovalOnlyReads() {
    assertThat(mayEnter(PROD_CHECK, CHECK_IN_PROD)).isTrue();
    assertThat(actions(CHECK_IN_PROD))
        .allMatch(
            action ->
                action.matches(
                    "[a-z0-9-]+:(Describe|Get|List|BatchGet)\\w+|iam:SimulatePrincipalPolicy"
                        + "|lambda:InvokeFunction"));
    assertThat(
            allowed(
                CHECK_IN_PROD,
                "lambda:InvokeFunction",
                "arn:aws:lambda:eu-central-1:333333333333:function:another"))
        .isFalse();
  }

  private static List<String> writes(RoleArn role) {
    return Stream.of(
            "demo-app/Source/x",
            "demo-app/Build/x",
            "cache/build/x",
            "cache/test-stage/x",
            "cache/prod-check/x",
            "cache/prod-stage/x",
            "cache/prod-stage/Build/x",
            "x")
        .filter(key -> allowed(role, "s3:PutObject", object(key)))
        .toList();
  }

  private static String object(String key) {
    return "arn:aws:s3:::" + bucket + "/" + key;
  }

  private static List<String> actions(RoleArn role) {
    var actions = new ArrayList<String>();
    LeastPrivilege.policyOf(rehearsal(), role.toString())
        .path("Statement")
        .forEach(
            statement -> {
              var action = statement.path("Action");
              if (action.isTextual()) {
                actions.add(action.asText());
              }
              action.forEach(one -> actions.add(one.asText()));
            });
    assertThat(actions).isNotEmpty().noneMatch(action -> action.contains("*"));
    return actions;
  }

  /** Over the wire, with the credentials that CodeBuild gives a build of the role's project. */
  private static boolean mayEnter(RoleArn from, RoleArn to) {
    var keys = rehearsal().roles().sessionOf(from, "codebuild.amazonaws.com", PROJECTS.get(from));
    var credentials =
        AwsSessionCredentials.create(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken().orElseThrow());
    try (var sts =
        StsClient.builder()
            .endpointOverride(rehearsal().endpoint())
            .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      String externalId = to.name().replaceFirst("-[a-z]+$", "");
      sts.assumeRole(
          r -> r.roleArn(to.toString()).roleSessionName("stolen").externalId(externalId));
      return true;
    } catch (StsException e) {
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
      return false;
    }
  }

  private static boolean allowed(RoleArn role, String action, String resource) {
    return rehearsal().roles().denial(role, action, resource).isEmpty();
  }

  private static Rehearsal rehearsal() {
    return aws.rehearsal;
  }

  private static RoleArn role(String account, String name) {
    return new RoleArn("aws", new AccountId(account), name);
  }

  private static String bucketOf(RehearsedStacks stacks) {
    return stacks
        .rehearsal
        .standing(new AccountId(TOOLS), REGION, "AWS::S3::Bucket")
        .keySet()
        .stream()
        .filter(name -> name.startsWith("demo-app-tooling"))
        .findFirst()
        .orElseThrow();
  }

  private static StackPlan plan(DeployWith deployWith) {
    var settings =
        Written.xml(
                """
                <registry><account>111111111111</account></registry>
                <environments>
                  <environment><name>dev</name><account>111111111111</account></environment>
                  <environment><name>test</name><account>222222222222</account></environment>
                  <environment><name>prod</name><account>333333333333</account></environment>
                </environments>
                """)
            .read();
    var pipeline =
        new PipelineSettings(
            settings.app(),
            new Source(
                Optional.of(
                    "arn:aws:codeconnections:eu-central-1:111111111111:connection/"
                        + "11111111-2222-3333-4444-555555555555"),
                "example/demo-app",
                "main"),
            settings.all().stream().map(MaliciousBuildTest::step).toList(),
            deployWith,
            "corretto21");
    return RehearsedStacks.plan(
        settings,
        deployWith == DeployWith.CODEDEPLOY_ACTION,
        Optional.of(StackRequests.pipeline(pipeline)));
  }

  private static Step step(Environment environment) {
    return new Step(
        environment.name(),
        environment.account(),
        environment.application(),
        environment.deploymentGroup(),
        environment.name().equals("prod") ? List.of("QA") : List.of());
  }
}
