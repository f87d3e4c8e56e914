package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.github.xacct.model.Digest;
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

/** Asks a registry what a base image is, once for each content and machine. */
final class BaseFactsSource {
  private final Caches caches;
  private final boolean offline;
  private final Consumer<LogEvent> log;
  private final Patience patience;
  private final Map<String, BaseFacts> known = new ConcurrentHashMap<>();

  BaseFactsSource(Caches caches, boolean offline, Consumer<String> debug, Patience patience) {
    this.caches = caches;
    this.offline = offline;
    this.log = event -> debug.accept(event.getMessage());
    this.patience = patience;
  }

  /**
   * The facts.
   *
   * @param architecture OCI's name of the CPU
   */
  BaseFacts of(BaseImage base, String architecture) {
    return known.computeIfAbsent(base.digest() + architecture, key -> find(base, architecture));
  }

  private BaseFacts find(BaseImage base, String architecture) {
    if (base.tar().isPresent()) {
      return BaseFacts.of(Tarball.config(base.tar().get()));
    }
    if (base.pinned().isEmpty()) {
      return BaseFacts.none();
    }
    ImageReference pinned = base.pinned().get();
    Path file = file(caches, pinned).resolve(architecture + ".json");
    return read(file)
        .or(() -> offline ? Optional.of(BaseFacts.none()) : Optional.empty())
        .orElseGet(() -> ask(base, pinned, architecture, file));
  }

  /** Where they are kept, for builds without a network too. */
  private static Path file(Caches caches, ImageReference pinned) {
    String name = InputHash.of(pinned.toStringWithQualifier().getBytes(StandardCharsets.UTF_8));
    return caches.base().resolve("xacct").resolve(name + "-facts");
  }

  /** Whether those of an image are kept. */
  static boolean areKept(Caches caches, ImageReference pinned) {
    return Files.isDirectory(file(caches, pinned));
  }

  private static Optional<BaseFacts> read(Path file) {
    try {
      JsonNode json = ImageFiles.JSON.readTree(file.toFile());
      String config = json.path("config").asText();
      String digest = "sha256:" + InputHash.of(config.getBytes(StandardCharsets.UTF_8));
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
        ImageFiles.JSON.readTree(json.path("config").asText()));
  }

  private BaseFacts ask(BaseImage base, ImageReference pinned, String architecture, Path file) {
    return patience.ask(
        () -> {
          try (var session = new BaseSession(pinned, log, patience.connections())) {
            var found = session.manifest(base.credentials(), base.certain());
            ManifestTemplate manifest = found.getManifest();
            String digest = found.getDigest().toString();
            if (manifest instanceof ManifestListTemplate list) {
              List<String> fitting = list.getDigestsForPlatform(architecture, "linux");
              if (fitting.isEmpty()) {
                throw JibErrors.wrongPlatform(base.configured(), "linux/" + architecture);
              }
              digest = fitting.get(0);
              manifest = session.manifest(digest);
            }
            return manifest instanceof BuildableManifestTemplate one
                ? keep(session, one, digest, file)
                : BaseFacts.none();
          } catch (UncheckedIOException | IOException | RegistryException e) {
            throw RegistryFault.of(e, JibErrors.base(base.configured(), e), base.certain());
          }
        },
        () -> {});
  }

  private static BaseFacts keep(
      BaseSession session, BuildableManifestTemplate manifest, String digest, Path file)
      throws IOException {
    ObjectNode json = ImageFiles.JSON.createObjectNode();
    json.put("digest", digest);
    json.set("manifest", ImageFiles.JSON.readTree(JsonTemplateMapper.toByteArray(manifest)));
    json.put("config", session.text(manifest.getContainerConfiguration().getDigest()));
    AtomicFile.write(file, ImageFiles.JSON.writeValueAsBytes(json));
    return facts(json);
  }
}
