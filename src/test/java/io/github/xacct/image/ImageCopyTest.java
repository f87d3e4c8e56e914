package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.ImageDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image built by another tool, copied to a registry. */
class ImageCopyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OCI = "application/vnd.oci.image.";

  @TempDir Path folder;

  private final Recording told = new Recording();
  private MemoryRegistry registry;
  private TestApp app;
  private Path layout;

  @BeforeEach
  void start() throws IOException {
    registry = new MemoryRegistry();
    app = TestApp.hello(folder.resolve("app"));
    layout = Files.createDirectories(folder.resolve("layout/blobs/sha256")).getParent().getParent();
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void anOciLayoutKeepsItsDigest() throws IOException {
    String digest = write(image("amd64"));
    index(digest);

    ImageDescription copied = copy(layout);

    assertThat(copied.digest().value()).isEqualTo(digest);
    assertThat(registry.tagged("demo", "1.0")).contains(digest);
    assertThat(registry.manifests.get("demo@" + digest).content())
        .isEqualTo(Files.readAllBytes(blob(digest)));
    assertThat(registry.manifests.get("demo@" + digest).type()).isEqualTo(OCI + "manifest.v1+json");
    assertThat(copied.tags()).containsExactly("1.0");
    assertThat(copied.layers()).hasSize(1);
  }

  @Test
  void whatTheRegistryHasIsNotSentAgain() throws IOException {
    String digest = write(image("amd64"));
    index(digest);
    copy(layout);
    registry.forgetRequests();

    copy(layout);

    assertThat(registry.requests)
        .containsExactlyInAnyOrder(
            "HEAD /v2/demo/manifests/1.0", "GET /v2/demo/manifests/" + digest);
    assertThat(told.of(Event.ImageAlreadyPushed.class)).hasSize(1);
  }

  @Test
  void anImageForSeveralPlatformsIsCopiedWhole() throws IOException {
    ObjectNode index = JSON.createObjectNode();
    index.put("schemaVersion", 2).put("mediaType", OCI + "index.v1+json");
    String amd = write(image("amd64"));
    String arm = write(image("arm64"));
    for (String digest : List.of(amd, arm)) {
      index
          .withArray("manifests")
          .addObject()
          .put("mediaType", OCI + "manifest.v1+json")
          .put("digest", digest)
          .put("size", 1);
    }
    String digest = write(index);
    index(digest, OCI + "index.v1+json");
    app.architecture = Architecture.ARM64;

    assertThat(copy(layout).digest().value()).isEqualTo(digest);
    assertThat(registry.manifests).containsKeys("demo@" + amd, "demo@" + arm, "demo@" + digest);
  }

  @Test
  void aTarballOfDockerGetsOneManifestEachTime() throws IOException {
    Path tarball = folder.resolve("i.tar");
    ImageDescription built =
        images("a").tarball(app.settings(), app.files(), "demo", tarball, Optional.empty());

    ImageDescription first = copy(tarball);
    app.tags = List.of("2.0");
    ImageDescription second = copy(tarball);

    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(first.layers())
        .extracting(ImageDescription.Layer::digest)
        .isEqualTo(built.layers().stream().map(ImageDescription.Layer::digest).toList());
    assertThat(registry.tagged("demo", "2.0")).contains(first.digest().value());
    try (var left = Files.walk(folder)) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".gz"));
    }
  }

  @Test
  void anImageForAnotherCpuIsRefusedBeforeAnythingIsSent() throws IOException {
    index(write(image("arm64")));

    assertThatThrownBy(() -> copy(layout))
        .hasMessage(
            """
            The image %s does not run on X86_64 tasks.
            It is for linux/arm64.
            Try: build it for linux/amd64, or change <task><architecture>"""
                .formatted(layout));
    assertThat(registry.requests).isEmpty();
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    Path text = app.write("notes.txt", "no image");

    assertThatThrownBy(() -> copy(text))
        .hasMessageStartingWith(text + " is no image.")
        .hasMessageEndingWith(
            "Try: name a tarball (docker save, skopeo copy, Buildpacks, Bazel, xacct:image) or a"
                + " folder with an OCI layout");
    assertThatThrownBy(() -> copy(folder.resolve("gone")))
        .hasMessageStartingWith(folder.resolve("gone") + " is no image.");
  }

  @Test
  void aManifestThatIsNotWhatItsDigestSaysIsRefused() throws IOException {
    String digest = write(image("amd64"));
    index(digest);
    Files.writeString(blob(digest), "{}");

    assertThatThrownBy(() -> copy(layout))
        .hasMessageContaining("the content of " + digest + " is another one");
  }

  @Test
  void ofSeveralImagesNoneIsGuessed() throws IOException {
    index(write(image("amd64")), OCI + "manifest.v1+json");
    ObjectNode index = (ObjectNode) JSON.readTree(layout.resolve("index.json").toFile());
    index.withArray("manifests").add(index.at("/manifests/0").deepCopy());
    JSON.writeValue(layout.resolve("index.json").toFile(), index);

    assertThatThrownBy(() -> copy(layout))
        .hasMessageContaining("it holds 2 images, and one is to be copied");
  }

  private ObjectNode image(String architecture) throws IOException {
    ObjectNode config =
        JSON.createObjectNode().put("architecture", architecture).put("os", "linux");
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("schemaVersion", 2).put("mediaType", OCI + "manifest.v1+json");
    manifest
        .putObject("config")
        .put("mediaType", OCI + "config.v1+json")
        .put("digest", write(config))
        .put("size", 1);
    manifest
        .putArray("layers")
        .addObject()
        .put("mediaType", OCI + "layer.v1.tar+gzip")
        .put("digest", write(JSON.createObjectNode().put("layer", architecture)))
        .put("size", 1);
    return manifest;
  }

  private String write(ObjectNode json) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(json);
    String digest = MemoryRegistry.digest(bytes);
    Files.write(blob(digest), bytes);
    return digest;
  }

  private Path blob(String digest) {
    return layout.resolve("blobs/sha256/" + digest.substring(7));
  }

  private void index(String digest) throws IOException {
    index(digest, OCI + "manifest.v1+json");
  }

  private void index(String digest, String type) throws IOException {
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
    index
        .withArray("manifests")
        .addObject()
        .put("mediaType", type)
        .put("digest", digest)
        .put("size", 1);
    JSON.writeValue(layout.resolve("index.json").toFile(), index);
  }

  private ImageDescription copy(Path source) {
    return images("b").copy(app.settings(), source, registry.access(), () -> {});
  }

  private Images images(String cache) {
    var caches = new Caches(folder.resolve("base-cache"), folder.resolve(cache));
    return TestImages.of(caches, false, told, line -> {});
  }
}
