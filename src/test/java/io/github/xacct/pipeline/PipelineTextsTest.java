package io.github.xacct.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.CfnLint;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.MavenSource;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.Region;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTextsTest {
  static final Source CONNECTION =
      new Source(
          Optional.of(
              "arn:aws:codeconnections:eu-central-1:111111111111:connection/"
                  + "11111111-2222-3333-4444-555555555555"),
          "example/demo-app",
          "main");
  static final Source CODE_COMMIT = new Source(Optional.empty(), "demo-app", "main");

  /** Returns a pipeline of three environments with two approvals before production. */
  static PipelineSettings threeEnvironments(Source source, DeployWith deployWith) {
    return new PipelineSettings(
        "demo-app",
        source,
        List.of(
            step("dev", "111111111111"),
            step("test", "222222222222"),
            step("prod", "333333333333", "EngineeringLead", "QA")),
        deployWith,
        "corretto21");
  }

  /** Returns a pipeline that downloads the plugin from CodeArtifact. */
  static PipelineSettings codeArtifact() {
    return new PipelineSettings(
        "demo-app",
        CONNECTION,
        List.of(step("test", "222222222222"), step("prod", "333333333333", "QA")),
        DeployWith.PLUGIN,
        "corretto21",
        new MavenSource(
            Optional.of(PipelineTexts.MAVEN_SETTINGS),
            Optional.of(
                MavenSource.CodeArtifact.parse(
                    "arn:aws:codeartifact:eu-west-1:444444444444:repository/team/releases"))));
  }

  private static Step step(String environment, String account, String... approvers) {
    String name = "demo-app-" + environment;
    return new Step(environment, new AccountId(account), name, name, List.of(approvers));
  }

  /** Returns a pipeline with production in another region. */
  static PipelineSettings twoRegions(DeployWith deployWith) {
    var prod =
        new Step(
            "prod",
            new AccountId("333333333333"),
            "demo-app-prod",
            "demo-app-prod",
            List.of("QA"),
            Optional.of(new Region("eu-west-1")));
    return new PipelineSettings(
        "demo-app",
        CONNECTION,
        List.of(step("test", "222222222222"), prod),
        deployWith,
        "corretto21");
  }

  static Stream<PipelineSettings> everyKind() {
    var two =
        new PipelineSettings(
            "demo-app",
            CONNECTION,
            List.of(step("pre-prod", "222222222222", "QA"), step("prod", "333333333333", "Lead")),
            DeployWith.PLUGIN,
            "corretto17");
    var one =
        new PipelineSettings(
            "demo-app",
            CODE_COMMIT,
            List.of(step("prod", "333333333333")),
            DeployWith.PLUGIN,
            "corretto17");
    return Stream.of(
        codeArtifact(),
        twoRegions(DeployWith.CODEDEPLOY_ACTION),
        threeEnvironments(CONNECTION, DeployWith.PLUGIN),
        threeEnvironments(CODE_COMMIT, DeployWith.PLUGIN),
        threeEnvironments(CONNECTION, DeployWith.CODEDEPLOY_ACTION),
        threeEnvironments(CODE_COMMIT, DeployWith.CODEDEPLOY_ACTION),
        two,
        one);
  }

  /** An action in another region specifies it, and has its artifact store there. */
  @Test
  void codePipelinesOwnActionHasItsRegionAndAnArtifactStoreThere() {
    String template = new PipelineTexts(twoRegions(DeployWith.CODEDEPLOY_ACTION)).template();

    assertThat(template)
        .containsOnlyOnce("              Region: eu-west-1\n")
        .contains(
            """
                  ArtifactStores:
                    - Region: !Ref AWS::Region
                      ArtifactStore:
                        Type: S3
                        Location: !Ref ArtifactBucketName
                        EncryptionKey:
                          Type: KMS
                          Id: !Ref ArtifactKeyArn
                    - Region: eu-west-1
                      ArtifactStore:
                        Type: S3
                        Location: !Ref EuWest1ArtifactBucketName
                        EncryptionKey:
                          Type: KMS
                          Id: !Ref EuWest1ArtifactKeyArn
            """)
        .doesNotContain("\n      ArtifactStore:");
  }

  /** The plugin reads no artifact in the region of an environment. */
  @Test
  void thePluginNeedsOneArtifactStoreForAllRegions() {
    assertThat(new PipelineTexts(twoRegions(DeployWith.PLUGIN)).template())
        .contains("\n      ArtifactStore:\n")
        .doesNotContain("ArtifactStores", "eu-west-1");
  }

  @Test
  void stagesFollowTheEnvironmentsInTheirOrder() {
    var names = Pattern.compile("^        - Name: (\\w+)$", Pattern.MULTILINE);
    String template =
        new PipelineTexts(threeEnvironments(CONNECTION, DeployWith.PLUGIN)).template();

    assertThat(names.matcher(template).results().map(m -> m.group(1)))
        .containsExactly(
            "Source",
            "Build",
            "DeployToDev",
            "TestDev",
            "DeployToTest",
            "TestTest",
            "ApproveProd",
            "DeployToProd",
            "TestProd");
    assertThat(template)
        .contains("- Name: EngineeringLead\n              RunOrder: 2")
        .contains("- Name: QA\n              RunOrder: 2")
        .contains("ExternalEntityLink: !Ref TestEnvironmentUrl");
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void nothingIsLeftUnfilled(PipelineSettings settings) {
    var texts = new PipelineTexts(settings);
    assertThat(texts.template()).doesNotContain("#@").doesNotContainPattern("@\\w+@");
    assertThat(texts.buildspecs().values())
        .allSatisfy(text -> assertThat(text).doesNotContain("#@").doesNotContainPattern("@\\w+@"));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everyBuildspecOfAnActionIsShipped(PipelineSettings settings) {
    var texts = new PipelineTexts(settings);
    var named = Pattern.compile("BuildspecOverride: (\\S+)").matcher(texts.template()).results();
    assertThat(named.map(m -> m.group(1)).distinct())
        .containsExactlyInAnyOrderElementsOf(texts.buildspecs().keySet());
  }

  /** CodePipeline runs a new pipeline immediately, and CloudFormation orders by references. */
  @ParameterizedTest
  @MethodSource("everyKind")
  void everythingThatAnExecutionNeedsExistsBeforeThePipeline(PipelineSettings settings)
      throws Exception {
    var resources = new YAMLMapper().readTree(template(settings)).path("Resources");
    var before = new TreeSet<String>();
    collect("Pipeline", resources, before);
    assertThat(resources.fieldNames())
        .toIterable()
        .filteredOn(id -> !id.startsWith("Start"))
        .containsExactlyInAnyOrderElementsOf(before);
  }

  private static void collect(String id, JsonNode resources, Set<String> before) {
    if (before.add(id)) {
      String text = resources.path(id).toString();
      resources
          .fieldNames()
          .forEachRemaining(
              other -> {
                if (text.matches("(?s).*[\"{]" + other + "[\".}].*")) {
                  collect(other, resources, before);
                }
              });
    }
  }

  @Test
  void buildsLogInToCodeArtifactAndReadTheSettingsThatComeWithIt() throws Exception {
    var texts = new PipelineTexts(codeArtifact());

    assertThat(texts.buildspecs().values())
        .allSatisfy(
            text -> {
              var buildspec = Buildspec.read("x", text);
              assertThat(buildspec.phases().get(1).commands())
                  .containsExactly(
                      "CODEARTIFACT_AUTH_TOKEN=\"$(aws codeartifact get-authorization-token --domain"
                          + " team --domain-owner 444444444444 --region eu-west-1 --query"
                          + " authorizationToken --output text)\"",
                      "export CODEARTIFACT_AUTH_TOKEN");
              assertThat(text).contains("mvn -B -ntp -s .xacct/settings.xml ");
              assertThat(text.replace("mvn -B -ntp -s .xacct/settings.xml ", ""))
                  .doesNotContain("mvn ");
            });
    assertThat(texts.files().get(".xacct/settings.xml"))
        .contains(
            "<password>${env.CODEARTIFACT_AUTH_TOKEN}</password>",
            "<url>https://team-444444444444.d.codeartifact.eu-west-1.amazonaws.com/maven/releases/</url>");
    assertThat(new PipelineTexts(threeEnvironments(CONNECTION, DeployWith.PLUGIN)).files())
        .doesNotContainKey(".xacct/settings.xml");
  }

  @Tag("foreign")
  @Test
  void cfnLintFindsNothing(@TempDir Path folder) throws Exception {
    var files = new ArrayList<Path>();
    for (PipelineSettings settings : everyKind().toList()) {
      Path file = folder.resolve("pipeline-" + files.size() + ".yaml");
      files.add(Files.writeString(file, template(settings)));
    }
    CfnLint.findsNothingAtAll(files);
  }

  private static String template(PipelineSettings settings) {
    return new PipelineTexts(settings).template();
  }
}
