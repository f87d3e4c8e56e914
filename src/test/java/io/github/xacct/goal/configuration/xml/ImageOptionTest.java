package io.github.xacct.goal.configuration.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That an image.json which others may write cannot name another image than the one expected. */
class ImageOptionTest {
  private static final String PUSHED = "sha256:" + "1".repeat(64);
  private static final String OTHER = "sha256:" + "2".repeat(64);

  @TempDir Path folder;

  @BeforeEach
  void pushed() throws Exception {
    Files.createDirectories(folder.resolve("ws@2"));
    Files.writeString(
        folder.resolve("ws@2/image.json"),
        """
        {"repository": "registry/demo", "digest": "%s", "tags": ["1"], "pushed": true,
         "platform": "linux/amd64", "baseImage": "scratch", "baseImageDigest": "none",
         "layers": [{"name": "app", "size": 1, "digest": "%s"}]}
        """
            .formatted(PUSHED, OTHER));
  }

  @Test
  void theFileNamesIt() {
    assertThat(ImageOption.given("@ws@2/image.json", folder))
        .hasToString("Optional[registry/demo@" + PUSHED + "]");
    assertThat(ImageOption.given("@ws@2/image.json@" + PUSHED, folder))
        .hasToString("Optional[registry/demo@" + PUSHED + "]");
  }

  @Test
  void anotherThanTheExpectedIsRefused() {
    assertThatThrownBy(() -> ImageOption.given("@ws@2/image.json@" + OTHER, folder))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            "xacct.image: ws@2/image.json names another image.\nIt names "
                + PUSHED
                + ", expected "
                + OTHER
                + ".\nTry: push again, for something has changed the file since the image was"
                + " pushed.");
  }

  @Test
  void preflightReadsItTheSameWay() {
    assertThat(ImageOption.described("@ws@2/image.json@" + PUSHED, folder).orElseThrow().platform())
        .isEqualTo("linux/amd64");
    assertThatThrownBy(() -> ImageOption.described("@ws@2/image.json@" + OTHER, folder))
        .hasMessageContaining("names another image");
  }

  @Test
  void whatIsNoDigestIsRefusedBeforeAnythingIsRead() {
    assertThatThrownBy(() -> ImageOption.check("@image.json@"))
        .hasMessage("'' is not a digest: a digest is sha256: and 64 hexadecimal digits");
    assertThatThrownBy(() -> ImageOption.check("@image.json@sha256:12"))
        .hasMessageContaining("digest");
  }
}
