package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.TarballTest;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.ImageDescription;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether other tools read the images. */
@Tag("foreign")
class ForeignToolsTest {
  @TempDir Path folder;

  @Test
  void skopeoReadsTheTarball() throws Exception {
    need("skopeo");
    TestApp app = TestApp.hello(folder.resolve("app"));
    app.architecture = Architecture.ARM64;
    app.tags = List.of("1.0", "abc");
    ImageDescription image = tarball(app);

    JsonNode seen = json("skopeo", "inspect", "docker-archive:" + folder.resolve("i.tar:demo:abc"));
    assertThat(seen.get("Architecture").asText()).isEqualTo("arm64");
    assertThat(seen.get("Created").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(seen.get("Layers")).hasSize(image.layers().size());
  }

  @Test
  void skopeoCopiesTheIndexOfSeveralPlatformsToARegistry() throws Exception {
    need("skopeo");
    need("docker-registry");
    TestApp app = TestApp.hello(folder.resolve("app"));
    app.platforms = List.of(Architecture.X86_64, Architecture.ARM64);
    ImageDescription built = tarball(app);

    try (var registry = new DebianRegistry(folder.resolve("registry"))) {
      String credentials = "AWS:" + MemoryRegistry.PASSWORD;
      run(
          "skopeo",
          "copy",
          "--all",
          "--preserve-digests",
          "--dest-tls-verify=false",
          "--dest-creds=" + credentials,
          "oci-archive:" + folder.resolve("i.tar"),
          "docker://" + registry.host + "/demo:1.0");
      ImageDescription pushed = images("cold").push(app.settings(), app.files(), registry.access());
      JsonNode arm =
          json(
              "skopeo",
              "inspect",
              "--override-arch=arm64",
              "--tls-verify=false",
              "--creds=" + credentials,
              "docker://" + registry.host + "/demo:1.0");

      assertThat(pushed.digest()).isEqualTo(built.digest());
      assertThat(arm.get("Architecture").asText()).isEqualTo("arm64");
      assertThat(arm.get("Digest").asText()).isEqualTo(built.digest().value());
    }
  }

  @Test
  void tarballPushAndSkopeoAgreeOnTheDigest() throws Exception {
    need("skopeo");
    need("docker-registry");
    TestApp app = TestApp.hello(folder.resolve("app"));
    ImageDescription built = tarball(app);

    try (var registry = new DebianRegistry(folder.resolve("registry"))) {
      ImageDescription pushed = images("cold").push(app.settings(), app.files(), registry.access());
      ImageDescription again =
          images("colder").push(app.settings(), app.files(), registry.access());
      JsonNode seen =
          json(
              "skopeo",
              "inspect",
              "--tls-verify=false",
              "--creds=AWS:" + MemoryRegistry.PASSWORD,
              "docker://" + registry.host + "/demo:1.0");

      assertThat(pushed.digest()).isEqualTo(built.digest());
      assertThat(again).isEqualTo(pushed);
      assertThat(seen.get("Digest").asText()).isEqualTo(built.digest().value());
      assertThat(TarballTest.texts(seen.get("RepoTags")))
          .containsExactlyInAnyOrderElementsOf(pushed.tags());
    }
  }

  @Test
  void anOciLayoutOfSkopeoIsCopiedWithItsDigest() throws Exception {
    need("skopeo");
    need("docker-registry");
    TestApp app = TestApp.hello(folder.resolve("app"));
    tarball(app);
    Path layout = folder.resolve("layout");
    run("skopeo", "copy", "docker-archive:" + folder.resolve("i.tar"), "oci:" + layout + ":1.0");
    String digest =
        new ObjectMapper()
            .readTree(layout.resolve("index.json").toFile())
            .at("/manifests/0/digest")
            .asText();

    try (var registry = new DebianRegistry(folder.resolve("registry"))) {
      var copied = images("cold").copy(app.settings(), layout, registry.access(), () -> {});
      JsonNode seen =
          json(
              "skopeo",
              "inspect",
              "--tls-verify=false",
              "--creds=AWS:" + MemoryRegistry.PASSWORD,
              "docker://" + registry.host + "/demo:1.0");

      assertThat(copied.digest().value()).isEqualTo(digest);
      assertThat(seen.get("Digest").asText()).isEqualTo(digest);

      app.tags = List.of("from-docker");
      var saved =
          images("cold").copy(app.settings(), folder.resolve("i.tar"), registry.access(), () -> {});
      assertThat(
              json(
                      "skopeo",
                      "inspect",
                      "--tls-verify=false",
                      "--creds=AWS:" + MemoryRegistry.PASSWORD,
                      "docker://" + registry.host + "/demo:from-docker")
                  .get("Digest")
                  .asText())
          .isEqualTo(saved.digest().value());
    }
  }

  @Test
  void anImageOfSkopeoServesAsBase() throws Exception {
    need("skopeo");
    need("docker-registry");
    TestApp below = TestApp.hello(folder.resolve("below"));
    int layers = tarball(below).layers().size();
    try (var registry = new DebianRegistry(folder.resolve("registry"))) {
      run(
          "skopeo",
          "copy",
          "--format=oci",
          "--dest-tls-verify=false",
          "--dest-creds=AWS:" + MemoryRegistry.PASSWORD,
          "docker-archive:" + folder.resolve("i.tar"),
          "docker://" + registry.host + "/jre:17");
      TestApp app = new TestApp(folder.resolve("app"));
      app.compile("demo.Top", "public static void main(String[] a) {}");
      app.baseImage = registry.host + "/jre:17";

      ImageDescription image = images("cold").push(app.settings(), app.files(), registry.access());

      assertThat(image.layers()).as("one of classes above the base").hasSize(layers + 1);
      assertThat(image.baseImageDigest()).startsWith("sha256:");
    }
  }

  private ImageDescription tarball(TestApp app) {
    return images("cache")
        .tarball(app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());
  }

  private Images images(String cache) {
    var caches = new Caches(folder.resolve(cache + "/base"), folder.resolve(cache + "/app"));
    return new Images(caches, false, event -> {}, line -> {});
  }

  private static void need(String program) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    assumeTrue(there, program + " is not installed: apt-get install " + program);
  }

  private JsonNode json(String... command) throws Exception {
    return new ObjectMapper().readTree(run(command));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    int code = process.waitFor();
    String said = Files.readString(out);
    assertThat(code).as(said).isZero();
    return said;
  }
}
