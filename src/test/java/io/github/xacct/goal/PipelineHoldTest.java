package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.ci.PushedFiles;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline is created when the remote branch has what its first execution needs. */
class PipelineHoldTest {
  private static final String POM =
      Written.TESTED + "<pipeline><codeCommit>demo-app</codeCommit></pipeline>";

  @TempDir Path folder;

  @BeforeEach
  void repository() throws Exception {
    Files.writeString(folder.resolve("pom.xml"), "<project/>");
    git("init", "-q", "-b", "main");
    commit();
  }

  @Test
  void isHeldUntilTheBranchHasWhatItsBuildsRead() throws Exception {
    assertThat(bootstrap("<pushed>false</pushed>"))
        .contains(
            "demo-app-pipeline is not created yet: a pipeline runs as soon as it exists, and the"
                + " remote branch main lacks pom.xml, .xacct/buildspec-build.yml,"
                + " .xacct/buildspec-deploy.yml, .xacct/buildspec-test.yml,"
                + " .xacct/environments.json.",
            "Commit and push that, then run the same command again: mvn xacct:bootstrap"
                + " -Dxacct.rehearse; with -Dxacct.pushed=true if it is pushed and git on this"
                + " machine does not show it.");
    assertThat(pipelines()).isEmpty();

    assertThat(bootstrap(""))
        .contains(
            "On AWS, demo-app-pipeline is created by a second run, when the remote branch main has"
                + " what its builds read: a pipeline runs as soon as it exists.");
    assertThat(pipelines()).containsExactly("demo-app");

    // One that stands is changed like any other stack.
    assertThat(bootstrap("<pushed>false</pushed>"))
        .noneMatch(line -> line.contains("not created"))
        .contains("Nothing to change: all 6 stacks match their templates.");
  }

  @Test
  void whatIsLackingIsWhatTheRemoteBranchLacks() throws Exception {
    var pushed = new PushedFiles(folder);
    assertThat(pushed.lacking("main", List.of("pom.xml"), List.of())).containsExactly("pom.xml");
    push();
    assertThat(pushed.lacking("main", List.of("pom.xml"), List.of())).isEmpty();
    assertThat(pushed.lacking("other", List.of("pom.xml"), List.of())).containsExactly("pom.xml");

    Files.writeString(folder.resolve("pom.xml"), "<project><!-- with a pipeline --></project>");
    assertThat(pushed.lacking("main", List.of("pom.xml"), List.of("x")))
        .containsExactly("pom.xml as it is here", "x");
    Files.writeString(folder.resolve("x"), "");
    commit();
    assertThat(pushed.lacking("main", List.of("pom.xml"), List.of("x"))).hasSize(2);
    push();
    assertThat(pushed.lacking("main", List.of("pom.xml"), List.of("x"))).isEmpty();
  }

  @Test
  void outsideOfARepositoryEverythingIsLacking(@TempDir Path elsewhere) {
    assertThat(new PushedFiles(elsewhere).lacking("main", List.of("pom.xml"), List.of("x")))
        .containsExactly("pom.xml", "x");
  }

  private List<String> bootstrap(String more) throws Exception {
    return GoalRun.of(
        new BootstrapMojo(),
        folder,
        POM,
        "<env/><rehearse>true</rehearse><yes>true</yes><minute>100ms</minute>" + more);
  }

  private Set<String> pipelines() {
    try (var aws = new RehearsedStacks(folder.resolve("target/xacct/rehearsal"), Set.<Fault>of())) {
      return aws.rehearsal
          .standing(
              new AccountId("111111111111"),
              new Region("eu-central-1"),
              "AWS::CodePipeline::Pipeline")
          .keySet();
    }
  }

  private void commit() throws Exception {
    git("add", "-A");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "x");
  }

  /** As git notes it after a push. */
  private void push() throws Exception {
    git("update-ref", "refs/remotes/origin/main", "HEAD");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).directory(folder.toFile()).start().waitFor()).isZero();
  }
}
