package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.EnvironmentsFile;
import io.github.xacct.stack.FormerArtifacts;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What bootstrap and drift report of existing stacks in addition to CloudFormation's comparison.
 */
class StandingStacksTest {
  private static final Scope TOOLS = new Scope(true, List.of());

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "PendingDeletion, 'Keep it: aws kms cancel-key-deletion %1$s, then aws kms enable-key %1$s'",
    "Disabled, 'Enable it: aws kms enable-key %1$s'",
    "Unavailable, 'See aws kms describe-key %1$s'"
  })
  void aKeyThatCannotBeUsedIsReported(String state, String cure) {
    var tooling = BootstrapRequests.usual().only("test").plan().tooling();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      toolsOnly(aws, BootstrapRequests.usual().only("test").plan());
      assertThat(aws.said).noneMatch(line -> line.contains("key"));
      var place = new AccountRegion(tooling.place().account(), tooling.place().region());
      var store = aws.rehearsal.store();
      String id = store.all(place, "AWS::KMS::Key").keySet().iterator().next();
      String arn = "arn:aws:kms:eu-central-1:111111111111:key/" + id;
      store.edit(place, "AWS::KMS::Key", id, key -> key.put("@KeyState", state));

      toolsOnly(aws, BootstrapRequests.usual().only("test").plan());
      assertThat(aws.said)
          .contains(
              "! demo-app-tooling: its key "
                  + arn
                  + " is "
                  + state
                  + ", so no build and no stage of the pipeline reads or writes an artifact. "
                  + cure.formatted("--key-id " + arn + " --region eu-central-1"));
      assertThat(Drift.lines(tooling, aws.drift(tooling)))
          .containsExactly(
              "demo-app-tooling: ArtifactKey (AWS::KMS::Key, " + arn + ") was changed:",
              "  /KeyState is " + state + ", the template has Enabled");
    }
  }

  /** It is not deleted automatically, because a pipeline may still read from it. */
  @Test
  void aStackOfArtifactsInARegionThatLeftThePomIsReportedUntilItIsGone() {
    var before =
        BootstrapRequests.usual()
            .only("none")
            .environment("test", "222222222222", "us-east-1")
            .codePipelineRole()
            .plan();
    var now = BootstrapRequests.usual().only("test").codePipelineRole().plan();
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var known = toolsOnly(aws, before);
      var outputs = known.tools().orElseThrow().outputs();
      var told = new ArrayList<String>();

      assertThat(FormerArtifacts.standing(known, before, aws.accounts, told::add)).isEmpty();
      var standing = FormerArtifacts.standing(known, now, aws.accounts, told::add);
      assertThat(told)
          .containsExactly(
              "demo-app-artifacts-us-east-1 in tools (account 111111111111, us-east-1) still exists,"
                  + " though no environment of the pom is in that region any more. Once no"
                  + " execution of the pipeline needs it: aws cloudformation"
                  + " update-termination-protection --no-enable-termination-protection"
                  + " --stack-name demo-app-artifacts-us-east-1 --region us-east-1, then aws"
                  + " cloudformation delete-stack --stack-name demo-app-artifacts-us-east-1"
                  + " --region us-east-1. Its bucket and its key stay, and cost: "
                  + outputs.get("UsEast1ArtifactBucketName")
                  + ", "
                  + outputs.get("UsEast1ArtifactKeyArn"));
      var kept = FormerArtifacts.kept(standing, toolsOnly(aws, now));
      assertThat(kept.tools().orElseThrow().outputs()).containsKey("UsEast1ArtifactKeyArn");

      aws.destroy(List.of(before.ofTools().get(1)));
      assertThat(FormerArtifacts.standing(kept, now, aws.accounts, told::add)).isEmpty();
    }
  }

  private static EnvironmentsFile toolsOnly(RehearsedStacks aws, StackPlan plan) {
    var bootstrap = aws.bootstrap(plan, TOOLS);
    bootstrap.prepare();
    bootstrap.run();
    return BootstrapWork.found(EnvironmentsFile.empty("demo-app"), bootstrap, plan, TOOLS);
  }
}
