package io.github.xacct.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.model.PipelineSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pipeline's role has exactly the permissions that its actions require. */
class PipelineRoleTest {
  /**
   * Calls of CodePipeline with the pipeline's role. Source: CodePipeline user guide, "Manage the
   * CodePipeline service role", and the page of each action, for a full clone too.
   */
  private static final Map<String, List<String>> CALLS =
      Map.of(
          "store",
          List.of(
              "kms:Decrypt",
              "kms:DescribeKey",
              "kms:GenerateDataKey",
              "s3:GetBucketLocation",
              "s3:GetBucketVersioning",
              "s3:GetObject",
              "s3:GetObjectVersion",
              "s3:PutObject"),
          "CodeStarSourceConnection",
          List.of("codeconnections:UseConnection", "codestar-connections:UseConnection"),
          "CodeCommit",
          List.of(
              "codecommit:CancelUploadArchive",
              "codecommit:GetBranch",
              "codecommit:GetCommit",
              "codecommit:GetRepository",
              "codecommit:GetUploadArchiveStatus",
              "codecommit:UploadArchive"),
          "CodeBuild",
          List.of("codebuild:BatchGetBuilds", "codebuild:StartBuild"),
          "Manual",
          List.of("sns:Publish"),
          "CodeDeployToECS",
          List.of("sts:AssumeRole"));

  /**
   * Calls of CodeBuild with the build's role in a pipeline, besides those allowed by the tooling
   * stack.
   */
  private static final Map<String, List<String>> OF_BUILDS =
      Map.of(
          "CodeStarSourceConnection",
          List.of("codeconnections:UseConnection", "codestar-connections:UseConnection"),
          "CodeCommit",
          List.of("codecommit:GitPull"),
          "CodeBuild",
          List.of(),
          "Manual",
          List.of(),
          "CodeDeployToECS",
          List.of(),
          "store",
          List.of());

  /** Source: CodeArtifact user guide, "AWS CodeArtifact authentication and tokens". */
  private static final Set<String> OF_CODE_ARTIFACT =
      Set.of(
          "codeartifact:GetAuthorizationToken",
          "codeartifact:ReadFromRepository",
          "sts:GetServiceBearerToken");

  @ParameterizedTest
  @MethodSource("io.github.xacct.pipeline.PipelineTextsTest#everyKind")
  void nothingIsMissingAndNothingUnused(PipelineSettings settings) throws Exception {
    JsonNode resources =
        new YAMLMapper().readTree(new PipelineTexts(settings).template()).path("Resources");

    assertThat(granted(resources.path("PipelinePolicy"))).isEqualTo(asked(resources, CALLS));
    var ofBuilds = asked(resources, OF_BUILDS);
    if (settings.maven().codeArtifact().isPresent()) {
      ofBuilds.addAll(OF_CODE_ARTIFACT);
    }
    assertThat(granted(resources.path("BuildInPipelinePolicy"))).isEqualTo(ofBuilds);
    assertThat(granted(resources.path("StagesPolicy"))).containsAll(ofBuilds);
  }

  @ParameterizedTest
  @MethodSource("io.github.xacct.pipeline.PipelineTextsTest#everyKind")
  void noStatementIsForEverything(PipelineSettings settings) throws Exception {
    JsonNode resources =
        new YAMLMapper().readTree(new PipelineTexts(settings).template()).path("Resources");

    for (JsonNode policy : resources.findValues("PolicyDocument")) {
      for (JsonNode statement : policy.path("Statement")) {
        assertThat(statement.path("Action").toString()).doesNotContain("*");
        if (!statement.path("Action").asText().equals("sts:GetServiceBearerToken")) {
          assertThat(statement.path("Resource").toString()).isNotEqualTo("\"*\"");
        }
      }
    }
  }

  private static Set<String> asked(JsonNode resources, Map<String, List<String>> calls) {
    var asked = new TreeSet<>(calls.get("store"));
    for (String provider : resources.path("Pipeline").findValuesAsText("Provider")) {
      asked.addAll(calls.get(provider));
    }
    return asked;
  }

  private static Set<String> granted(JsonNode policy) {
    var granted = new TreeSet<String>();
    for (JsonNode statement : policy.at("/Properties/PolicyDocument/Statement")) {
      JsonNode action = statement.path("Action");
      if (action.isTextual()) {
        granted.add(action.asText());
      }
      action.forEach(one -> granted.add(one.asText()));
    }
    return granted;
  }
}
