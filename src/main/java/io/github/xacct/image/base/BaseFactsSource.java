package io.github.xacct.image.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.image.file.Tarball;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Reads manifest and configuration of base images from registries, once per digest and machine. */
public final class BaseFactsSource {
  private final Caches caches;
  private final boolean offline;
  private final Consumer<LogEvent> log;
  private final RegistryRetries retries;
  private final Map<String, BaseFacts> known = new ConcurrentHashMap<>();
  private final Map<String, ManifestListTemplate> indexes = new ConcurrentHashMap<>();

  public BaseFactsSource(
      Caches caches, boolean offline, Consumer<String> debug, RegistryRetries retries) {
    this.caches = caches;
    this.offline = offline;
    this.log = event -> debug.accept(event.getMessage());
    this.retries = retries;
  }

  /**
   * The manifest and configuration of a base image for one architecture.
   *
   * @param architecture CPU architecture as in OCI
   */
  public BaseFacts of(BaseImage base, String architecture) {
    return known.computeIfAbsent(base.digest() + architecture, key -> find(base, architecture));
  }

  /**
   * Keeps a manifest that was already pulled, because registries limit the number of pulls.
   *
   * @return the CPU architecture as in OCI, if the manifest is that of one platform
   */
  Optional<String> found(BaseSession session, ImageReference pinned, ManifestTemplate manifest)
      throws IOException {
    if (manifest instanceof ManifestListTemplate index) {
      indexes.put(pinned.toStringWithQualifier(), index);
    }
    if (!(manifest instanceof BuildableManifestTemplate one)) {
      return Optional.empty();
    }
    BaseFacts facts = keep(session, one, pinned.getQualifier(), folder(caches, pinned));
    return Optional.of(facts.architecture());
  }

  private BaseFacts find(BaseImage base, String architecture) {
    if (base.tar().isPresent()) {
      return BaseFacts.of(Tarball.config(base.tar().get()));
    }
    if (base.pinned().isEmpty()) {
      return BaseFacts.none();
    }
    ImageReference pinned = base.pinned().get();
    return read(folder(caches, pinned).resolve(architecture + ".json"))
        .or(() -> offline ? Optional.of(BaseFacts.none()) : Optional.empty())
        .orElseGet(() -> askUnlessCached(base, pinned, architecture));
  }

  /** Reads from the registry; ignores a failure if Jib has the image in its cache. */
  private BaseFacts askUnlessCached(BaseImage base, ImageReference pinned, String architecture) {
    try {
      return ask(base, pinned, architecture);
    } catch (XacctException e) {
      if (!BaseImages.isInJibsCache(caches, pinned)) {
        throw e;
      }
      log.accept(LogEvent.debug("Nothing is known of the cached base image: " + e.getMessage()));
      return BaseFacts.none();
    }
  }

  /** The folder in which they are kept, also for offline builds. */
  private static Path folder(Caches caches, ImageReference pinned) {
    String name = Sha256.of(pinned.toStringWithQualifier().getBytes(StandardCharsets.UTF_8));
    return caches.base().resolve("xacct").resolve(name + "-facts");
  }

  /** Whether those of an image are kept. */
  static boolean areKept(Caches caches, ImageReference pinned) {
    return Files.isDirectory(folder(caches, pinned));
  }

  private static Optional<BaseFacts> read(Path file) {
    try {
      JsonNode json = Json.read(Files.readAllBytes(file));
      String config = json.path("config").asText();
      String digest = "sha256:" + Sha256.of(config.getBytes(StandardCharsets.UTF_8));
      boolean whole = digest.equals(json.at("/manifest/config/digest").asText());
      return whole ? Optional.of(facts(json)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BaseFacts facts(JsonNode json) throws IOException {
    return new BaseFacts(
        Optional.of(new Digest(json.path("digest").asText())),
        json.path("manifest"),
        Json.read(json.path("config").asText()));
  }

  private BaseFacts ask(BaseImage base, ImageReference pinned, String architecture) {
    return retries.ask(
        () -> {
          var index = Optional.ofNullable(indexes.get(pinned.toStringWithQualifier()));
          var first =
              index.map(i -> child(base, i, architecture)).map(d -> BaseImage.with(pinned, d));
          try (var session = new BaseSession(first.orElse(pinned), log, retries.connections())) {
            var found = session.manifest(base.credentials(), base.certain());
            ManifestTemplate manifest = found.getManifest();
            String digest = found.getDigest().toString();
            if (manifest instanceof ManifestListTemplate list) {
              digest = child(base, list, architecture);
              manifest = session.manifest(digest);
            }
            return manifest instanceof BuildableManifestTemplate one
                ? keep(session, one, digest, folder(caches, pinned))
                : BaseFacts.none();
          } catch (UncheckedIOException | IOException | RegistryException e) {
            throw RegistryFault.of(e, JibErrors.base(base.configured(), e), base.certain());
          }
        },
        () -> {});
  }

  private static String child(BaseImage base, ManifestListTemplate index, String architecture) {
    List<String> fitting = index.getDigestsForPlatform(architecture, "linux");
    if (fitting.isEmpty()) {
      throw JibErrors.wrongPlatform(base.configured(), "linux/" + architecture);
    }
    return fitting.get(0);
  }

  private static BaseFacts keep(
      BaseSession session, BuildableManifestTemplate manifest, String digest, Path folder)
      throws IOException {
    ObjectNode json = Json.object();
    json.put("digest", digest);
    json.set("manifest", Json.read(JsonTemplateMapper.toByteArray(manifest)));
    json.put("config", session.text(manifest.getContainerConfiguration().getDigest()));
    BaseFacts facts = facts(json);
    AtomicFile.write(folder.resolve(facts.architecture() + ".json"), Json.bytes(json));
    return facts;
  }
}
