package io.github.xacct.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.event.Event;
import io.github.xacct.event.PipelineRecord.Status;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.PipelineFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the template's pipeline with stages of one shell line each. */
class PipelineRunTest {
  private static final String STAGE =
      """
      version: 0.2
      env:
        exported-variables: [TEST_RESULT, CHANGES]
      phases:
        build:
          commands:
            - echo "$ENVIRONMENT $IMAGE" >> ../../journal
            - test "$ENVIRONMENT" != "$FAILING"
            - test -f "$CODEBUILD_SRC_DIR_Build/target/xacct/image.json"
            - test "$CODEBUILD_RESOLVED_SOURCE_VERSION" = 0123456789abcdef
            - export TEST_RESULT="3 passed"
            - export CHANGES="cpu 256 to 512"
      """;
  private static final Map<String, String> BUILDSPECS =
      Map.of(
          ".xacct/buildspec-build.yml",
          """
          version: 0.2
          env:
            exported-variables: [COMMIT_AUTHOR, COMMIT_SUBJECT, IMAGE_DIGEST]
          phases:
            build:
              commands:
                - mkdir -p target/xacct target/classes
                - echo built >> ../../journal
                - echo image > target/xacct/image.json
                - touch target/classes/App.class
                - mkdir -p target/xacct/prod
                - |
                  echo '{"image": "evil"}' > target/xacct/prod/taskdef.json
                  echo 'TaskDefinition: evil' > target/xacct/prod/appspec.yaml
                  echo '{"ImageURI": "evil"}' > imageDetail.json
                - export COMMIT_AUTHOR=Ada
                - export COMMIT_SUBJECT="A \\"quoted\\" subject"
                - export IMAGE_DIGEST=sha256:12
          artifacts:
            files: ['**/pom.xml', target/xacct/image.json, imageDetail.json, target/xacct/*/*]
          """,
          ".xacct/buildspec-render.yml",
          """
          version: 0.2
          phases:
            build:
              commands:
                - test "$CODEBUILD_RESOLVED_SOURCE_VERSION" = 0123456789abcdef
                - mkdir -p target/xacct/$ENVIRONMENT
                - |
                  echo '{"image": "registry/demo-app@'$IMAGE_DIGEST'"}' > target/xacct/$ENVIRONMENT/taskdef.json
                  echo 'TaskDefinition: <TASK_DEFINITION>' > target/xacct/$ENVIRONMENT/appspec.yaml
          artifacts:
            files: [target/xacct/*/taskdef.json, target/xacct/*/appspec.yaml]
          """,
          ".xacct/buildspec-deploy.yml",
          STAGE.replace("$IMAGE", "deployed $IMAGE_DIGEST"),
          ".xacct/buildspec-test.yml",
          STAGE.replace("$IMAGE", "tested"),
          ".xacct/buildspec-check.yml",
          STAGE.replace("$IMAGE", "checked $IMAGE_DIGEST"));

  private static final String LOGIN =
      """
            - T="$(aws codeartifact get-authorization-token --domain team --domain-owner 444444444444 --region eu-west-1 --query authorizationToken --output text)"
            - 'echo "logged in: $T" >> ../../journal'
      """;
  private static final String EVIL = "{\"image\": \"evil\"}";

  @TempDir Path home;
  private final List<String> failures = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, String> asked = new LinkedHashMap<>();
  private final List<String> demanded = new ArrayList<>();
  private final List<PipelineHost.Deployment> deployed = new ArrayList<>();
  private DeployWith deployWith = DeployWith.PLUGIN;
  private List<String> rejecting = List.of();
  private String failing = "none";
  private boolean codeArtifact;
  private String interruptedAt = "";
  private PipelineFiles files;

  @BeforeEach
  void files() {
    files = new PipelineFiles(home, ZoneOffset.UTC);
  }

