package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each request of a push and of a base image's pull, failing in each way, once and permanently. The
 * expected messages are in registry-faults.txt; {@code -Dfaults.write} rewrites it.
 */
class RegistryFaultsTest {
  private static final Path MESSAGES =
      Path.of("src/test/resources/io/github/xacct/image/registry-faults.txt");
  private static final Map<String, String> REQUESTS = new LinkedHashMap<>();

  static {
    REQUESTS.put("push: look for the tag", "HEAD /v2/demo/manifests/1.0");
    REQUESTS.put("push: look for the image", "GET /v2/demo/manifests/xacct-.*");
    REQUESTS.put("push: look for a layer", "HEAD /v2/demo/blobs/.*");
    REQUESTS.put("push: begin a layer", "POST /v2/demo/blobs/uploads/");
    REQUESTS.put("push: send a layer", "PUT /v2/demo/blobs/uploads/.*");
    REQUESTS.put("push: put the image", "PUT /v2/demo/manifests/xacct-.*");
    REQUESTS.put("push: tag the image", "PUT /v2/demo/manifests/1.0");
    REQUESTS.put("pull: ask for the tag", "GET /v2/jre/manifests/1.0");
    REQUESTS.put("pull: ask for the image", "GET /v2/jre/manifests/sha256:.*");
    REQUESTS.put("pull: get a layer", "GET /v2/jre/blobs/.*");
    REQUESTS.put("pull by token: how to log in", "GET /v2/");
    REQUESTS.put("pull by token: get the token", "GET /token");
    REQUESTS.put("pull by token: ask for the tag", "GET /v2/jre/manifests/1.0");
    REQUESTS.put("pull by token: get a layer", "GET /v2/jre/blobs/.*");
  }

  @TempDir static Path folder;
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static MemoryRegistry full;
  private static TestApp app;

  @BeforeAll
  static void pushABase() throws IOException {
    app = new TestApp(folder.resolve("app"));
    app.compile("demo.App", "public static void main(String[] a) {}");
    full = new MemoryRegistry();
    images(List.of(), 3).push(app.settings(), app.files(), full.access("jre"));
    full.close();
  }

  @ParameterizedTest(name = "{0}, once")
  @CsvSource({"429", "500", "502", "503", "reset", "expired", "upload unknown"})
  void aFaultThatPassesIsNoFailure(String fault) throws Exception {
    assertThat(play(fault, 1))
        .allSatisfy((request, outcome) -> assertThat(outcome).isEqualTo("pushed"));
  }

  @ParameterizedTest(name = "{0}, for good")
  @CsvSource({"429", "500", "502", "503", "reset", "expired", "upload unknown"})
  void aFaultThatLastsIsReportedAsThatOfItsRegistry(String fault) throws Exception {
    var messages = new StringBuilder();
    play(fault, 1000)
        .forEach(
            (request, outcome) ->
                messages.append("## %s, %s\n%s\n".formatted(fault, request, outcome)));

    if (System.getProperty("faults.write") != null) {
      Files.writeString(MESSAGES, messages, StandardOpenOption.APPEND);
    }
    assertThat(messages).hasToString(pinned(fault));
  }

  @Test
  void waitsAsLongAsTheRegistrySays() throws IOException {
    try (var registry = registry()) {
      var slept = new CopyOnWriteArrayList<Duration>();
      registry.retryAfter.add("7");
      registry.fault = failing(429, 3, "PUT /v2/demo/manifests/1.0");

      images(slept, 6).push(app.settings(), app.files(), registry.access());

      assertThat(slept).containsOnly(Duration.ofSeconds(7)).hasSize(3);
    }
  }

  @Test
  void waitsTwiceAsLongEachTime() throws IOException {
    try (var registry = registry()) {
      var slept = new CopyOnWriteArrayList<Duration>();
      registry.fault = failing(503, 1000, "PUT /v2/demo/manifests/xacct-.*");

      assertThatThrownBy(
              () -> images(slept, 6).push(app.settings(), app.files(), registry.access()))
          .isInstanceOf(XacctException.class);
      assertThat(slept.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L);
    }
  }

  @Test
  void aWaitThatIsTooLongIsReportedAtOnce() throws IOException {
    try (var registry = registry()) {
      var slept = new CopyOnWriteArrayList<Duration>();
      registry.retryAfter.add("3600");
      registry.fault = failing(429, 1000, "GET /v2/jre/manifests/1.0");
      app.baseImage = registry.host() + "/jre:1.0";

      assertThatThrownBy(
              () -> images(slept, 6).push(app.settings(), app.files(), registry.access()))
          .isInstanceOf(XacctException.class)
          .hasMessageStartingWith("The registry of the base image " + app.baseImage + " limits");
      assertThat(slept).isEmpty();
    } finally {
      app.baseImage = "scratch";
    }
  }

