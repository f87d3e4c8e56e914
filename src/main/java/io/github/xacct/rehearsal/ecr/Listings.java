package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.Digest;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The lists of a registry: tags, and referrers of an image. Source: OCI distribution specification
 * 1.1, "Listing tags" and "Listing referrers".
 */
final class Listings {
  private static final int MOST = 1000;
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private Listings() {}

  /** Sends the tags, in ECR as text/plain, with a Link header to the next page. */
  static void tags(HttpExchange exchange, Repository repository) throws IOException {
    String n = parameter(exchange, "n");
    if (!n.isEmpty() && !n.matches("[1-9]\\d{0,3}")) {
      throw new RegistryError(
          400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested");
    }
    int most = n.isEmpty() ? MOST : Math.min(MOST, Integer.parseInt(n));
    String last = parameter(exchange, "last");
    List<String> rest =
        repository.index().tags().keySet().stream().filter(t -> t.compareTo(last) > 0).toList();
    List<String> page = rest.subList(0, Math.min(most, rest.size()));
    if (page.size() < rest.size()) {
      exchange
          .getResponseHeaders()
          .set(
              "Link",
              "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\""
                  .formatted(repository.name(), most, page.get(page.size() - 1)));
    }
    ObjectNode list = Json.object().put("name", repository.name());
    list.set("tags", Json.texts(page));
    RegistryAnswer.send(exchange, 200, "text/plain; charset=utf-8", bytes(list.toString()));
  }

  /** Sends an index of the manifests whose subject is an image, which need not exist. */
  static void referrers(HttpExchange exchange, Repository repository, String digest)
      throws IOException {
    String type = parameter(exchange, "artifactType");
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", INDEX);
    ArrayNode manifests = index.putArray("manifests");
    for (Digest referrer : repository.referrersOf(digest)) {
      JsonNode manifest = repository.manifestOf(referrer);
      String artifact =
          manifest.path("artifactType").asText(manifest.at("/config/mediaType").asText());
      if (!type.isEmpty() && !type.equals(artifact)) {
        continue;
      }
      ObjectNode descriptor =
          manifests
              .addObject()
              .put(
                  "mediaType",
                  Objects.requireNonNull(repository.index().images().get(referrer.value()))
                      .mediaType())
              .put("digest", referrer.value())
              .put("size", repository.manifest(referrer).length)
              .put("artifactType", artifact);
      if (manifest.path("annotations").isObject()) {
        descriptor.set("annotations", manifest.path("annotations"));
      }
    }
    if (!type.isEmpty()) {
      exchange.getResponseHeaders().set("OCI-Filters-Applied", "artifactType");
    }
    RegistryAnswer.send(exchange, 200, INDEX, bytes(index.toString()));
  }

  private static String parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts[0].equals(name) && parts.length == 2) {
        return URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
