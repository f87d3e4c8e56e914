package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.stack.Accounts;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.CloudFormation;
import io.github.xacct.stack.PlaceholderCopies;
import io.github.xacct.stack.TemplateExport;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import io.github.xacct.stack.plan.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network without internet access gets a placeholder that its tasks can pull. */
class PlaceholderCopyTest {
  private static final String REAL =
      "public.ecr.aws/docker/library/busybox"
          + "@sha256:9db7b59979c38555a39def84a31fb98b5296952f9e3afd4f6f11f05b07adfab0";

  /** The machine that runs the script has no tool that pushes images. */
  @Test
  void theScriptWithoutMavenPrintsHowItIsCopied() {
    assertThat(TemplateExport.of(plan).get("2-222222222222-test/deploy.sh"))
        .contains(
            "placeholder eu-central-1 demo-app-test-placeholder busybox-1.37.0 " + REAL + "\n");
  }

  @TempDir Path folder;
  private final StackPlan plan =
      BootstrapRequests.usual().only("test").parameter("NatGateways", "endpoints").plan();

  @Test
  void isCopiedOnceBeforeTheServiceAndGoesWithItsStack() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      String image = aws.rehearsal.publicImage();
      List<ChangeSet> first = aws.bootstrap(plan);
      assertThat(first).allMatch(ChangeSet::first);
      assertThat(Bootstrap.lines(first, false))
          .contains("  demo-app-test-placeholder: 20 MB in ECR, less than a cent a month");
      assertThat(aws.said)
          .containsOnlyOnce(
              "demo-app-test-placeholder: "
                  + REAL
                  + " (in this rehearsal an empty image of its own, "
                  + image
                  + ") is copied to demo-app-test-placeholder:busybox-1.37.0 in 222222222222,"
                  + " eu-central-1, since the tasks reach no public registry");

      aws.said.clear();
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
      assertThat(aws.said).noneMatch(line -> line.contains("is copied"));

      assertThat(aws.destroy(plan.of("test")))
          .as("what stays")
          .noneMatch(line -> line.contains("placeholder"));
    }
  }

  /** Behind a firewall the goal fails before it has created a part of an environment. */
  @Test
  void isRefusedBeforeAnythingIsMadeWhereItsRegistryIsNotReached() {
    try (var aws = new RehearsedStacks(folder, Set.of());
        var accounts =
            aws.with(() -> Optional.of("127.0.0.1:1/busybox@sha256:" + "0".repeat(64)))) {
      var bootstrap = aws.bootstrap(plan, RehearsedStacks.everything(plan), accounts);

      assertThatThrownBy(bootstrap::prepare)
          .hasMessage(
              """
              The placeholder image of test cannot be copied: this machine does not reach its registry.
              The image is %s (in this rehearsal an empty image of its own, 127.0.0.1:1/busybox@sha256:%s).
              ConnectException: Connection refused
              Nothing was changed.
              Try: run this command on a machine that reaches it,
                   or write an image that is in ECR of eu-central-1:
                   <stackParameters><PlaceholderImage>IMAGE</PlaceholderImage>
                   to copy one there: skopeo copy --all docker://%s docker://IMAGE"""
                  .formatted(REAL, "0".repeat(64), REAL));
      assertThat(aws.accounts.in(plan.of("test").get(0).place()).look("demo-app-test-network"))
          .isEmpty();
    }
  }

  @Test
  void aServiceWhosePlaceholderIsMissingNeverRuns() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      var accounts = new WithoutCopies(aws.accounts);
      var bootstrap = aws.bootstrap(plan, RehearsedStacks.everything(plan), accounts);
      bootstrap.prepare();

      assertThatThrownBy(bootstrap::run).hasMessageContaining("Exceeded attempts to wait");
    }
  }

  @Test
  void isCopiedIntoAVpcThatExistsWhereThatIsWished() {
    var wished =
        BootstrapRequests.usual()
            .only("test")
            .existing("vpc-1", List.of("subnet-3", "subnet-4"))
            .parameter("PlaceholderImage", "copy")
            .plan();
    assertThat(wished.of("test"))
        .extracting(Stack::template)
        .containsExactly(
            Template.PLACEHOLDER, Template.SERVICE, Template.CODEDEPLOY, Template.ROLE);
    assertThat(wished.of("test").get(1).values())
        .containsEntry(
            "PlaceholderImage",
            "222222222222.dkr.ecr.eu-central-1.amazonaws.com/demo-app-test-placeholder:busybox-1.37.0")
        .containsEntry(
            "PlaceholderRepositoryArn",
            "arn:aws:ecr:eu-central-1:222222222222:repository/demo-app-test-placeholder");
  }

  @Test
  void oneThatTheTeamNamesStaysAndNothingIsCopied() {
    String theirs = "111111111111.dkr.ecr.eu-central-1.amazonaws.com/team/demo:placeholder";
    var given =
        BootstrapRequests.usual()
            .only("test")
            .parameter("NatGateways", "endpoints")
            .parameter("PlaceholderImage", theirs)
            .plan();

    assertThat(given.of("test")).extracting(Stack::template).doesNotContain(Template.PLACEHOLDER);
    assertThat(given.of("test").get(1).values())
        .containsEntry("PlaceholderImage", theirs)
        .containsEntry("PlaceholderRepositoryArn", "");
  }

  private record WithoutCopies(Accounts real) implements Accounts, PlaceholderCopies {
    @Override
    public CloudFormation in(StackLocation place) {
      return real.in(place);
    }

    @Override
    public PlaceholderCopies placeholders() {
      return this;
    }

    @Override
    public String source() {
      return "none";
    }

    @Override
    public Optional<String> unreachable() {
      return Optional.empty();
    }

    @Override
    public boolean isIn(Stack stack) {
      return false;
    }

    @Override
    public void copyTo(Stack stack) {}
  }
}
