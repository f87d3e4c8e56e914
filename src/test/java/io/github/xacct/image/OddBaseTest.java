package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.Tarball;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base images of other tools: everything is preserved, or reported by its name. */
class OddBaseTest {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  @TempDir Path folder;

  private final Recording told = new Recording();
  private final List<String> debug = new CopyOnWriteArrayList<>();
  private final ObjectNode config = Json.object();
  private final ObjectNode manifest = Json.object();
  private MemoryRegistry registry;
  private TestApp app;

  @BeforeEach
  void start() throws IOException {
    registry = new MemoryRegistry();
    app = new TestApp(folder.resolve("app"));
    app.compile("demo.App", "public static void main(String[] a) {}");
    app.baseImage = registry.host() + "/odd:1.0";
    config.put("architecture", "amd64").put("os", "linux");
    config.putObject("config");
    config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    manifest.put("schemaVersion", 2);
    manifest.putArray("layers");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void layersKeepTheirMediaTypes() throws IOException {
    byte[] plain = tar("plain");
    add(LAYER + "+zstd", tar("zstd"), zstd());
    add(LAYER, plain, plain);
    add(LAYER + "+gzip", tar("gzip"), gzip(tar("gzip")))
        .putObject("annotations")
        .put("com.example/index", "7");
    pushBase();

    Digest foreseen = foreseen("other");
    ImageDescription image = push("one");

    assertThat(foreseen).isEqualTo(image.digest());
    JsonNode made = manifest(image.digest());
    assertThat(made.path("mediaType").asText())
        .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    assertThat(made.path("layers").findValuesAsText("mediaType"))
        .containsExactly(LAYER + "+zstd", LAYER, LAYER + "+gzip", LAYER + "+gzip");
    for (int i = 0; i < 3; i++) {
      assertThat(made.path("layers").get(i)).isEqualTo(manifest.path("layers").get(i));
    }
    assertThat(configuration(made).at("/rootfs/diff_ids").size()).isEqualTo(4);
    for (ImageDescription.Layer layer : image.layers()) {
      byte[] blob = registry.blobs.get("demo@" + layer.digest());
      assertThat(MemoryRegistry.digest(blob)).isEqualTo(layer.digest().value());
      assertThat(blob.length).isEqualTo((int) layer.size());
    }
    registry.forgetRequests();
    assertThat(push("cold")).isEqualTo(image);
    assertThat(registry.requests("P.*")).isEmpty();
  }

  @Test
  void theConfigurationIsKept() throws IOException {
    usualLayer();
    ObjectNode inner = (ObjectNode) config.path("config");
    inner.put("StopSignal", "SIGQUIT").put("Hostname", "builder").put("Tty", false);
    inner.put("WorkingDir", "/work").put("StopTimeout", 7);
    inner.putArray("Shell").add("/bin/bash").add("-c");
    inner.putArray("OnBuild").add("RUN make").add("COPY . /src");
    inner.putArray("Cmd").add("base");
    inner.putObject("Volumes").putObject("/data");
    inner
        .putObject("Healthcheck")
        .put("Interval", 5_000_000_000L)
        .put("StartInterval", 1_000_000_000L)
        .putArray("Test")
        .add("CMD")
        .add("ok");
    config.put("variant", "v3");
    pushBase();

    Digest foreseen = foreseen("other");
    ImageDescription image = push("one");

    assertThat(foreseen).isEqualTo(image.digest());
    JsonNode made = manifest(image.digest());
    assertThat(made.path("mediaType").asText())
        .isEqualTo("application/vnd.docker.distribution.manifest.v2+json");
    JsonNode all = configuration(made);
    JsonNode kept = all.path("config");
    JsonNode was = Json.read(inner.toString());
    assertThat(all.path("variant").asText()).isEqualTo("v3");
    for (String name : List.of("StopSignal", "Shell", "Volumes", "WorkingDir", "StopTimeout")) {
      assertThat(kept.path(name)).as(name).isEqualTo(was.path(name));
    }
    assertThat(kept.path("Healthcheck")).isEqualTo(was.path("Healthcheck"));
    assertThat(kept.has("OnBuild")).isFalse();
    assertThat(kept.has("Hostname")).isFalse();
    assertThat(kept.path("Cmd")).hasToString("[\"serve\"]");
    assertThat(told.of(Event.Warning.class))
        .contains(
            new Event.Warning(
                "The ONBUILD instructions of the base image "
                    + app.baseImage
                    + " are not run: RUN make; COPY . /src"));
  }

  @Test
  void aTarballAndAPushHaveOneDigestAlsoOffline() throws IOException {
    byte[] plain = tar("plain");
    add(LAYER, plain, plain);
    ((ObjectNode) config.path("config")).put("StopSignal", "SIGQUIT");
    pushBase();

    ImageDescription built = tarball(false);
    JsonNode inFile = Tarball.config(folder.resolve("i.tar"));
    ImageDescription again = tarball(true);

    assertThat(inFile.at("/config/StopSignal").asText()).isEqualTo("SIGQUIT");
    assertThat(again).isEqualTo(built);
    assertThat(foreseen("two")).isEqualTo(built.digest());
    assertThat(push("two").digest()).isEqualTo(built.digest());
  }

  @Test
  void aTarballAsBaseKeepsItsConfigurationToo() throws IOException {
    usualLayer();
    ((ObjectNode) config.path("config")).put("StopSignal", "SIGQUIT");
    pushBase();
    tarball(false);
    Path base = folder.resolve("base.tar");
    Files.move(folder.resolve("i.tar"), base);
    app.baseImage = "tar://" + base;

    ImageDescription image = push("two");

    assertThat(configuration(manifest(image.digest())).at("/config/StopSignal").asText())
        .isEqualTo("SIGQUIT");
  }

  @Test
  void aLayerThatNobodyCanReadIsRefusedByItsMediaType() throws IOException {
    add(LAYER + "+gzip+encrypted", tar("a"), gzip(tar("a")));
    pushBase();

    assertThatThrownBy(() -> push("one"))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The base image %s has layers that cannot be used.
            Their media types: application/vnd.oci.image.layer.v1.tar+gzip+encrypted
            Try: choose a base image with layers of tar, gzip or zstd"""
                .formatted(app.baseImage));
  }

  @Test
  void aLayerThatIsNotWhatItsMediaTypeSaysIsReported() throws IOException {
    add(LAYER + "+gzip", tar("a"), tar("a"));
    pushBase();

    assertThatThrownBy(() -> push("one"))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith(
            "A layer of the base image "
                + app.baseImage
                + " is not gzip, although its media type is.\n");
  }

  @Test
  void aConfigurationThatCannotBeReadIsReported() throws IOException {
    usualLayer();
    ((ObjectNode) config.path("config")).putArray("Env").add("NO_VALUE");
    pushBase();

    assertThatThrownBy(() -> push("one"))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The base image %s has a configuration that cannot be read.
            Jib said: Invalid environment variable definition: NO_VALUE
            Try: rebuild the base image without that, or choose another <image><baseImage>"""
                .formatted(app.baseImage));
  }

