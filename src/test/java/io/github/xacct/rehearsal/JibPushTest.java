package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes by Jib, the client of the image goal, which tries HTTPS first. */
class JibPushTest {
  private static final String OVER_HTTP = "sendCredentialsOverHttp";

  @TempDir Path folder;
  private CoreFixture aws;

  @BeforeEach
  void start() {
    System.setProperty(OVER_HTTP, "true");
    aws = new CoreFixture(folder.resolve("state"));
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(OVER_HTTP);
    aws.close();
  }

  @Test
  void pushesAnImageAndPushesItAgain() throws Exception {
    JibContainer first = push("v1");
    JibContainer again = push("v1");

    assertThat(first.isImagePushed()).isTrue();
    assertThat(again.getDigest()).isEqualTo(first.getDigest());
    var detail =
        aws.ecr(aws.builder())
            .describeImages(r -> r.repositoryName("team/demo"))
            .imageDetails()
            .get(0);
    assertThat(detail.imageDigest()).isEqualTo(first.getDigest().toString());
    assertThat(detail.imageTags()).containsExactly("v1");
  }

  @Test
  void canBuildOnAnImageThatItPushed() throws Exception {
    push("base");

    JibContainer built =
        Jib.from(image("base"))
            .setEntrypoint("/hello")
            .containerize(
                Containerizer.to(image("v2"))
                    .setAllowInsecureRegistries(true)
                    .setBaseImageLayersCache(folder.resolve("base-cache"))
                    .setApplicationLayersCache(folder.resolve("cache")));

    assertThat(built.isImagePushed()).isTrue();
  }

  /** Jib's own message suggests manifest formats; only the cause has ECR's message. */
  @Test
  void anImmutableTagIsToldInTheCause() throws Exception {
    push("v1");
    aws.ecr(aws.builder())
        .putImageTagMutability(r -> r.repositoryName("team/demo").imageTagMutability("IMMUTABLE"));

    Assertions.assertThatThrownBy(() -> push("v1"))
        .isInstanceOf(RegistryException.class)
        .hasStackTraceContaining(
            "The image tag 'v1' already exists in the 'team/demo' repository and cannot be"
                + " overwritten because the tag is immutable.");
  }

  private JibContainer push(String tag) throws Exception {
    Path file = folder.resolve("big");
    if (!Files.exists(file)) {
      byte[] content = new byte[3 << 20];
      new Random(1).nextBytes(content);
      Files.write(file, content);
    }
    return Jib.fromScratch()
        .addLayer(List.of(file), AbsoluteUnixPath.get("/app"))
        .setEntrypoint("/app/big")
        .containerize(
            Containerizer.to(image(tag))
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(folder.resolve("base-cache"))
                .setApplicationLayersCache(folder.resolve("cache")));
  }

  private RegistryImage image(String tag) throws Exception {
    var data = aws.ecr(aws.builder()).getAuthorizationToken().authorizationData().get(0);
    String token =
        new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
    return RegistryImage.named(aws.rehearsal.registryHost() + "/team/demo:" + tag)
        .addCredential("AWS", token.substring(4));
  }
}
