package io.github.xacct.deploy.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeploymentLabelTest {
  private static final Instant COMMITTED = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void whatIdentifiesADeploymentStandsFirst() {
    var label =
        new DeploymentLabel(
            "shop 1.4", Optional.of("0a1b2c3d4e5f6a7b"), Optional.of(COMMITTED), "ann");

    assertThat(label.describe(image('a')))
        .matches(
            "run [0-9a-f]{12} image sha256:aaaaaaaaaaaa commit 0a1b2c3d4e5f of"
                + " 2026-11-23T12:00:00Z: shop 1.4 by ann");
  }

  /** For any length of names, versions and build IDs. */
  @Test
  void nothingThatIdentifiesIsEverCut() {
    var random = new Random(1);
    var seen = new HashSet<String>();
    for (int i = 0; i < 3000; i++) {
      String app = text(random) + " " + text(random);
      var commit = Optional.of("%016x".formatted(random.nextLong()));
      var committed = random.nextInt(3) == 0 ? Optional.<Instant>empty() : Optional.of(COMMITTED);
      var label = new DeploymentLabel(app, commit, committed, text(random));
      String description = label.describe(image('a'));

      assertThat(description).hasSizeLessThanOrEqualTo(256);
      assertThat(seen.add(description)).as("two runs, two descriptions").isTrue();
      assertThat(label.isOf(description, image('a'))).as(description).isTrue();
      assertThat(label.mayBeOf(description)).isTrue();
      assertThat(DeploymentLabel.commit(description)).contains(commit.get().substring(0, 12));
      assertThat(DeploymentLabel.committed(description)).isEqualTo(committed);
      assertThat(label.isOf(description, image('b'))).isFalse();
      var other = new DeploymentLabel(app, Optional.of("ffff" + commit.get()), committed, "ann");
      assertThat(other.mayBeOf(description)).isFalse();
    }
  }

  @Test
  void aDeploymentWithoutACommitIsKnownByItsImageAndApp() {
    var label = new DeploymentLabel("shop 1", Optional.empty(), Optional.empty(), "ann");
    String description = label.describe(image('a'));

    assertThat(label.isOf(description, image('a'))).isTrue();
    assertThat(DeploymentLabel.commit(description)).isEmpty();
    var other = new DeploymentLabel("shop 2", Optional.empty(), Optional.empty(), "ann");
    assertThat(other.isOf(description, image('a'))).isFalse();
  }

  @Test
  void wordsThatLookLikeTheFormIdentifyNothing() {
    var label =
        new DeploymentLabel(
            "shop image sha256:bbbbbbbbbbbb commit decafdecaf00: x",
            Optional.of("0a1b2c3d4e5f"),
            Optional.empty(),
            "ann");
    String description = label.describe(image('a'));

    assertThat(DeploymentLabel.names(description, image('b'))).isFalse();
    assertThat(DeploymentLabel.commit(description)).contains("0a1b2c3d4e5f");
    assertThat(DeploymentLabel.commit("rollback to d-1 by ann")).isEmpty();
  }

  private static ImageReference image(char digit) {
    return ImageReference.parse("registry/app@sha256:" + String.valueOf(digit).repeat(64));
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(300);
    while (text.length() < length) {
      text.appendCodePoint(random.nextInt(8) == 0 ? 0x1f600 : 'a' + random.nextInt(26));
    }
    return text.toString();
  }
}
