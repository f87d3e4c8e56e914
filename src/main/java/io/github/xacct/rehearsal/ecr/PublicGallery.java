package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The replacement of the ECR Public Gallery: a registry with one image, an index of two platforms
 * with an empty file system, the same in every rehearsal. Like the gallery, it requires a token.
 * Source: Amazon ECR Public user guide, "Registry authentication".
 */
public final class PublicGallery implements AutoCloseable {
  /** The name of its only repository. */
  public static final String REPOSITORY = "docker/library/busybox";

  private static final String TOKEN = "anybody";
  private static final String OCI = "application/vnd.oci.image.";

  private record Content(String type, byte[] bytes) {}

  private final Map<String, Content> contents = new LinkedHashMap<>();
  private final String digest;
  private final LoopbackServer server;

  /** Starts the registry on a free port. */
  public PublicGallery() throws IOException {
    ObjectNode index = document("index");
    for (String architecture : List.of("amd64", "arm64")) {
      index.withArray("manifests").add(image(architecture));
    }
    digest = keep(OCI + "index.v1+json", bytes(index));
    server = new LoopbackServer("gallery", 0, this::handle);
  }

  private ObjectNode image(String architecture) {
    byte[] layer = new byte[1024]; // the end of a tar archive
    ObjectNode config =
        Json.JSON.createObjectNode().put("architecture", architecture).put("os", "linux");
    config.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(sha256(layer));
    ObjectNode manifest = document("manifest");
    manifest.set("config", described("config.v1+json", bytes(config)));
    manifest.putArray("layers").add(described("layer.v1.tar", layer));
    ObjectNode described = described("manifest.v1+json", bytes(manifest));
    described.putObject("platform").put("architecture", architecture).put("os", "linux");
    return described;
  }

  private static ObjectNode document(String kind) {
    return Json.JSON
        .createObjectNode()
        .put("schemaVersion", 2)
        .put("mediaType", OCI + kind + ".v1+json");
  }

  private ObjectNode described(String type, byte[] content) {
    return Json.JSON
        .createObjectNode()
        .put("mediaType", OCI + type)
        .put("digest", keep(OCI + type, content))
        .put("size", content.length);
  }

  private String keep(String type, byte[] content) {
    String its = sha256(content);
    contents.put(its, new Content(type, content));
    return its;
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) {
    return "sha256:" + HexFormat.of().formatHex(Repository.sha256().digest(content));
  }

  /** Returns the URI of its repository, {@code HOST/REPOSITORY}. */
  public String repository() {
    return host() + "/" + REPOSITORY;
  }

  private String host() {
    return "127.0.0.1:" + server.port();
  }

  /** Returns the digest of its image. */
  public String digest() {
    return digest;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/token/")) {
        RegistryAnswer.json(exchange, 200, "{\"token\":\"" + TOKEN + "\"}");
        return;
      }
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + TOKEN).equals(given)) {
        exchange
            .getResponseHeaders()
            .set(
                "Www-Authenticate",
                "Bearer realm=\"http://" + host() + "/token/\",service=\"" + host() + "\"");
        RegistryAnswer.json(exchange, 401, "{}");
        return;
      }
      var content = content(path);
      if (content.isEmpty()) {
        RegistryAnswer.error(exchange, new RegistryError(404, "NAME_UNKNOWN", path));
        return;
      }
      RegistryAnswer.send(exchange, 200, content.get().type(), content.get().bytes());
    }
  }

  private Optional<Content> content(String path) {
    String name = "/v2/" + REPOSITORY + "/";
    return path.startsWith(name + "manifests/") || path.startsWith(name + "blobs/")
        ? Optional.ofNullable(contents.get(path.substring(path.lastIndexOf('/') + 1)))
        : Optional.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
