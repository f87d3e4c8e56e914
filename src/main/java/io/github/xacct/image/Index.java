package io.github.xacct.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import java.util.List;

/**
 * Creates the manifest of an image for several platforms, which lists their manifests. Sources:
 * Docker Image Manifest Version 2, Schema 2, "Manifest List"; OCI Image Index Specification.
 */
final class Index {
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String OCI = "application/vnd.oci.image.index.v1+json";

  /**
   * The image for one platform.
   *
   * @param architecture CPU architecture as in OCI
   */
  record Part(String architecture, Manifest manifest) {}

  private Index() {}

  /** The index; identical for identical images. */
  static Manifest of(List<Part> parts) {
    boolean docker = parts.stream().allMatch(p -> p.manifest().mediaType().contains(".docker."));
    ObjectNode json = Json.object();
    json.put("schemaVersion", 2).put("mediaType", docker ? DOCKER : OCI);
    ArrayNode manifests = json.putArray("manifests");
    for (Part part : parts) {
      describe(manifests.addObject(), part.manifest())
          .putObject("platform")
          .put("architecture", part.architecture())
          .put("os", "linux");
    }
    return new Manifest(bytes(json), json.path("mediaType").asText());
  }

  /** Adds the descriptor of a manifest, as defined by OCI. */
  static ObjectNode describe(ObjectNode node, Manifest manifest) {
    Digest digest = manifest.digest();
    return node.put("mediaType", manifest.mediaType())
        .put("digest", digest.value())
        .put("size", manifest.content().length);
  }

  static byte[] bytes(ObjectNode json) {
    return Json.bytes(json);
  }
}
