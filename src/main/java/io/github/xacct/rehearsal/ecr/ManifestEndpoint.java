package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;

/** Receives and sends manifests of a repository, unchanged byte for byte. */
final class ManifestEndpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern REFERENCE = Pattern.compile("sha256:[0-9a-f]{64}|\\w[\\w.-]{0,127}");
  private static final int LIMIT = 4 << 20;

  private final Clock clock;

  ManifestEndpoint(Clock clock) {
    this.clock = clock;
  }

  void get(HttpExchange exchange, Repository repository, String reference) throws IOException {
    Digest digest =
        repository
            .resolve(reference)
            .orElseThrow(
                () -> new RegistryError(404, "MANIFEST_UNKNOWN", "Requested image not found"));
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest.value());
    String mediaType =
        Objects.requireNonNull(repository.index().images().get(digest.value())).mediaType();
    RegistryAnswer.send(exchange, 200, mediaType, repository.manifest(digest));
  }

  void put(HttpExchange exchange, Repository repository, String reference) throws IOException {
    if (!REFERENCE.matcher(reference).matches()) {
      throw new RegistryError(400, "TAG_INVALID", "'" + reference + "' is neither tag nor digest");
    }
    byte[] content = exchange.getRequestBody().readNBytes(LIMIT + 1);
    if (content.length > LIMIT) {
      throw new RegistryError(400, "MANIFEST_INVALID", "A manifest has at most 4 MiB");
    }
    String mediaType = mediaType(exchange, content);
    Digest digest = repository.put(reference, mediaType, content, clock.millis());
    exchange
        .getResponseHeaders()
        .set("Location", "/v2/" + repository.name() + "/manifests/" + digest);
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest.value());
    RegistryAnswer.empty(exchange, 201);
  }

  private static String mediaType(HttpExchange exchange, byte[] content) {
    try {
      JsonNode manifest = JSON.readTree(content);
      if (manifest.path("schemaVersion").asInt() != 2) {
        throw new RegistryError(400, "MANIFEST_INVALID", "The manifest is not of schema version 2");
      }
      String header = exchange.getRequestHeaders().getFirst("Content-Type");
      String inside = manifest.path("mediaType").asText("");
      if (header == null && inside.isEmpty()) {
        throw new RegistryError(400, "MANIFEST_INVALID", "The manifest has no media type");
      }
      return inside.isEmpty() ? header : inside;
    } catch (IOException e) {
      throw new RegistryError(400, "MANIFEST_INVALID", "The manifest is not JSON");
    }
  }
}
