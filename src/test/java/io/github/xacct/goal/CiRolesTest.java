package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.cloudformation.Stacks;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.iam.TokenIssuer;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The roles of a workflow's jobs: who may assume them, that they are enough for what the jobs do in
 * a rehearsal of bootstrapped accounts, and that a build reaches no environment.
 */
class CiRolesTest {
  private static final AccountId TOOLS = new AccountId("111111111111");
  private static final RoleArn BUILD = new RoleArn("aws", TOOLS, "demo-app-oidc-build");
  private static final RoleArn TEST = new RoleArn("aws", TOOLS, "demo-app-test-stage");
  private static final RoleArn PROD = new RoleArn("aws", TOOLS, "demo-app-prod-stage");
  private static final String GITHUB = "token.actions.githubusercontent.com";
  private static final String AWS = "sts.amazonaws.com";
  private static final String MAIN = "repo:example/demo-app:ref:refs/heads/main";
  private static final String POM =
      """
      <registry><account>111111111111</account><region>eu-central-1</region></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>
          <role>demo-app-test-deploy</role><externalId>demo-app-test</externalId>
          <testFunction>demo-app-test-test</testFunction>
          <smokeTests><smokeTest><path>/health</path></smokeTest></smokeTests>
        </environment>
        <environment>
          <name>prod</name><account>333333333333</account><requires>test</requires>
          <role>demo-app-prod-deploy</role><externalId>demo-app-prod</externalId>
          <testFunction>demo-app-prod-test</testFunction>
          <smokeTests><smokeTest><path>/health</path></smokeTest></smokeTests>
        </environment>
      </environments>
      <pipeline><github>example/demo-app</github></pipeline>
      """;

  @TempDir Path folder;
  private final List<Access> used = new CopyOnWriteArrayList<>();
  private final Settings settings = Written.xml(POM).read();
  private ImageReference image;

  @BeforeEach
  void bootstrap() throws Exception {
    try (var aws = new RehearsedStacks(state(), Set.of())) {
      aws.bootstrap(plan());
      onlyTheJobsAssumeTheRoles(aws);
      aBuildReachesNoEnvironment(aws);
      thereIsNoCodeBuild(aws);
      theSdkAssumesTheRoleByTheTokenInAFile(aws);
      aTokenThatDoesNotFitIsRefusedInStsWords(aws);
    }
  }

  @Test
  void theRolesAreEnoughForTheGoalsOfTheirJobs() throws Exception {
    push();
    deploy("test");
    assertThat(run(new SmokeTestMojo(), "test", ""))
        .anySatisfy(line -> assertThat(line).startsWith("1 smoke test passed"));
    deploy("prod");
  }

  private static void onlyTheJobsAssumeTheRoles(RehearsedStacks aws) {
    var rehearsal = aws.rehearsal;
    rehearsal.roles().sessionOf(BUILD, GITHUB, MAIN, AWS);
    rehearsal.roles().sessionOf(TEST, GITHUB, "repo:example/demo-app:environment:test", AWS);
    rehearsal.roles().sessionOf(PROD, GITHUB, "repo:example/demo-app:environment:prod", AWS);
    for (String subject :
        List.of(
            "repo:example/demo-app:ref:refs/heads/other",
            "repo:example/demo-app:ref:refs/tags/main",
            "repo:example/demo-app:pull_request",
            "repo:example/demo-app:environment:test",
            "repo:Example/demo-app:ref:refs/heads/main",
            "repo:fork/demo-app:ref:refs/heads/main")) {
      assertThatThrownBy(() -> rehearsal.roles().sessionOf(BUILD, GITHUB, subject, AWS))
          .hasMessageContaining(subject + " may not assume role " + BUILD);
    }
    for (String subject : List.of(MAIN, "repo:example/demo-app:environment:test")) {
      refused(() -> rehearsal.roles().sessionOf(PROD, GITHUB, subject, AWS));
    }
    refused(() -> rehearsal.roles().sessionOf(BUILD, GITHUB, MAIN, "somebody.else"));
    refused(() -> rehearsal.roles().sessionOf(BUILD, "gitlab.com", MAIN, AWS));
    refused(
        () -> rehearsal.roles().sessionOf(BUILD, "codebuild.amazonaws.com", "arn:aws:codebuild:x"));
  }

  private static void refused(Runnable session) {
    assertThatThrownBy(session::run).isInstanceOf(XacctException.class);
  }

  private static void aBuildReachesNoEnvironment(RehearsedStacks aws) {
    String test = "arn:aws:iam::222222222222:role/demo-app-test-deploy";
    String prod = "arn:aws:iam::333333333333:role/demo-app-prod-deploy";
    assertThat(aws.rehearsal.roles().denial(BUILD, "sts:AssumeRole", test)).isPresent();
    assertThat(aws.rehearsal.roles().denial(BUILD, "sts:AssumeRole", prod)).isPresent();
    assertThat(aws.rehearsal.roles().denial(TEST, "sts:AssumeRole", test)).isEmpty();
    assertThat(aws.rehearsal.roles().denial(TEST, "sts:AssumeRole", prod)).isPresent();
    assertThat(aws.rehearsal.roles().denial(PROD, "sts:AssumeRole", prod)).isEmpty();
    assertThat(aws.rehearsal.roles().denial(PROD, "sts:AssumeRole", test)).isEmpty();
  }

  private static void thereIsNoCodeBuild(RehearsedStacks aws) {
    for (String type : List.of("AWS::CodeBuild::Project", "AWS::S3::Bucket", "AWS::KMS::Key")) {
      assertThat(aws.rehearsal.standing(TOOLS, new Region("eu-central-1"), type)).isEmpty();
    }
  }