  @Test
  void goesAllTheWayWithOneBuild() {
    walk().all();

    assertThat(journal())
        .containsExactly(
            "built",
            "dev deployed sha256:12",
            "dev tested",
            "test deployed sha256:12",
            "test tested",
            "prod checked sha256:12",
            "prod deployed sha256:12",
            "prod tested");
    assertThat(files.read().stages()).allMatch(stage -> stage.status() == Status.SUCCEEDED);
  }

  @Test
  void laterStagesGetTheCommitAsItWasAndOfTheBuildOnlyItsArtifact() throws Exception {
    walk().all();

    try (var all = Files.walk(home.resolve("builds/TestProd-SmokeTest"))) {
      var root = home.resolve("builds/TestProd-SmokeTest");
      assertThat(all.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "pom.xml",
              "App.java",
              ".xacct/buildspec-build.yml",
              ".xacct/buildspec-check.yml",
              ".xacct/buildspec-deploy.yml",
              ".xacct/buildspec-render.yml",
              ".xacct/buildspec-test.yml");
    }
  }

  @Test
  void whoApprovesReadsWhatADecisionNeeds() {
    walk().all();

    assertThat(asked.keySet()).containsExactly("EngineeringLead", "QA");
    assertThat(asked.get("QA"))
        .isEqualTo(
            "demo-app to prod: A \"quoted\" subject (commit 0123456789abcdef by Ada)."
                + " Image sha256:12. Tests in test: 3 passed."
                + " Changes in prod: cpu 256 to 512 http://test.example.com:8080");
    assertThat(events)
        .filteredOn(event -> event instanceof Event.NoticeSent)
        .hasSize(2)
        .first()
        .hasToString(
            "NoticeSent[topic=ApprovalTopicArn, subject=APPROVAL NEEDED: demo-app, action"
                + " EngineeringLead, text="
                + asked.get("QA").replace(" http://test.example.com:8080", "")
                + "]");
  }

