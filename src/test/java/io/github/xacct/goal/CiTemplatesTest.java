package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code templates} writes for a pipeline that GitHub or GitLab runs, and where. */
class CiTemplatesTest {
  private static final String POM =
      Written.TESTED + "<pipeline><%s>example/demo-app</%s></pipeline>";

  @TempDir Path repository;

  @Test
  void aWorkflowGoesWhereGitHubLooksAndStaysAsItIs() throws Exception {
    Files.createDirectories(repository.resolve(".git"));
    Path module = Files.createDirectories(repository.resolve("apps/demo"));
    Path workflow = repository.resolve(".github/workflows/deploy-demo-app.yml");

    assertThat(templates(module, "github")).anySatisfy(l -> assertThat(l).contains("Wrote "));
    assertThat(workflow)
        .content()
        .contains(
            "    working-directory: apps/demo\n",
            "role-to-assume: arn:aws:iam::111111111111:role/demo-app-test-stage\n",
            "aws-region: eu-central-1\n",
            "- run: mvn -B -ntp package xacct:push-ecr\n");
    try (var files = Files.walk(module.resolve("target/xacct/templates"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("1-demo-app-oidc.yaml", "1-demo-app-oidc.parameters.json")
          .noneMatch(name -> name.contains("pipeline.yaml"));
    }

    Files.writeString(workflow, "ours\n");
    assertThat(templates(module, "github"))
        .contains("Kept " + workflow + ", which differs from the plugin's own.");
    assertThat(workflow).hasContent("ours\n");
  }

  @Test
  void aPipelineOfGitLabGoesToTheRoot() throws Exception {
    Files.writeString(repository.resolve("mvnw"), "");
    templates(repository, "gitlab");
    assertThat(repository.resolve(".gitlab-ci.yml"))
        .content()
        .contains("    - ./mvnw -B -ntp package xacct:push-ecr\n")
        .doesNotContain("    - cd ");
  }

  @Test
  void whatOnlyCodePipelineHasIsRefused() {
    assertThatThrownBy(
            () -> templates(repository, "github", "<codePipelineRole>true</codePipelineRole>"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith(
            "CodePipeline's action gets no role: another CI system runs the pipeline.");
  }

  @Test
  void aWalkIsRefusedForItPlaysCodePipeline() {
    assertThatThrownBy(
            () ->
                GoalRun.of(
                    new PipelineMojo(),
                    repository,
                    POM.formatted("github", "github"),
                    "<rehearse>true</rehearse>"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            """
            Another CI system runs the pipeline; this goal runs CodePipeline's stages on this machine.
            Try: rehearse the commands of its jobs: each takes -Dxacct.rehearse""");
  }

  private List<String> templates(Path folder, String system) throws Exception {
    return templates(folder, system, "");
  }

  private List<String> templates(Path folder, String system, String more) throws Exception {
    return GoalRun.of(
        new TemplatesMojo(), folder, POM.formatted(system, system), "<env></env>" + more);
  }
}