  @Test
  void aLayerThatWasSentIsNotSentAgain() throws IOException {
    try (var registry = registry()) {
      registry.fault = failing(503, 2, "PUT /v2/demo/manifests/xacct-.*");

      var image = images(List.of(), 6).push(app.settings(), app.files(), registry.access());

      assertThat(registry.requests("PUT /v2/demo/blobs/uploads/.*"))
          .hasSize(image.layers().size() + 1);
    }
  }

  @Test
  void aPasswordThatEndsDuringTheUploadIsRenewed() throws IOException {
    try (var registry = registry()) {
      var asked = new AtomicInteger();
      registry.beforeUpload = () -> registry.accepted = "second";
      var access =
          new RegistryAccess(
              registry.repositoryUri(),
              URI.create("http://" + registry.host()),
              "AWS",
              () -> asked.incrementAndGet() == 1 ? MemoryRegistry.PASSWORD : "second",
              false);

      var image = images(List.of(), 6).push(app.settings(), app.files(), access);

      assertThat(registry.tagged("demo", "1.0")).contains(image.digest().value());
      assertThat(asked).hasValue(2);
    }
  }

  private static Map<String, String> play(String fault, int times) throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      var running = new LinkedHashMap<String, Future<String>>();
      REQUESTS.forEach(
          (name, pattern) -> {
            if (happens(fault, name)) {
              running.put(name, threads.submit(() -> play(status(fault), times, name, pattern)));
            }
          });
      var outcomes = new LinkedHashMap<String, String>();
      for (var entry : running.entrySet()) {
        outcomes.put(entry.getKey(), entry.getValue().get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether the fault can occur: 401 is valid without credentials; only uploads are unknown. */
  private static boolean happens(String fault, String name) {
    return switch (fault) {
      case "expired" -> !name.contains("log in");
      case "upload unknown" -> name.matches(".*send a layer");
      default -> true;
    };
  }

  private static int status(String fault) {
    return switch (fault) {
      case "expired" -> 401;
      case "upload unknown" -> 404;
      case "reset" -> MemoryRegistry.RESET;
      default -> Integer.parseInt(fault);
    };
  }

  private static String play(int fault, int times, String name, String pattern) throws IOException {
    try (var registry = registry();
        var hub = registry()) {
      hub.bearer = true;
      var faulty = name.startsWith("pull by token") ? hub : registry;
      var mine = TestApp.of(app);
      mine.baseImage = name.startsWith("pull") ? faulty.host() + "/jre:1.0" : "scratch";
      faulty.fault = failing(fault, times, pattern);
      try {
        var image =
            images(new ArrayList<>(), 2).push(mine.settings(), mine.files(), registry.access());
        assertThat(registry.tagged("demo", "1.0")).contains(image.digest().value());
        assertThat(faulty.requests(pattern)).as(name).hasSizeGreaterThan(1);
        return "pushed";
      } catch (XacctException e) {
        return e.getMessage()
            .replace(faulty.host(), "HOST")
            .replaceAll("sha256:[0-9a-f]{64}", "DIGEST")
            .replaceAll("xacct-[0-9a-f]{40}", "xacct-HASH")
            .replaceAll("uploads/u\\d+", "uploads/ID");
      }
    }
  }

  private static ToIntFunction<String> failing(int fault, int times, String pattern) {
    var left = new AtomicInteger(times);
    return request ->
        request.matches(pattern) && left.getAndDecrement() > 0 ? fault : MemoryRegistry.NO_FAULT;
  }

  private static MemoryRegistry registry() throws IOException {
    var registry = new MemoryRegistry();
    registry.blobs.putAll(full.blobs);
    registry.manifests.putAll(full.manifests);
    registry.tags.putAll(full.tags);
    return registry;
  }

  private static Images images(List<Duration> slept, int tries) {
    Path cache = folder.resolve("cache" + RUNS.incrementAndGet());
    var retries =
        new RegistryRetries(
            duration -> {
              if (slept instanceof CopyOnWriteArrayList) {
                slept.add(duration);
              }
            },
            line -> {},
            tries,
            1);
    return new Images(
        new Caches(cache, folder.resolve("layers")),
        false,
        RegistryLogins.none(),
        event -> {},
        line -> {},
        retries);
  }

  private static String pinned(String fault) throws IOException {
    String all = Files.readString(MESSAGES, StandardCharsets.UTF_8);
    return Arrays.stream(all.split("(?m)^(?=## )"))
        .filter(section -> section.startsWith("## " + fault + ","))
        .collect(Collectors.joining());
  }
}