  @Test
  void oneRejectionAmongSeveralApproversIsARejection() {
    rejecting = List.of("QA");

    assertThatThrownBy(() -> walk().all())
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            Rejected by QA in stage ApproveProd.
            Not reached, and nothing changed there: DeployToProd, TestProd.
            Try: request the approval again: mvn xacct:pipeline -Dxacct.rehearse -Dxacct.from=ApproveProd""");
    assertThat(journal()).endsWith("prod checked sha256:12");
    assertThat(files.read().stages().get(6).status()).isEqualTo(Status.REJECTED);
    assertThat(files.read().stages().get(7).status()).isEqualTo(Status.WAITING);
    assertThat(failures).containsExactly("ApproveProd QA: Rejected by QA.");
  }

  @Test
  void nothingFollowsAStageThatFails() throws IOException {
    failing = "test";

    assertThatThrownBy(() -> walk().all())
        .hasMessageStartingWith("Stage DeployToTest failed.\n")
        .hasMessageContaining("[Container] test \"$ENVIRONMENT\"")
        .hasMessageContaining(home.resolve("DeployToTest-BlueGreen.log").toString())
        .hasMessageContaining("-Dxacct.from=DeployToTest");
    assertThat(journal())
        .containsExactly(
            "built", "dev deployed sha256:12", "dev tested", "test deployed sha256:12");
    assertThat(failures).containsExactly("DeployToTest BlueGreen: Stage DeployToTest failed.");
    assertThat(Files.readString(files.page()))
        .contains("<p class=\"problem\">Stage DeployToTest failed.</p>")
        .contains("-Dxacct.from=DeployToTest");
  }

  @Test
  void aStageIsRetriedWithoutBuildingAgain() {
    failing = "test";
    assertThatThrownBy(() -> walk().all()).isInstanceOf(XacctException.class);
    failing = "none";

    walk().from("DeployToTest");

    assertThat(journal())
        .containsOnlyOnce("built")
        .endsWith("prod deployed sha256:12", "prod tested");
    assertThat(asked.get("QA")).contains("commit 0123456789abcdef by Ada");
    assertThat(files.read().stages().get(1).status()).isEqualTo(Status.EARLIER);
    assertThat(files.read().commit()).isEqualTo("0123456789abcdef");
  }

  @Test
  void whatEndsWithItsProcessIsInterruptedNotFailed() throws IOException {
    interruptedAt = "QA";
    rejecting = List.of("QA");

    assertThatThrownBy(() -> walk().all()).isInstanceOf(XacctException.class);

    assertThat(files.read().stages().get(6).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(files.read().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(Files.readString(files.page()))
        .contains("demo-app was interrupted in ApproveProd")
        .doesNotContain("What went wrong");
  }

  @Test
  void aRetryNeedsAStageThatThereIsAndAnEarlierWalk() {
    assertThatThrownBy(() -> walk().from("Deploy"))
        .hasMessageStartingWith("The pipeline has no stage 'Deploy'.\nIt has Source, Build, Dep");
    assertThatThrownBy(() -> walk().from("TestDev"))
        .hasMessageStartingWith("There is no earlier run to resume.");
  }

  /** The Build stage writes files with the same names and other content. */
  @Test
  void codePipelinesOwnActionIsGivenTheFilesThatItsOwnStageHasMadeOfTheCommit() {
    deployWith = DeployWith.CODEDEPLOY_ACTION;
    walk().all();

    assertThat(deployed).hasSize(3);
    assertThat(home.resolve("artifacts/Build/target/xacct/prod/taskdef.json")).hasContent(EVIL);
    assertThat(deployed).noneMatch(deployment -> deployment.toString().contains("evil"));
    assertThat(deployed.get(1))
        .isEqualTo(
            new PipelineHost.Deployment(
                "demo-app",
                "arn:aws:iam::1:role/pipeline",
                "arn:aws:iam::222222222222:role/demo-app-test-codepipeline",
                "demo-app-test",
                "demo-app-test",
                "{\"image\": \"registry/demo-app@sha256:12\"}\n",
                "TaskDefinition: <TASK_DEFINITION>\n",
                "eu-central-1",
                new Pipeline.Store("ArtifactBucketName", "ArtifactKeyArn")));
  }

  @Test
  void thePipelinesRoleIsAskedForEachCall() {
    walk().all();

    assertThat(demanded)
        .containsOnly(
            of("StartBuild", "demo-build"),
            of("BatchGetBuilds", "demo-build"),
            of("StartBuild", "DevStages"),
            of("BatchGetBuilds", "DevStages"),
            of("StartBuild", "TestStages"),
            of("BatchGetBuilds", "TestStages"),
            of("StartBuild", "ProdChecks"),
            of("BatchGetBuilds", "ProdChecks"),
            of("StartBuild", "ProdStages"),
            of("BatchGetBuilds", "ProdStages"),
            "sns:Publish ApprovalTopicArn");
  }

  @Test
  void aBuildThatLogsInToCodeArtifactNeedsAllThatItTakes() {
    codeArtifact = true;
    walk().all();

    String arn = "arn:aws:codeartifact:eu-west-1:444444444444:domain/team";
    assertThat(demanded)
        .contains("codeartifact:GetAuthorizationToken " + arn, "sts:GetServiceBearerToken *");
    assertThat(journal()).startsWith("built", "logged in: rehearsed");
  }

  @Test
  void anApprovalsTextThatCodePipelineWouldRefuseFailsHereToo() {
    var variables = new Variables();
    variables.put("Build", Map.of("COMMIT_SUBJECT", "x".repeat(1000)));
    var action =
        new Pipeline.Action(
            "QA",
            Pipeline.Kind.APPROVAL,
            1,
            java.util.Optional.empty(),
            Map.of("CustomData", "Deploy #{Build.COMMIT_SUBJECT}"),
            List.of(),
            List.of(),
            java.util.Optional.empty(),
            java.util.Optional.empty());
    assertThatThrownBy(() -> variables.fill(action))
        .hasMessageStartingWith(
            "CodePipeline would refuse action QA: its CustomData has 1007 characters");
  }

  private static String of(String call, String project) {
    return "codebuild:" + call + " arn:aws:codebuild:eu-central-1:111111111111:project/" + project;
  }

  private PipelineRun walk() {
    var pipeline = Pipeline.of(resolved());
    var runLog = new RunLog(pipeline, files, List.of("nothing"), Clock.systemUTC());
    Approvals approvals =
        (name, text, link) -> {
          if (name.equals(interruptedAt)) {
            runLog.interrupt();
          }
          asked.put(name, text + " " + link.orElse(""));
          return !rejecting.contains(name);
        };
    var buildspecs = new LinkedHashMap<>(BUILDSPECS);
    if (codeArtifact) {
      buildspecs.computeIfPresent(
          ".xacct/buildspec-build.yml",
          (path, text) ->
              text.replace(
                  "- echo built >> ../../journal", "- echo built >> ../../journal\n" + LOGIN));
    }
    return new PipelineRun(
        pipeline, new OneLineStages(), approvals, buildspecs, home, runLog, events::add);
  }

  /**
   * The resources that CloudFormation would create from the template, as far as a run uses them.
   */
  private JsonNode resolved() {
    String template =
        new PipelineTexts(
                PipelineTextsTest.threeEnvironments(PipelineTextsTest.CONNECTION, deployWith))
            .template()
            .replace("Name: !Ref AppName", "Name: demo-app")
            .replace("!Ref TestEnvironmentUrl", "http://test.example.com")
            .replace("RoleArn: !GetAtt PipelineRole.Arn", "RoleArn: arn:aws:iam::1:role/pipeline")
            .replace("!Sub 'arn:${AWS::Partition}:iam", "'arn:aws:iam")
            .replace("${AppName}", "demo-app");
    try {
      return new YAMLMapper().readTree(template).at("/Resources/Pipeline/Properties");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> journal() {
    try {
      return Files.readAllLines(home.resolve("journal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class OneLineStages implements PipelineHost {
    @Override
    public String region() {
      return "eu-central-1";
    }

    @Override
    public Project project(String name) {
      String own = name.equals("BuildProjectName") ? "demo-build" : name;
      return new Project(own, "arn:aws:iam::111111111111:role/" + own, "image", Map.of());
    }

    @Override
    public Map<String, String> asRoleOf(Project project) {
      return Map.of("FAILING", failing);
    }

    @Override
    public void demand(
        String role, String action, String resource, Map<String, List<String>> context) {
      boolean ofTheBuild = action.startsWith("codeartifact:") || action.startsWith("sts:");
      assertThat(role)
          .isEqualTo(
              ofTheBuild
                  ? "arn:aws:iam::111111111111:role/demo-build"
                  : "arn:aws:iam::1:role/pipeline");
      demanded.add(action + " " + resource);
    }

    @Override
    public String reachable(String stage, String url) {
      assertThat(stage).isEqualTo("ApproveProd");
      return url + ":8080";
    }

    @Override
    public String deploy(Deployment deployment) {
      deployed.add(deployment);
      return "d-1 succeeded";
    }

    @Override
    public void failed(String stage, String action, String summary) {
      failures.add(stage + " " + action + ": " + summary);
    }

    @Override
    public Commit source(Path folder) {
      try {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve("App.java"), "class App {}");
        return new Commit(folder, "0123456789abcdef", "the last commit");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Ended run(Build build) {
      try {
        Path script = home.resolve("script");
        Files.writeString(script, build.script());
        var builder =
            new ProcessBuilder("sh", script.toString())
                .directory(build.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(build.log().toFile());
        builder.environment().putAll(build.environment());
        return new Ended(builder.start().waitFor());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
