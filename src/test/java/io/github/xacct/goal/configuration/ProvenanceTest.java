package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.Written;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void tagsAndLabelsNameTheCommitThatCodeBuildResolved() {
    var image =
        Written.xml(Written.LEAST)
            .variable("CODEBUILD_RESOLVED_SOURCE_VERSION", COMMIT)
            .read()
            .image();
    assertThat(image.tags()).containsExactly(COMMIT);
    assertThat(image.labels()).containsEntry("org.opencontainers.image.revision", COMMIT);
  }

  @Test
  void aSourceVersionOfS3IsNoCommit() {
    var image =
        Written.xml(Written.LEAST)
            .variable("CODEBUILD_RESOLVED_SOURCE_VERSION", "sYZaZ0xZ.K3p_6Yy")
            .read()
            .image();
    assertThat(image.tags()).containsExactly("1.0");
    assertThat(image.labels()).doesNotContainKey("org.opencontainers.image.revision");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0-SNAPSHOT,1.0-SNAPSHOT",
    "1.0+build 7,1.0-build-7",
    "feature/x,feature-x",
    "-rc,rc",
    "+,latest"
  })
  void aVersionBecomesATag(String version, String tag) {
    assertThat(Written.xml(Written.LEAST).version(version).read().image().tags())
        .containsExactly(tag);
  }

  @Test
  void aTagEndsAfter128Characters() {
    assertThat(ImageTags.closestTag("x".repeat(200))).hasSize(128);
  }

  @Test
  void labelsOfTheUserWin() {
    var labels =
        Written.image(
                "<labels><org.opencontainers.image.version>7</org.opencontainers.image.version>"
                    + "</labels>")
            .scmUrl("https://example.com/shop")
            .read()
            .image()
            .labels();
    assertThat(labels)
        .containsEntry("org.opencontainers.image.version", "7")
        .containsEntry("org.opencontainers.image.source", "https://example.com/shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "1767225600"})
  void theCreationTimeIsTheProjectsOutputTimestamp(String timestamp) {
    var image =
        Written.xml(Written.LEAST)
            .property("project.build.outputTimestamp", timestamp)
            .read()
            .image();
    assertThat(image.created()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(image.labels())
        .containsEntry("org.opencontainers.image.created", "2026-01-01T00:00:00Z");
  }

  @Test
  void anOutputTimestampOfOneLetterMeansNone() {
    var image =
        Written.xml(Written.LEAST).property("project.build.outputTimestamp", "x").read().image();
    assertThat(image.created()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(image.labels()).doesNotContainKey("org.opencontainers.image.created");
  }
}
