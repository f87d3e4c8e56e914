package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageJsonTest {
  private static final ImageDescription IMAGE =
      new ImageDescription(
          "localhost:5000/demo",
          List.of("1.0", "bücher"),
          new Digest("sha256:" + "a".repeat(64)),
          List.of(
              new ImageDescription.Layer(new Digest("sha256:" + "b".repeat(64)), 12, "classes")),
          "scratch",
          "none",
          "linux/arm64",
          true);

  @TempDir Path folder;

  @Test
  void looksAlwaysTheSame() throws IOException {
    Path file = folder.resolve("target/xacct/image.json");
    ImageJson.write(file, IMAGE);
    ImageJson.write(file, IMAGE);

    assertThat(Files.readString(file))
        .isEqualToNormalizingNewlines(
            """
            {
              "repository" : "localhost:5000/demo",
              "tags" : [ "1.0", "bücher" ],
              "digest" : "sha256:%s",
              "platform" : "linux/arm64",
              "pushed" : true,
              "baseImage" : "scratch",
              "baseImageDigest" : "none",
              "layers" : [ {
                "name" : "classes",
                "digest" : "sha256:%s",
                "size" : 12
              } ]
            }
            """
                .formatted("a".repeat(64), "b".repeat(64)));
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void isReadAsItWasWritten() {
    Path file = folder.resolve("image.json");
    ImageJson.write(file, IMAGE);

    assertThat(ImageJson.read(file)).isEqualTo(IMAGE);
  }

  @Test
  void aMissingFileSaysWhatToType() {
    Path file = folder.resolve("image.json");

    assertThatThrownBy(() -> ImageJson.read(file))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            "No image was built: " + file + " does not exist.\nTry: mvn package xacct:image");
  }

  @Test
  void aBrokenFileIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("image.json"), "{\"tags\": [");
    assertThatThrownBy(() -> ImageJson.read(file))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith(file + " does not describe an image.\n")
        .hasMessageEndingWith("Try: delete it and build the image again: mvn package xacct:image");
  }

  @Test
  void aMissingKeyIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("image.json"), "{\"tags\": []}");
    assertThatThrownBy(() -> ImageJson.read(file))
        .hasMessageContaining("\nIt has no \"layers\".\n");
  }

  @Test
  void aBadDigestIsTold() throws IOException {
    Path file = folder.resolve("image.json");
    ImageJson.write(file, IMAGE);
    Files.writeString(file, Files.readString(file).replace("sha256:aaaa", "sha256:xxxx"));

    assertThatThrownBy(() -> ImageJson.read(file))
        .hasMessageContaining("is not a digest: a digest is sha256: and 64 hexadecimal digits");
  }
}
