package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageDetailTest {

  private static final Instant PUSHED = Instant.parse("2026-01-05T07:04:09.5Z");

  @Test
  void saysAllThatThePushKnows() {
    assertThat(ImageDetail.of(pushed(Samples.IMAGE), Optional.empty(), PUSHED).text())
        .isEqualTo(
            """
            {
              "ImageSizeInBytes": "3000000005",
              "ImageDigest": "%1$s",
              "Version": "1.0",
              "ImagePushedAt": "Mon Jan 05 07:04:09 UTC 2026",
              "RegistryId": "111111111111",
              "RepositoryName": "demo",
              "ImageURI": "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo@%1$s",
              "ImageTags": [
                "1.0",
                "latest"
              ]
            }
            """
                .formatted(Samples.IMAGE.digest()));
  }

  @Test
  void saysTheUriWhenNothingElseIsKnown() {
    ImageReference elsewhere =
        new ImageReference("localhost:5000/team/demo", Samples.IMAGE.digest());
    assertThat(ImageDetail.of(elsewhere).text())
        .isEqualTo(
            """
            {
              "ImageDigest": "%1$s",
              "Version": "1.0",
              "RepositoryName": "team/demo",
              "ImageURI": "localhost:5000/team/demo@%1$s",
              "ImageTags": []
            }
            """
                .formatted(Samples.IMAGE.digest()));
  }

  @Test
  void theConfiguredRegistryBeatsTheHostsName() {
    var account = new AccountId("333333333333");
    assertThat(ImageDetail.of(pushed(Samples.IMAGE), Optional.of(account), PUSHED).registry())
        .contains(account);
  }

  private static ImageDescription pushed(ImageReference image) {
    Digest layer = new Digest("sha256:" + "cd".repeat(32));
    return new ImageDescription(
        image.repositoryUri(),
        List.of("1.0", "latest"),
        image.digest(),
        List.of(
            new ImageDescription.Layer(layer, 3_000_000_000L, "dependencies"),
            new ImageDescription.Layer(layer, 5, "classes")),
        "scratch",
        "none",
        "linux/amd64",
        true);
  }
}