  /** As in jobs of GitLab, Jenkins and Bitbucket. */
  private void theSdkAssumesTheRoleByTheTokenInAFile(RehearsedStacks aws) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), token(aws, MAIN, "https://" + GITHUB));
    var properties =
        Map.of(
            "aws.endpointUrl", aws.rehearsal.endpoint().toString(),
            "aws.region", "eu-central-1",
            "aws.webIdentityTokenFile", file.toString(),
            "aws.roleArn", BUILD.toString(),
            "aws.roleSessionName", "gitlab-1-2");
    properties.forEach(System::setProperty);
    try (var access = AwsAccess.byDefaultChain(Optional.empty());
        var session = access.builder(new Region("eu-central-1"))) {
      assertThat(new Stacks(session, Sleeper.real()).caller())
          .isEqualTo("arn:aws:sts::111111111111:assumed-role/demo-app-oidc-build/gitlab-1-2");
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  private static void aTokenThatDoesNotFitIsRefusedInStsWords(RehearsedStacks aws) {
    try (var sts =
        StsClient.builder()
            .endpointOverride(aws.rehearsal.endpoint())
            .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertThatThrownBy(() -> assume(sts, PROD, token(aws, MAIN, "https://" + GITHUB), 3600))
          .isInstanceOf(StsException.class)
          .hasMessageContaining("Not authorized to perform sts:AssumeRoleWithWebIdentity");
      assertThatThrownBy(() -> assume(sts, BUILD, token(aws, MAIN, "https://gitlab.com"), 3600))
          .hasMessageContaining(
              "No OpenIDConnect provider found in your account for https://gitlab.com");
      assertThatThrownBy(() -> assume(sts, BUILD, "no token", 3600))
          .hasMessageContaining("The ID Token provided is not a valid JWT.");
      String token = token(aws, MAIN, "https://" + GITHUB);
      String forged = token(aws, "repo:fork/app:ref:x", "https://" + GITHUB);
      String mixed =
          forged.replaceFirst(
              "\\..*\\.", token.replaceFirst("^[^.]*", "").replaceFirst("[^.]*$", ""));
      assertThatThrownBy(() -> assume(sts, BUILD, mixed, 3600))
          .hasMessageContaining("Couldn't retrieve verification key from your identity provider");
      String other =
          aws.rehearsal.roles().identityToken("https://" + GITHUB, MAIN, "somebody.else");
      assertThatThrownBy(() -> assume(sts, BUILD, other, 3600))
          .hasMessageContaining("Incorrect token audience");
      String old =
          new TokenIssuer(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))
              .token("https://" + GITHUB, MAIN, AWS);
      assertThatThrownBy(() -> assume(sts, BUILD, old, 3600))
          .isInstanceOfSatisfying(
              StsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredTokenException"))
          .hasMessageContaining("Token expired: current date/time");
      assertThatThrownBy(() -> assume(sts, BUILD, token(aws, MAIN, "https://" + GITHUB), 7201))
          .hasMessageContaining("exceeds the MaxSessionDuration set for this role.");
      assertThat(assume(sts, BUILD, token(aws, MAIN, "https://" + GITHUB), 7200).audience())
          .isEqualTo(AWS);
    }
  }

  private static AssumeRoleWithWebIdentityResponse assume(
      StsClient sts, RoleArn role, String token, int seconds) {
    return sts.assumeRoleWithWebIdentity(
        r ->
            r.roleArn(role.toString())
                .roleSessionName("github-1-1")
                .webIdentityToken(token)
                .durationSeconds(seconds));
  }

  private static String token(RehearsedStacks aws, String subject, String issuer) {
    return aws.rehearsal.roles().identityToken(issuer, subject, AWS);
  }

  private void push() throws Exception {
    var stage = Rehearsed.stage(settings, settings.all(), outputs(), Duration.ofMillis(300));
    try (stage) {
      var rehearsal = stage.rehearsal().orElseThrow();
      rehearsal.onAccess(used::add);
      image = Rehearsed.push(stage, settings, folder, "1");
      var policy = LeastPrivilege.policyOf(rehearsal, BUILD.toString());
      var least = new LeastPrivilege(policy, LeastPrivilege.by(BUILD.toString(), used));
      assertThat(least.missing()).isEmpty();
      // Layers are read of a base image in this registry.
      assertThat(least.unused()).containsExactly("Push: ecr:GetDownloadUrlForLayer");
    }
  }

  private void deploy(String environment) throws Exception {
    String given =
        "<deployedImage>"
            + image
            + "</deployedImage><onActive>fail</onActive><onInterrupt>detach</onInterrupt>";
    assertThat(run(new BlueGreenDeployMojo(), environment, given))
        .anySatisfy(
            line -> assertThat(line).contains("Assumed", environment + "-deploy as xacct-demo-app"))
        .anySatisfy(line -> assertThat(line).endsWith("Verdict: succeeded"));
  }

  private List<String> run(XacctMojo goal, String environment, String more) throws Exception {
    return GoalRun.of(
        goal,
        folder,
        POM,
        "<env>" + environment + "</env><rehearse>true</rehearse><minute>300ms</minute>" + more);
  }

  private Path outputs() {
    return folder.resolve("target/xacct");
  }

  private Path state() {
    return outputs().resolve("rehearsal");
  }

  private StackPlan plan() {
    return RehearsedStacks.plan(settings, false, settings.pipeline().map(StackRequests::pipeline));
  }
}
