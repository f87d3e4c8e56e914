package io.github.xacct.image.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.image.Images;
import io.github.xacct.image.MemoryRegistry;
import io.github.xacct.image.TestApp;
import io.github.xacct.image.TestImages;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImageTest {
  @TempDir Path folder;

  private MemoryRegistry registry;
  private ImageDescription base;
  private TestApp app;

  @BeforeEach
  void pushABase() throws IOException {
    registry = new MemoryRegistry();
    TestApp below = TestApp.hello(folder.resolve("below"));
    base = images("below", false).push(below.settings(), below.files(), registry.access("jre"));
    registry.forgetRequests();
    app = new TestApp(folder.resolve("app"));
    app.compile("demo.App", "public static void main(String[] a) {}");
    app.baseImage = registry.host() + "/jre:1.0";
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void aBaseInTheSameRegistryIsPulledWithTheSamePassword() {
    ImageDescription image = push("cold");

    assertThat(image.baseImage()).isEqualTo(registry.host() + "/jre:1.0");
    assertThat(image.baseImageDigest()).isEqualTo(base.digest().value());
    assertThat(image.layers()).hasSize(base.layers().size() + 1);
    assertThat(image.layers().get(0).name()).isEqualTo("base image");
  }

  /** As in ECR after {@code put-account-setting --name BLOB_MOUNTING --value ENABLED}. */
  @Test
  void aBaseOfAnotherRepositoryIsMountedAndNeitherPulledNorSent() {
    registry.mounts = true;

    ImageDescription image = push("cold");

    assertThat(registry.requests("GET /v2/jre/blobs/.*")).hasSize(1); // its configuration
    assertThat(registry.requests("POST .*")).hasSize(image.layers().size() + 1);
    assertThat(registry.requests("PUT /v2/demo/blobs/.*")).hasSize(2); // the classes, another one
    assertThat(image.layers())
        .allSatisfy(layer -> assertThat(registry.blobs).containsKey("demo@" + layer.digest()));
  }

  @Test
  void aBaseThatIsNotMountedIsPulledByOneLoginAndSent() {
    ImageDescription image = push("cold");

    int below = base.layers().size();
    assertThat(registry.requests("GET /v2/jre/blobs/.*")).hasSize(below + 1);
    assertThat(registry.requests("POST .*")).hasSize(image.layers().size() + 1);
    assertThat(registry.requests("PUT /v2/demo/blobs/.*")).hasSize(image.layers().size() + 1);
  }

  @Test
  void aRefusalToMountIsNoRefusalToSend() {
    registry.mounts = true;
    registry.refusesMounts = true;

    ImageDescription image = push("cold");

    assertThat(registry.requests("PUT /v2/demo/blobs/.*")).hasSize(image.layers().size() + 1);
  }

  @Test
  void tarballAndPushAgreeAlsoOnABase() {
    assertThat(push("one").digest()).isEqualTo(tarball("two", false).digest());
  }

  /** Docker Hub counts requests for manifests, and limits them by IP address. */
  @Test
  void aFirstBuildAsksForAsFewManifestsAsPossible() {
    push("cold");

    // By its tag, and by its digest to log in for its layers, without a user first.
    String byDigest = "GET /v2/jre/manifests/" + base.digest();
    assertThat(registry.requests("GET /v2/jre/manifests/.*"))
        .containsExactly("GET /v2/jre/manifests/1.0", byDigest);
  }

  @Test
  void anUnchangedImageOnAMovingTagAsksForTheTagOnly() {
    push("warm");
    registry.forgetRequests();

    push("warm");

    assertThat(registry.requests("(GET|HEAD|PUT|POST|PATCH) .*/jre/.*"))
        .containsExactly("GET /v2/jre/manifests/1.0");
    assertThat(registry.requests("(PUT|POST|PATCH) .*")).isEmpty();
  }

  @Test
  void aPinnedAndCachedBaseIsNotAskedForAtAll() {
    app.baseImage = registry.host() + "/jre@" + base.digest();
    push("warm");
    registry.forgetRequests();

    push("warm");

    assertThat(registry.requests).hasSize(2).noneMatch(r -> r.contains("/jre/"));
  }

  @Test
  void aBaseThatIsHereIsNotAskedForAgainByAPushElsewhere() throws IOException {
    app.baseImage = registry.host() + "/jre@" + base.digest();
    ImageDescription built = tarball("warm", false);
    registry.close();

    try (var other = new MemoryRegistry()) {
      ImageDescription pushed =
          images("warm", false).push(app.settings(), app.files(), other.access());

      assertThat(pushed.digest()).isEqualTo(built.digest());
      assertThat(other.blobs).hasSize(pushed.layers().size() + 1);
    }
  }

  @Test
  void aMovedBaseTagGivesAnotherImage() throws IOException {
    ImageDescription first = push("cache");
    TestApp newer = TestApp.hello(folder.resolve("below"));
    newer.write("target/classes/application.properties", "greeting=newer\n");
    images("below", false).push(newer.settings(), newer.files(), registry.access("jre"));

    ImageDescription second = push("cache");

    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(second.tags().get(1)).isNotEqualTo(first.tags().get(1));
    assertThat(second.baseImageDigest()).isNotEqualTo(first.baseImageDigest());
  }

  @Test
  void offlineTheCachedBaseServes() throws IOException {
    ImageDescription online = tarball("cache", false);
    registry.close();

    ImageDescription offline = tarball("cache", true);

    assertThat(offline.digest()).isEqualTo(online.digest());
    assertThat(offline.baseImageDigest()).isEqualTo(online.baseImageDigest());
  }

  @Test
  void offlineWithoutTheBaseSaysWhatToDo() {
    String message =
        """
        Maven is offline (-o) and the base image %s is not on this machine.
        Try: build once without -o; its layers are then kept for offline builds""";

    assertFails(() -> tarball("cold", true), message.formatted(app.baseImage));

    app.baseImage = registry.host() + "/jre@" + base.digest();
    assertFails(() -> tarball("cold", true), message.formatted(app.baseImage));
    assertThat(registry.requests).isEmpty();
  }

  @Test
  void aBaseForAnotherPlatformIsRefusedBeforeAnythingIsSent() {
    app.architecture = Architecture.ARM64;

    assertFails(
        () -> push("cold"),
        """
        The base image %s is not available for linux/arm64.
        The base image is for linux/amd64 only.
        Try: change <image><baseImage> or <image><platform>"""
            .formatted(app.baseImage));
    assertThat(registry.requests("(PUT|POST|PATCH) .*")).isEmpty();
  }

  @Test
  void aBaseThatDoesNotExistIsTold() {
    app.baseImage = registry.host() + "/jre:nonesuch";

    assertFails(
        () -> push("cold"),
        """
        The base image %s does not exist.
        Jib said: 404 MANIFEST_UNKNOWN Requested image not found
        Try: check its name and tag in <image><baseImage>"""
            .formatted(app.baseImage));
  }

  @Test
  void aPrivateBaseWithoutCredentialsIsTold() {
    assertThatThrownBy(
            () ->
                images("cold", false)
                    .tarball(
                        app.settings(),
                        app.files(),
                        "demo",
                        folder.resolve("i.tar"),
                        Optional.empty()))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The registry of the base image %s refuses the pull.
            Jib said: 401 Not Authorized
            Try: docker login to that registry (Docker's config and helpers are used),
                 or check the name: registries respond the same for images that do not exist"""
                .formatted(app.baseImage));
  }

  @Test
  void aUserThatTheBuilderNamesIsSentAtOnce() {
    var caches = new Caches(folder.resolve("cold/base"), folder.resolve("cold/app"));
    RegistryLogins logins =
        host ->
            host.equals(registry.host())
                ? Optional.of(new RegistryLogins.Login("AWS", MemoryRegistry.PASSWORD))
                : Optional.empty();

    ImageDescription image =
        new Images(caches, false, logins, event -> {}, line -> {})
            .tarball(
                app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());

    assertThat(image.baseImageDigest()).isEqualTo(base.digest().value());
    assertThat(logins.of(registry.host()).toString()).doesNotContain(MemoryRegistry.PASSWORD);
  }

  @Test
  void dockersConfigurationLogsInToTheBaseImagesRegistry() throws IOException {
    String login = "AWS:" + MemoryRegistry.PASSWORD;
    String auth = Base64.getEncoder().encodeToString(login.getBytes());
    Path docker = Files.createDirectories(folder.resolve("home/.docker"));
    Files.writeString(
        docker.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));
    String home = System.setProperty("user.home", folder.resolve("home").toString());
    try {
      ImageDescription image =
          images("cold", false)
              .tarball(
                  app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());

      assertThat(image.baseImageDigest()).isEqualTo(base.digest().value());
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @Test
  void aMirrorOfTheRegistryIsAskedInItsPlace() {
    images("below", false)
        .push(
            TestApp.hello(folder.resolve("below")).settings(),
            TestApp.hello(folder.resolve("below")).files(),
            registry.access("hub/library/jre"));
    RegistryLogins mirror =
        new RegistryLogins() {
          @Override
          public Optional<Login> of(String host) {
            return Optional.of(new Login("AWS", MemoryRegistry.PASSWORD))
                .filter(login -> host.equals(registry.host()));
          }

          @Override
          public Optional<String> mirror(String host) {
            return Optional.of(registry.host() + "/hub")
                .filter(place -> host.equals("registry-1.docker.io"));
          }
        };
    app.baseImage = "jre:1.0";
    var caches = new Caches(folder.resolve("base"), folder.resolve("app"));

    ImageDescription image =
        new Images(caches, false, mirror, event -> {}, line -> {})
            .push(app.settings(), app.files(), registry.access());

    assertThat(image.baseImage()).isEqualTo("jre:1.0");
    assertThat(image.baseImageDigest()).isEqualTo(base.digest().value());
  }

  @Test
  void anUnreachableRegistryIsTold() throws IOException {
    registry.close();

    assertThatThrownBy(() -> tarball("cold", false))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith(
            "The registry of the base image " + app.baseImage + " cannot be reached.\n")
        .hasMessageEndingWith(
            "Try: check the network and proxy; with the image cached, mvn -o builds without");
  }

  @Test
  void anUnknownHostIsTold() {
    app.baseImage = "registry.invalid/jre:17";

    assertFails(
        () -> push("cold"),
        """
        The registry of the base image registry.invalid/jre:17 cannot be reached.
        Jib said: unknown host: registry.invalid
        Try: check the network and proxy; with the image cached, mvn -o builds without""");
  }

  private static void assertFails(Runnable what, String message) {
    assertThatThrownBy(what::run).isInstanceOf(XacctException.class).hasMessage(message);
  }

  private ImageDescription push(String cache) {
    return images(cache, false).push(app.settings(), app.files(), registry.access());
  }

  private ImageDescription tarball(String cache, boolean offline) {
    return images(cache, offline)
        .tarball(
            app.settings(),
            app.files(),
            "demo",
            folder.resolve("i.tar"),
            Optional.of(registry.access()));
  }

  private Images images(String cache, boolean offline) {
    var caches = new Caches(folder.resolve(cache + "/base"), folder.resolve(cache + "/app"));
    return TestImages.of(caches, offline, event -> {}, line -> {});
  }
}