  @Test
  void aDamagedLayerInTheCacheIsPulledAgain() throws IOException {
    usualLayer();
    pushBase();
    ImageDescription good = tarball(false);
    damage(folder.resolve("one/base/layers"));
    told.events.clear();

    assertThat(tarball(false)).isEqualTo(good);

    String digest = manifest.at("/layers/0/digest").asText().substring(7);
    assertThat(told.of(Event.Warning.class))
        .containsExactly(
            new Event.Warning(
                "A layer in Jib's cache was damaged and is fetched or built again: "
                    + folder.resolve("one/base/layers").resolve(digest)));
  }

  @Test
  void aDamagedLayerOfTheAppInTheCacheIsMadeAgain() throws IOException {
    usualLayer();
    pushBase();
    ImageDescription good = tarball(false);
    damage(folder.resolve("one/app/layers"));

    assertThat(tarball(false)).isEqualTo(good);
    assertThat(push("one").digest()).isEqualTo(good.digest());
  }

  @Test
  void withoutANetworkADamagedLayerIsAnError() throws IOException {
    usualLayer();
    pushBase();
    tarball(false);
    damage(folder.resolve("one/base/layers"));

    assertThatThrownBy(() -> tarball(true))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith("Maven is offline (-o) and the base image " + app.baseImage);
    assertThat(told.of(Event.Warning.class)).hasSize(1);
  }

  /** Truncates each file, as a full disk or a killed build does. */
  private static void damage(Path layers) throws IOException {
    try (var files = Files.walk(layers)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 9));
      }
    }
  }

  private void usualLayer() throws IOException {
    add(DOCKER_LAYER, tar("usual"), gzip(tar("usual")));
  }

  private ObjectNode add(String type, byte[] content, byte[] blob) {
    String digest = MemoryRegistry.digest(blob);
    registry.blobs.put("odd@" + digest, blob);
    ((ArrayNode) config.at("/rootfs/diff_ids")).add(MemoryRegistry.digest(content));
    return ((ArrayNode) manifest.path("layers"))
        .addObject()
        .put("mediaType", type)
        .put("digest", digest)
        .put("size", blob.length);
  }

  private void pushBase() throws IOException {
    boolean docker = manifest.at("/layers/0/mediaType").asText().contains("docker");
    String type =
        docker
            ? "application/vnd.docker.distribution.manifest.v2+json"
            : "application/vnd.oci.image.manifest.v1+json";
    byte[] text = Json.bytes(config);
    manifest
        .put("mediaType", type)
        .putObject("config")
        .put(
            "mediaType",
            docker
                ? "application/vnd.docker.container.image.v1+json"
                : "application/vnd.oci.image.config.v1+json")
        .put("digest", MemoryRegistry.digest(text))
        .put("size", text.length);
    registry.blobs.put("odd@" + MemoryRegistry.digest(text), text);
    byte[] content = Json.bytes(manifest);
    String digest = MemoryRegistry.digest(content);
    registry.manifests.put("odd@" + digest, new MemoryRegistry.Stored(content, type));
    registry.tags.put("odd:1.0", digest);
  }

  private static byte[] tar(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      var entry = new TarArchiveEntry("opt/" + name);
      entry.setSize(name.length());
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(name.getBytes());
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /** The content does not have to be valid. */
  private static byte[] zstd() {
    return new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3};
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private JsonNode manifest(Digest digest) throws IOException {
    return Json.read(registry.manifests.get("demo@" + digest).content());
  }

  private JsonNode configuration(JsonNode of) throws IOException {
    return Json.read(registry.blobs.get("demo@" + of.at("/config/digest").asText()));
  }

  private ImageDescription tarball(boolean offline) {
    return TestImages.of(caches("one"), offline, told, debug::add)
        .tarball(
            app.settings(),
            app.files(),
            "demo",
            folder.resolve("i.tar"),
            Optional.of(registry.access()));
  }

  private Digest foreseen(String cache) {
    return TestImages.of(caches(cache), false, told, debug::add)
        .foresee(app.settings(), app.files(), registry.access());
  }

  private ImageDescription push(String cache) {
    return TestImages.of(caches(cache), false, told, debug::add)
        .push(app.settings(), app.files(), registry.access());
  }

  private Caches caches(String name) {
    return new Caches(folder.resolve(name + "/base"), folder.resolve(name + "/app"));
  }
}
