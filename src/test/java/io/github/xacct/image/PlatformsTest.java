package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.json.Json;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images for several platforms, as an index in a registry and in a file. */
class PlatformsTest {
  @TempDir Path folder;

  private final Recording told = new Recording();
  private final List<String> debug = new CopyOnWriteArrayList<>();
  private MemoryRegistry registry;
  private TestApp app;

  @BeforeEach
  void start() throws IOException {
    registry = new MemoryRegistry();
    app = TestApp.hello(folder.resolve("app"));
    app.platforms = List.of(Architecture.ARM64, Architecture.X86_64);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void theTagNamesAnIndexOfAnImageForEachPlatform() throws IOException {
    ImageDescription image = push("one");

    assertThat(registry.tagged("demo", "1.0")).contains(image.digest().value());
    assertThat(image.platform()).isEqualTo("linux/amd64,linux/arm64");
    assertThat(image.layers()).hasSize(6).doesNotHaveDuplicates();
    assertThat(told.of(Event.ImageBuildStarted.class))
        .containsExactly(new Event.ImageBuildStarted("scratch", "linux/amd64,linux/arm64"));
    var stored = registry.manifests.get("demo@" + image.digest());
    assertThat(stored.type())
        .isEqualTo("application/vnd.docker.distribution.manifest.list.v2+json");
    JsonNode index = Json.read(stored.content());
    assertThat(index.findValuesAsText("architecture")).containsExactly("amd64", "arm64");
    for (JsonNode child : index.path("manifests")) {
      assertThat(architecture(child)).isEqualTo(child.at("/platform/architecture").asText());
    }
  }

  @Test
  void theImageOfAPlatformIsTheOneThatIsBuiltForItAlone() {
    ImageDescription both = push("one");
    app.platforms = List.of(Architecture.ARM64);
    registry.forgetRequests();

    ImageDescription arm = push("one");

    assertThat(new String(registry.manifests.get("demo@" + both.digest()).content()))
        .contains(arm.digest().value());
    assertThat(registry.requests("P.*")).containsExactly("PUT /v2/demo/manifests/1.0");
  }

  @Test
  void anUnchangedIndexCostsAGetForItAndForEachImage() {
    ImageDescription first = push("one");
    registry.forgetRequests();

    ImageDescription second = push("cold");

    assertThat(second).isEqualTo(first);
    assertThat(registry.requests).hasSize(4).noneMatch(r -> r.startsWith("P"));
    assertThat(told.of(Event.ImageAlreadyPushed.class)).hasSize(1);
  }

  @Test
  void anInterruptedPushGoesOnWhereItEnded() {
    push("one");
    registry.tags.keySet().removeIf(tag -> !tag.startsWith("demo:xacct-"));
    String index =
        registry
            .tagged("demo", told.of(Event.ImagePushed.class).get(0).tags().get(1))
            .orElseThrow();
    registry.tags.values().remove(index);
    registry.forgetRequests();

    ImageDescription again = push("one");

    assertThat(again.digest().value()).isEqualTo(index);
    assertThat(registry.requests("PUT .*")).hasSize(2).allMatch(r -> r.contains("/manifests/"));
  }

  @Test
  void whatIsForeseenAndWhatIsInTheFileIsWhatIsPushed() {
    var foreseen = images("one").foresee(app.settings(), app.files(), registry.access());
    assertThat(registry.manifests).isEmpty();
    Path tarball = folder.resolve("image.tar");
    ImageDescription built =
        images("two").tarball(app.settings(), app.files(), "demo", tarball, Optional.empty());

    ImageDescription pushed = push("three");

    assertThat(foreseen).isEqualTo(pushed.digest());
    assertThat(built.digest()).isEqualTo(pushed.digest());
    assertThat(built.layers()).isEqualTo(pushed.layers());
    assertThat(folder.resolve("two/app").toFile().list((f, n) -> n.endsWith(".tmp"))).isEmpty();

    ImageDescription copied =
        images("four").copy(app.settings(), tarball, registry.access("copied"), () -> {});

    assertThat(copied.digest()).isEqualTo(pushed.digest());
    assertThat(copied.platform()).isEqualTo("linux/amd64,linux/arm64");
    assertThat(copied.layers().stream().map(ImageDescription.Layer::digest).toList())
        .isEqualTo(pushed.layers().stream().map(ImageDescription.Layer::digest).toList());
  }

  @Test
  void anImmutableTagOfTheSameIndexIsNoFailure() {
    registry.immutable = true;
    ImageDescription first = push("one");
    registry.tags.keySet().removeIf(tag -> tag.startsWith("demo:xacct-"));

    assertThat(push("two").digest()).isEqualTo(first.digest());

    app.compile("demo.Other", "");
    assertThatThrownBy(() -> push("one"))
        .isInstanceOf(XacctException.class)
        .hasMessageContaining("The tag 1.0 of " + registry.repositoryUri() + " names another");
  }

  @Test
  void aBaseImageOfSeveralPlatformsServesEachAndStaysForOfflineBuilds() {
    var base = TestApp.of(app);
    base.compile("demo.App", "public static void main(String[] a) {}");
    base.platforms = app.platforms;
    images("base").push(base.settings(), base.files(), registry.access("jre"));
    app.baseImage = registry.host() + "/jre:1.0";

    ImageDescription online = tarball(images("one"));
    registry.forgetRequests();
    ImageDescription offline = tarball(TestImages.of(caches("one"), true, told, debug::add));

    assertThat(registry.requests).isEmpty();
    assertThat(push("two").digest()).isEqualTo(online.digest());
    assertThat(offline.digest()).isEqualTo(online.digest());
  }

  @Test
  void aBaseImageThatLacksOneOfThePlatformsIsRefused() {
    var base = TestApp.of(app);
    base.compile("demo.App", "public static void main(String[] a) {}");
    images("base").push(base.settings(), base.files(), registry.access("jre"));
    app.baseImage = registry.host() + "/jre:1.0";

    assertThatThrownBy(() -> push("one"))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The base image %s is not available for linux/arm64.
            The base image is for linux/amd64 only.
            Try: change <image><baseImage> or <image><platform>"""
                .formatted(app.baseImage));
  }

  private String architecture(JsonNode child) throws IOException {
    var manifest = registry.manifests.get("demo@" + child.path("digest").asText()).content();
    String config = Json.read(manifest).at("/config/digest").asText();
    return Json.read(registry.blobs.get("demo@" + config)).path("architecture").asText();
  }

  private ImageDescription tarball(Images images) {
    return images.tarball(
        app.settings(),
        app.files(),
        "demo",
        folder.resolve("i.tar"),
        Optional.of(registry.access()));
  }

  private ImageDescription push(String cache) {
    return images(cache).push(app.settings(), app.files(), registry.access());
  }

  private Images images(String cache) {
    return TestImages.of(caches(cache), false, told, debug::add);
  }

  private Caches caches(String name) {
    return new Caches(folder.resolve(name + "/base"), folder.resolve(name + "/app"));
  }
}
