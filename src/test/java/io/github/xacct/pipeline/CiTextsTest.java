package io.github.xacct.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.Actionlint;
import io.github.xacct.CfnLint;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.PipelineSettings.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parses and checks the workflows and the template of their roles. */
class CiTextsTest {
  private static final CiPlace ROOT = new CiPlace("111111111111", "aws", "eu-central-1", "", false);
  private static final CiPlace MODULE =
      new CiPlace("111111111111", "aws-us-gov", "us-gov-west-1", "apps/demo", true);
  private static final OidcIssuer GITHUB = OidcIssuer.of(OidcIssuer.Kind.GITHUB);
  private static final OidcIssuer GITLAB = OidcIssuer.of(OidcIssuer.Kind.GITLAB);

  /** The keys of the workflow syntax that the workflow uses. */
  private static final Set<String> WORKFLOW =
      Set.of("name", "on", "permissions", "defaults", "jobs");

  private static final Set<String> JOB =
      Set.of(
          "needs",
          "runs-on",
          "timeout-minutes",
          "if",
          "environment",
          "concurrency",
          "permissions",
          "steps");
  private static final Set<String> STEP = Set.of("uses", "with", "run", "if");
  private static final Pattern PINNED = Pattern.compile("[\\w-]+/[\\w-]+@[0-9a-f]{40}");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private record Kind(PipelineSettings pipeline, CiPlace place) {
    CiTexts texts() {
      return new CiTexts(pipeline);
    }

    @Override
    public String toString() {
      return pipeline.source().issuer().orElseThrow()
          + " "
          + pipeline.steps().size()
          + " "
          + place.folder();
    }
  }

  private static PipelineSettings pipeline(OidcIssuer issuer, Step... steps) {
    return new PipelineSettings(
        "demo-app",
        new Source(Optional.empty(), "example/demo-app", "main", Optional.of(issuer)),
        List.of(steps),
        DeployWith.PLUGIN,
        "corretto21");
  }

  private static Step step(String environment, String account, String... approvers) {
    return new Step(environment, new AccountId(account), "a", "g", List.of(approvers));
  }

