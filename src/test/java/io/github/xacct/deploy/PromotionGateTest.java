package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.PromotionFacts;
import io.github.xacct.event.Event;
import io.github.xacct.event.Finding;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a gate checks, and what it decides by the results. */
class PromotionGateTest {
  private static final Environment TEST = PromotionTest.environment("test", "222222222222");
  private static final Environment PROD = PromotionTest.environment("prod", "333333333333");
  private static final RegistrySettings REGISTRY =
      new RegistrySettings(
          new AccountId("111111111111"), new Region("eu-central-1"), "app", false, true, true);
  private static final ImageReference RUNNING = image("app", "a");
  private static final ImageReference BUILT = image("app", "b");
  private static final DeploymentLabel LABEL =
      new DeploymentLabel("app 1", Optional.of("c0ffee"), Optional.empty(), "build demo:42");

  private final List<Event> events = new ArrayList<>();
  private final Facts facts = new Facts();

  @Test
  void promotesWhatTheOtherEnvironmentRuns() {
    var approved = approve(Optional.of(TEST), Optional.empty(), Optional.empty(), false);

    assertThat(approved.named()).contains(RUNNING);
    assertThat(approved.label().commit()).contains("5eed");
    assertThat(events)
        .containsExactly(new Event.Note("Promoting from test what it runs: " + RUNNING));
  }

  @Test
  void refusesAnImageThatIsNamedAndPromoted() {
    assertThatThrownBy(
            () -> approve(Optional.of(TEST), Optional.empty(), Optional.of(BUILT), false))
        .hasMessage(
            """
            xacct.image and xacct.promoteFrom are both set.
            Try: leave one of them out.""");
  }

  @Test
  void refusesWhatCannotBePulled() {
    facts.running = image("other", "a");
    assertThatThrownBy(() -> approve(Optional.of(TEST), Optional.empty(), Optional.empty(), false))
        .hasMessage(
            facts.running
                + " is not in repository app, so it is unknown whether prod may pull it.\n"
                + "Try: correct <registry><repository>, or name the image: -Dxacct.image=...");
    facts.running = RUNNING;
    facts.held = false;
    assertThatThrownBy(() -> approve(Optional.of(TEST), Optional.empty(), Optional.empty(), false))
        .hasMessageStartingWith(RUNNING + " is not in the registry any more.")
        .hasMessageContaining("test runs it from what it has pulled before.");
    facts.held = true;
    facts.pull = finding(Finding.Outcome.FAIL);
    assertThatThrownBy(() -> approve(Optional.of(TEST), Optional.empty(), Optional.empty(), false))
        .hasMessage("It may not pull.\nECR said no.\nTry: allow it.");
  }

  @Test
  void warnsWhereItIsNotKnownWhetherTheImageCanBePulled() {
    facts.pull = finding(Finding.Outcome.SKIPPED);
    approve(Optional.of(TEST), Optional.empty(), Optional.empty(), false);
    assertThat(events)
        .contains(new Event.Warning("Whether prod may pull the image: It may not pull."));
  }

  @Test
  void refusesAnImageThatHasNotPassedUnlessForced() {
    assertThatThrownBy(() -> approve(Optional.empty(), Optional.of(TEST), Optional.empty(), false))
        .hasMessageStartingWith(
            BUILT + " has not passed the smoke tests of test, which prod requires.");
    var forced = approve(Optional.empty(), Optional.of(TEST), Optional.empty(), true);
    assertThat(forced.named()).as("made by this build").isEmpty();
    assertThat(forced.label().by()).isEqualTo("build demo:42, forced without tests of test");
    facts.passed = BUILT;
    assertThat(approve(Optional.empty(), Optional.of(TEST), Optional.empty(), false).label())
        .isEqualTo(LABEL);
  }

  private ApprovedImage approve(
      Optional<Environment> from,
      Optional<Environment> required,
      Optional<ImageReference> named,
      boolean force) {
    return new PromotionGate(REGISTRY, PROD, from, required, force)
        .approve(new ApprovedImage(named, LABEL), () -> BUILT, facts, events::add);
  }

  private static ImageReference image(String repository, String digit) {
    return ImageReference.parse(
        "111111111111.dkr.ecr.eu-central-1.amazonaws.com/"
            + repository
            + "@sha256:"
            + digit.repeat(64));
  }

  private static List<Finding> finding(Finding.Outcome outcome) {
    return List.of(
        new Finding(
            "registry",
            "registry.pull",
            outcome,
            "It may not pull.",
            List.of("ECR said no."),
            List.of("allow it.")));
  }

  private static final class Facts implements PromotionFacts {
    private ImageReference running = RUNNING;
    private ImageReference passed = RUNNING;
    private boolean held = true;
    private List<Finding> pull = List.of();

    @Override
    public Promoted running(Environment source, boolean force) {
      assertThat(source).isEqualTo(TEST);
      return new Promoted(running, Optional.of("5eed"), Optional.empty(), true);
    }

    @Override
    public boolean passed(Environment tester, ImageReference image) {
      assertThat(tester).isEqualTo(TEST);
      return passed.equals(image);
    }

    @Override
    public boolean inRegistry(ImageReference image) {
      return held;
    }

    @Override
    public List<Finding> pull() {
      return pull;
    }
  }
}
