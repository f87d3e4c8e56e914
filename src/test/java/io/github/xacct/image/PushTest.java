package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.Loopback;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
  private static final int LARGE = 3_000_000;

  @TempDir Path folder;

  private final Recording told = new Recording();
  private final List<String> debug = new CopyOnWriteArrayList<>();
  private MemoryRegistry registry;
  private TestApp app;

  @BeforeEach
  void start() throws IOException {
    registry = new MemoryRegistry();
    app = TestApp.hello(folder.resolve("app"));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void theRegistryHoldsTheImageUnderItsTags() {
    app.tags = List.of("1.0", "latest");

    ImageDescription image = push();

    assertThat(registry.tagged("demo", "1.0")).contains(image.digest().value());
    assertThat(registry.tagged("demo", "latest")).contains(image.digest().value());
    assertThat(image.pushed()).isTrue();
    assertThat(image.repository()).isEqualTo(registry.repositoryUri());
    assertThat(image.tags()).startsWith("1.0", "latest").hasSize(3);
    assertThat(image.tags().get(2)).matches("xacct-[0-9a-f]{40}");
    for (ImageDescription.Layer layer : image.layers()) {
      assertThat(registry.blobs.get("demo@" + layer.digest()).length).isEqualTo((int) layer.size());
    }
  }

  @Test
  void theDigestOfTheTarballIsTheDigestPushed() {
    ImageDescription built =
        images("elsewhere")
            .tarball(
                app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());

    ImageDescription pushed = push();

    assertThat(pushed.digest()).isEqualTo(built.digest());
    assertThat(pushed.layers()).isEqualTo(built.layers());
  }

  @Test
  void aSecondLookAtTheSameChangeBuildsNothing() throws IOException {
    Digest first = foresee();
    Digest second = foresee();

    assertThat(second).isEqualTo(first);
    assertThat(told.of(Event.ImageBuildStarted.class)).hasSize(1);

    app.labels.put("a", "b");
    Digest changed = foresee();

    assertThat(changed).isNotEqualTo(first);
    Files.writeString(folder.resolve("cache/app/last-digest"), "nothing that can be read");
    assertThat(foresee()).isEqualTo(changed);
    assertThat(told.of(Event.ImageBuildStarted.class)).hasSize(3);
    assertThat(push().digest()).isEqualTo(changed);
  }

  private Digest foresee() {
    return images("cache").foresee(app.settings(), app.files(), registry.access());
  }

  @Test
  void anUnchangedImageCostsOneGetAndOneHeadAndNeedsNoCache() {
    ImageDescription first = push();
    registry.forgetRequests();

    ImageDescription second = images("cold").push(app.settings(), app.files(), registry.access());

    assertThat(registry.requests)
        .containsExactlyInAnyOrder(
            "HEAD /v2/demo/manifests/1.0", "GET /v2/demo/manifests/" + first.tags().get(1));
    assertThat(second).isEqualTo(first);
    assertThat(told.of(Event.ImageAlreadyPushed.class)).hasSize(1);
  }

  @Test
  void aNewTagOfAKnownImageCostsOnePut() {
    ImageDescription first = push();
    registry.forgetRequests();
    app.tags = List.of("1.1");

    push();

    assertThat(registry.requests)
        .containsExactlyInAnyOrder(
            "HEAD /v2/demo/manifests/1.1",
            "GET /v2/demo/manifests/" + first.tags().get(1),
            "PUT /v2/demo/manifests/1.1");
    assertThat(registry.tagged("demo", "1.1")).contains(first.digest().value());
  }

  /** In addition there is one request to ECR's API; see docs/speed.md. */
  @Test
  void aFirstPushIsTwoRequestsForEachBlobAndOneForEachTag() {
    var asked = new ArrayList<String>();

    ImageDescription image =
        images("cache").push(app.settings(), app.files(), registry.knowing(asked));

    int blobs = image.layers().size() + 1;
    assertThat(asked).containsExactly(blobs + " blobs");
    assertThat(requests())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "HEAD /v2/demo/manifests/1.0", 1,
                "GET /v2/demo/manifests/HASH", 1,
                "POST /v2/demo/blobs/uploads/", blobs,
                "PUT /v2/demo/blobs/uploads/", blobs,
                "PUT /v2/demo/manifests/HASH", 1,
                "PUT /v2/demo/manifests/1.0", 1));
  }

  @Test
  void aChangedClassIsEightRequestsHoweverManyLayersThereAre() {
    push();
    registry.forgetRequests();
    app.compile("demo.Other", "");
    var asked = new ArrayList<String>();

    images("cold").push(app.settings(), app.files(), registry.knowing(asked));

    assertThat(asked).hasSize(1);
    assertThat(requests())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "HEAD /v2/demo/manifests/1.0", 1,
                "GET /v2/demo/manifests/HASH", 1,
                "POST /v2/demo/blobs/uploads/", 2,
                "PUT /v2/demo/blobs/uploads/", 2,
                "PUT /v2/demo/manifests/HASH", 1,
                "PUT /v2/demo/manifests/1.0", 1));
  }

  @Test
  void aRegistryThatKnowsNoSuchAnswerIsAskedForEachBlobOnce() {
    ImageDescription image = push();

    List<String> heads = registry.requests("HEAD /v2/demo/blobs/.*");
    assertThat(heads).hasSize(image.layers().size() + 1).doesNotHaveDuplicates();
  }

  @Test
  void aLayerThatIsBrokenOffIsSentAgainAlone() throws IOException {
    var left = new AtomicInteger(1);
    addLargeFile();
    registry.faultFrom = LARGE;
    registry.fault =
        request -> left.getAndDecrement() > 0 ? MemoryRegistry.RESET : MemoryRegistry.NO_FAULT;

    ImageDescription image = push();

    assertThat(registry.tagged("demo", "1.0")).contains(image.digest().value());
    int blobs = image.layers().size() + 1;
    assertThat(registry.requests("POST .*")).hasSize(blobs + 1);
    assertThat(registry.requests("PUT /v2/demo/blobs/.*")).hasSize(blobs + 1);
    assertThat(registry.requests("HEAD /v2/demo/blobs/.*")).hasSize(blobs);
  }

  @Test
  void aLayerThatIsBrokenOffEachTimeIsReportedWithHowFarItCame() throws IOException {
    addLargeFile();
    registry.faultFrom = LARGE;
    registry.fault = request -> MemoryRegistry.RESET;

    assertThatThrownBy(this::push)
        .isInstanceOf(XacctException.class)
        .hasMessageMatching(
            """
            The push to %s failed\\.
            Java said: PUT /v2/demo/blobs/uploads/u\\d+: .*
            \\d\\.\\d of 3\\.\\d MB of sha256:[0-9a-f]{64} were sent\\.
            Tried 6 times, with waits of 31 s in all\\.
            Try: run it again: what was sent is not sent again"""
                .formatted(registry.repositoryUri()));
  }

  private void addLargeFile() throws IOException {
    var bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    Files.write(app.classes.resolve("large.bin"), bytes);
  }

  /** The number of requests of each kind. */
  private Map<String, Integer> requests() {
    var counted = new TreeMap<String, Integer>();
    for (String request : registry.requests) {
      String kind =
          request.replaceAll("xacct-[0-9a-f]{40}", "HASH").replaceAll("uploads/.*", "uploads/");
      counted.merge(kind, 1, Integer::sum);
    }
    return counted;
  }

  @Test
  void onlyTheChangedLayerIsSent() {
    push();
    registry.forgetRequests();
    told.events.clear();
    app.compile("demo.Other", "");

    ImageDescription image = push();

    // The classes and the configuration.
    assertThat(registry.requests("PUT /v2/demo/blobs/uploads/.*")).hasSize(2);
    var classes = image.layers().get(image.layers().size() - 1);
    assertThat(told.of(Event.LayerPushed.class))
        .containsExactly(new Event.LayerPushed(classes.digest(), classes.size()));
    assertThat(told.of(Event.ImagePushed.class).get(0).image().digest()).isEqualTo(image.digest());
    assertThat(registry.tagged("demo", "1.0")).contains(image.digest().value());
  }

  @Test
  void everythingThatDecidesTheImageChangesItsHash() {
    String hash = push().tags().get(1);

    app.labels.put("a", "b");
    assertThat(push().tags().get(1)).isNotEqualTo(hash);
    app.labels.clear();
    assertThat(push().tags().get(1)).isEqualTo(hash);
    app.write("target/classes/application.properties", "greeting=bye\n");
    assertThat(push().tags().get(1)).isNotEqualTo(hash);
    app.write("target/classes/application.properties", "greeting=hello\n");
    app.architecture = io.github.xacct.model.Architecture.ARM64;
    assertThat(push().tags().get(1)).isNotEqualTo(hash);
  }

  @Test
  void anImmutableTagWithTheSameDigestIsSuccessWithoutPut() {
    registry.immutable = true;
    push();
    registry.forgetRequests();

    push();

    assertThat(registry.requests("PUT .*")).isEmpty();
  }

  @Test
  void anImmutableTagOfAnotherImageIsRefusedBeforeAnythingIsSent() {
    registry.immutable = true;
    Digest first = push().digest();
    app.compile("demo.Other", "");
    registry.forgetRequests();

    assertThatThrownBy(this::push)
        .isInstanceOf(XacctException.class)
        .hasMessageMatching(
            """
            The tag 1.0 of %s names another image, and the repository's tags are immutable.
            1.0 is %s, this build created sha256:[0-9a-f]{64}
            Try: set a unique tag for this build in <image><tags>; the default is the commit
                 or let the repository's tags move: aws ecr put-image-tag-mutability"""
                .formatted(registry.repositoryUri(), first));
    assertThat(registry.requests("(POST|PATCH|PUT) .*")).isEmpty();
  }

  @Test
  void anImmutableTagOfTheSameImageNeedsTheHashTagOnly() {
    registry.immutable = true;
    ImageDescription first = push();
    registry.tags.remove("demo:" + first.tags().get(1));
    registry.forgetRequests();

    ImageDescription second = push();

    assertThat(second).isEqualTo(first);
    assertThat(registry.requests("(POST|PATCH|PUT) .*"))
        .containsExactly("PUT /v2/demo/manifests/" + first.tags().get(1));
  }

  @Test
  void tagsThatTurnOutImmutableAreTheSameRefusal() {
    push();
    app.compile("demo.Other", "");
    RegistryAccess unaware = registry.access();
    registry.immutable = true;

    assertThatThrownBy(() -> images("cache").push(app.settings(), app.files(), unaware))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith("The tag 1.0 of " + registry.repositoryUri() + " names another")
        .hasMessageContaining("The registry said: TAG_INVALID The image tag '1.0' already exists");
  }

  @Test
  void losingTheRaceToAnImmutableTagIsSuccess() {
    registry.immutable = true;
    ImageDescription winner = push();
    var theirs = Map.copyOf(registry.tags);
    registry.tags.clear();
    registry.blobs.clear();
    registry.beforeUpload = () -> registry.tags.putAll(theirs);

    ImageDescription image = images("cold").push(app.settings(), app.files(), registry.access());

    assertThat(image).isEqualTo(winner);
    assertThat(registry.requests("PUT /v2/demo/manifests/.*"))
        .contains("PUT /v2/demo/manifests/1.0");
  }

  @Test
  void thePasswordIsAskedForOnce() {
    var asked = new AtomicInteger();
    RegistryAccess access = registry.access();
    var counting =
        new RegistryAccess(
            access.repositoryUri(),
            access.proxyEndpoint(),
            "AWS",
            () -> {
              asked.incrementAndGet();
              return MemoryRegistry.PASSWORD;
            },
            false);

    images("cache").push(app.settings(), app.files(), counting);

    assertThat(asked).hasValue(1);
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() {
    registry.password = "wrong-password";

    assertThatThrownBy(this::push)
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The registry refuses to read %s.
            The registry said: 401
            Try: run it again; ECR's password is valid for twelve hours, and a new one is requested"""
                .formatted(registry.repositoryUri()));
  }

  @Test
  void noSecretIsInJibsLogOrInTheAccess() {
    push();

    assertThat(debug).isNotEmpty().noneMatch(line -> line.contains(MemoryRegistry.PASSWORD));
    assertThat(registry.access().toString()).doesNotContain(MemoryRegistry.PASSWORD);
  }

  @Test
  void aRegistryThatIsDownIsTold() throws IOException {
    RegistryAccess access = registry.access();
    registry.close();

    assertThatThrownBy(() -> images("cache").push(app.settings(), app.files(), access))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The registry %s cannot be reached.
            Java said: Connection refused
            Try: check the network, the proxy and the region"""
                .formatted(registry.host()));
  }

  @Test
  void offlineNothingIsPushed() {
    var caches = new Caches(folder.resolve("base"), folder.resolve("cache"));
    var images = TestImages.of(caches, true, told, debug::add);

    assertThatThrownBy(() -> images.push(app.settings(), app.files(), registry.access()))
        .isInstanceOf(XacctException.class)
        .hasMessageStartingWith("Maven is offline (-o), so nothing can be pushed.");
    assertThat(registry.requests).isEmpty();
  }

  @Test
  void credentialsNeverGoOverPlainHttpToAnotherMachine() {
    assertThatThrownBy(
            () ->
                new RegistryAccess(
                    "registry.example.com:5000/demo",
                    URI.create("http://registry.example.com:5000"),
                    "AWS",
                    () -> MemoryRegistry.PASSWORD,
                    false))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            The registry registry.example.com:5000 would receive its password over plain http.
            Its address is http://registry.example.com:5000, and registry.example.com:5000 is not this machine.
            Try: use https; plain http is for a registry on localhost or 127.0.0.1 only""");
  }

  @Test
  void whichHostsAreThisMachine() {
    assertThat(List.of("localhost", "localhost:5000", "127.0.0.1:80", "127.1.2.3", "[::1]:5000"))
        .allMatch(Loopback::holds);
    assertThat(
            List.of(
                "registry.example.com",
                "localhost.example.com:5000",
                "127.0.0.1.example.com",
                "10.0.0.1:5000",
                "notlocalhost"))
        .noneMatch(Loopback::holds);
  }

  @Test
  void httpsIsSpokenToAllButThisMachine() {
    var ecr =
        new RegistryAccess(
            "111111111111.dkr.ecr.eu-west-1.amazonaws.com/demo",
            URI.create("https://111111111111.dkr.ecr.eu-west-1.amazonaws.com"),
            "AWS",
            () -> "",
            false);

    assertThat(ecr.plainHttp()).isFalse();
    assertThat(ecr.address("/manifests/1"))
        .hasToString("https://111111111111.dkr.ecr.eu-west-1.amazonaws.com/v2/demo/manifests/1");
    assertThat(registry.access().plainHttp()).isTrue();
  }

  @Test
  void thePermissionToSendCredentialsOverHttpIsTakenBack() {
    push();
    assertThat(System.getProperty("sendCredentialsOverHttp")).isNull();

    System.setProperty("sendCredentialsOverHttp", "false");
    try {
      app.compile("demo.Other", "");
      push();
      assertThat(System.getProperty("sendCredentialsOverHttp")).isEqualTo("false");
    } finally {
      System.clearProperty("sendCredentialsOverHttp");
    }
  }

  @Test
  void leavesNoThread() {
    push();

    Threads.assertEnded();
  }

  private ImageDescription push() {
    return images("cache").push(app.settings(), app.files(), registry.access());
  }

  private Images images(String cache) {
    var caches = new Caches(folder.resolve(cache + "/base"), folder.resolve(cache + "/app"));
    return TestImages.of(caches, false, told, debug::add);
  }
}