  static Stream<Kind> kinds() {
    Step test = step("test", "222222222222");
    Step prod = step("prod", "333333333333", "Lead", "QA");
    Step preProd = step("pre-prod", "222222222222", "QA");
    String arn = "arn:aws:iam::111111111111:oidc-provider/";
    return Stream.of(
        new Kind(pipeline(GITHUB, test, preProd, prod), ROOT),
        new Kind(pipeline(GITHUB, test), MODULE),
        new Kind(pipeline(GITHUB.withHost("git.example.com/_services/token"), test, prod), ROOT),
        new Kind(pipeline(GITHUB.withProvider(arn + GITHUB.host()), test, prod), MODULE),
        new Kind(pipeline(GITLAB, test, prod), ROOT),
        new Kind(pipeline(GITLAB.withProvider(arn + GITLAB.host()), test, preProd, prod), MODULE));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nothingIsLeftUnfilledAndYamlReadsIt(Kind kind) throws Exception {
    for (String text : List.of(kind.texts().template(), kind.texts().workflow(kind.place))) {
      assertThat(text).doesNotContain("#@").doesNotContainPattern("(?<![\\w/-])@\\w+@");
      assertThat(YAML.readTree(text).isObject()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aWorkflowOfGitHubIsOne(Kind kind) throws Exception {
    if (kind.pipeline.source().issuer().orElseThrow().system() != OidcIssuer.Kind.GITHUB) {
      return;
    }
    String text = kind.texts().workflow(kind.place);
    JsonNode workflow = YAML.readTree(text);
    assertThat(WORKFLOW).containsAll(names(workflow));
    assertThat(workflow.at("/permissions")).hasToString("{\"contents\":\"read\"}");
    assertThat(text.split("\\$\\{\\{").length).isEqualTo(text.split("}}").length);
    var before = new HashSet<String>();
    for (var job : workflow.path("jobs").properties()) {
      JsonNode it = job.getValue();
      assertThat(JOB).containsAll(names(it));
      assertThat(it.path("runs-on").asText()).isEqualTo("ubuntu-latest");
      assertThat(it.path("permissions"))
          .hasToString("{\"contents\":\"read\",\"id-token\":\"write\"}");
      if (it.has("environment")) {
        assertThat(it.at("/concurrency/cancel-in-progress").asBoolean(true)).isFalse();
      }
      if (it.has("needs")) { // an earlier job, so there is no cycle
        assertThat(before).contains(it.path("needs").asText());
      }
      before.add(job.getKey());
      it.path("steps").forEach(CiTextsTest::checkStep);
    }
    assertThat(before).hasSize(1 + kind.pipeline.steps().size());
  }

  private static void checkStep(JsonNode step) {
    assertThat(STEP).containsAll(names(step));
    assertThat(step.has("uses") ^ step.has("run")).as(step.toString()).isTrue();
    if (step.has("uses")) {
      assertThat(step.path("uses").asText()).matches(PINNED);
    } else {
      // What others may choose, such as a branch's name, never becomes part of a script.
      assertThat(step.path("run").asText()).doesNotContain("${{");
    }
  }

  @Test
  void eachJobHasTheRoleThatTheTemplateMakesAndNoStoredKey() throws Exception {
    for (Kind kind : kinds().toList()) {
      String template = kind.texts().template();
      String workflow = kind.texts().workflow(kind.place);
      assertThat(workflow).doesNotContainIgnoringCase("secret", "access_key", "access-key");
      var roles = Pattern.compile("role/([\\w-]+)$", Pattern.MULTILINE).matcher(workflow);
      for (var role : roles.results().map(r -> r.group(1)).distinct().toList()) {
        assertThat(template).contains(role.replace("demo-app", "RoleName: !Sub '${AppName}") + "'");
      }
    }
  }

  @Test
  void aTokenIsPinnedToAudienceAndWholeSubject() throws Exception {
    for (Kind kind : kinds().toList()) {
      String issuer = kind.pipeline.source().issuer().orElseThrow().host();
      for (JsonNode trust :
          YAML.readTree(kind.texts().template()).findValues("AssumeRolePolicyDocument")) {
        for (JsonNode statement : trust.path("Statement")) {
          JsonNode condition = statement.path("Condition");
          assertThat(names(condition)).containsExactly("StringEquals");
          JsonNode equal = condition.path("StringEquals");
          assertThat(names(equal)).containsExactly(issuer + ":aud", issuer + ":sub");
          assertThat(equal.path(issuer + ":sub").asText())
              .contains("example/demo-app:")
              .doesNotContain("*");
        }
      }
    }
  }

  /** For roles that are created manually. */
  @Test
  void theDocumentationHasTheSamePolicies() throws Exception {
    String doc = Files.readString(Path.of("docs/ci.md"));
    var documented =
        Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(doc).results().toList();
    assertThat(documented).hasSize(2);
    JsonNode role =
        YAML.readTree(kinds().findFirst().orElseThrow().texts().template())
            .at("/Resources/ProdRole/Properties");
    JsonNode trust = YAML.readTree(documented.get(0).group(1)).at("/Statement/0");
    JsonNode made = role.at("/AssumeRolePolicyDocument/Statement/0");
    assertThat(trust.path("Condition")).isEqualTo(made.path("Condition"));
    assertThat(trust.path("Action")).isEqualTo(made.path("Action"));
    JsonNode policy = YAML.readTree(documented.get(1).group(1)).path("Statement");
    JsonNode statements = role.at("/Policies/0/PolicyDocument/Statement");
    assertThat(policy).hasSize(statements.size());
    assertThat(policy.at("/0/Action")).isEqualTo(statements.at("/0/Action"));
  }

  @Test
  void theWorkflowForGitHubIsThis() throws Exception {
    var pipeline =
        pipeline(GITHUB, step("test", "222222222222"), step("prod", "3".repeat(12), "QA"));
    var texts = new CiTexts(pipeline);
    assertThat(texts.path()).isEqualTo(".github/workflows/deploy-demo-app.yml");
    JsonNode jobs = YAML.readTree(texts.workflow(ROOT)).path("jobs");
    assertThat(jobs.at("/deploy-prod/environment").asText()).isEqualTo("prod");
    assertThat(jobs.at("/deploy-prod/needs").asText()).isEqualTo("deploy-test");
    assertThat(runs(jobs.path("build"))).containsExactly("mvn -B -ntp package xacct:push-ecr");
    assertThat(runs(jobs.path("deploy-test")))
        .containsExactly(
            "mvn -B -ntp xacct:blue-green-deploy -Denv=test -Dxacct.image=@target/xacct/image.json"
                + " -Dxacct.onActive=wait",
            "mvn -B -ntp xacct:smoke-test -Denv=test || { grep -q \"^...outcome.*failed\""
                + " target/xacct/test/smoke-tests.json && mvn -B -ntp xacct:rollback -Denv=test"
                + " -Dxacct.onActive=stop; false; }");
    assertThat(runs(jobs.path("deploy-prod")).get(0)).contains("-Dxacct.requires=test");
    assertThat(texts.workflow(ROOT))
        .contains("# Environment prod needs \"Required reviewers\" (QA): its job waits for them.")
        .doesNotContain("working-directory");
    assertThat(texts.workflow(MODULE))
        .contains("working-directory: apps/demo", "path: apps/demo/target/xacct/image.json");
  }

  @Test
  void thePipelineForGitLabIsThis() throws Exception {
    var pipeline =
        pipeline(GITLAB, step("test", "222222222222"), step("prod", "3".repeat(12), "QA"));
    var texts = new CiTexts(pipeline);
    assertThat(texts.path()).isEqualTo(".gitlab-ci.yml");
    JsonNode yaml = YAML.readTree(texts.workflow(MODULE));
    assertThat(yaml.path("stages")).hasToString("[\"build\",\"test\",\"prod\"]");
    JsonNode prod = yaml.path("deploy-prod");
    assertThat(prod.path("when").asText()).isEqualTo("manual");
    assertThat(prod.path("needs")).hasToString("[\"build\",\"deploy-test\"]");
    assertThat(prod.at("/variables/AWS_ROLE_ARN").asText())
        .isEqualTo("arn:aws-us-gov:iam::111111111111:role/demo-app-prod-stage");
    assertThat(prod.at("/artifacts/reports/junit").asText())
        .isEqualTo("apps/demo/target/xacct/prod/TEST-*.xml");
    assertThat(yaml.at("/.aws/id_tokens/AWS_TOKEN/aud").asText()).isEqualTo("sts.amazonaws.com");
    assertThat(yaml.path("deploy-test").has("when")).isFalse();
    for (JsonNode job : yaml) {
      for (JsonNode line : job.path("script")) {
        assertThat(line.isTextual()).as(line.toString()).isTrue();
      }
    }
  }

  @Tag("foreign")
  @Test
  void cfnLintFindsNothing(@TempDir Path folder) throws Exception {
    var files = new ArrayList<Path>();
    for (Kind kind : kinds().toList()) {
      Path file = folder.resolve("oidc-" + files.size() + ".yaml");
      files.add(Files.writeString(file, kind.texts().template()));
    }
    CfnLint.findsNothingAtAll(files);
  }

  /**
   * Checks the generated workflows and the project's own; in a broken one actionlint finds
   * problems.
   */
  @Tag("foreign")
  @Test
  void actionlintFindsNothing(@TempDir Path folder) throws Exception {
    var workflows = new ArrayList<>(List.of(Path.of(".github/workflows/ci.yml")));
    for (Kind kind : kinds().toList()) {
      if (kind.pipeline.source().issuer().orElseThrow().system() == OidcIssuer.Kind.GITHUB) {
        Path file = folder.resolve("deploy-" + workflows.size() + ".yml");
        workflows.add(Files.writeString(file, kind.texts().workflow(kind.place)));
      }
    }
    String broken = Files.readString(workflows.get(0)).replace("github.ref", "github.reff");
    workflows.add(Files.writeString(folder.resolve("broken.yml"), broken));

    assertThat(Actionlint.findings(folder, workflows))
        .singleElement(STRING)
        .contains("broken.yml:")
        .contains("property \"reff\" is not defined");
  }

  private static List<String> names(JsonNode node) {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> runs(JsonNode job) {
    return job.findValuesAsText("run");
  }
}
