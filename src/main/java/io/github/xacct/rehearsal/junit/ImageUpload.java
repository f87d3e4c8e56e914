package io.github.xacct.rehearsal.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Pushes images to the embedded registry: a folder of classes as an image with one layer, or an OCI
 * layout of another tool. Source: OCI image layout and distribution specifications.
 */
final class ImageUpload {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final HttpClient http;
  private final String repositoryUri;
  private final String login;

  /**
   * Creates an upload to a repository.
   *
   * @param repositoryUri with host and port
   * @param login user and password
   */
  ImageUpload(HttpClient http, String repositoryUri, String login) {
    this.http = http;
    this.repositoryUri = repositoryUri;
    this.login =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  /** Pushes an image of a folder of classes, and returns its name with digest. */
  String classes(Path folder, String mainClass) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    byte[] layer = layer(folder, tar);
    ObjectNode config = Json.object().put("architecture", "amd64").put("os", "linux");
    config
        .putObject("config")
        .set("Entrypoint", Json.texts(List.of("java", "-cp", "/app/classes", mainClass)));
    config
        .putObject("rootfs")
        .put("type", "layers")
        .putArray("diff_ids")
        .add(digest(tar.toByteArray()));
    ObjectNode manifest = Json.object().put("schemaVersion", 2).put("mediaType", MANIFEST);
    manifest.set("config", described("application/vnd.oci.image.config.v1+json", bytes(config)));
    manifest
        .putArray("layers")
        .add(described("application/vnd.oci.image.layer.v1.tar+gzip", layer));
    blob(bytes(config));
    blob(layer);
    return manifest(bytes(manifest), MANIFEST);
  }

  /** Pushes the first image of a layout, and returns its name with digest. */
  String layout(Path folder) throws IOException {
    JsonNode first = Json.read(Files.readString(folder.resolve("index.json"))).at("/manifests/0");
    byte[] text = content(folder, first);
    JsonNode manifest = Json.read(new String(text, StandardCharsets.UTF_8));
    if (!manifest.has("config")) {
      throw new IllegalArgumentException(
          folder + " has an index of several platforms, not one image");
    }
    blob(content(folder, manifest.path("config")));
    for (JsonNode layer : manifest.path("layers")) {
      blob(content(folder, layer));
    }
    return manifest(text, first.path("mediaType").asText(MANIFEST));
  }

  private static byte[] content(Path layout, JsonNode described) throws IOException {
    return Files.readAllBytes(
        layout.resolve("blobs").resolve(described.path("digest").asText().replace(':', '/')));
  }

  private static byte[] layer(Path folder, ByteArrayOutputStream plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(plain);
        Stream<Path> files = Files.walk(folder)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        TarArchiveEntry entry = new TarArchiveEntry("app/classes/" + name);
        entry.setSize(Files.size(file));
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
      }
    }
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      plain.writeTo(gzip);
    }
    return packed.toByteArray();
  }

  private static ObjectNode described(String type, byte[] content) {
    return Json.object()
        .put("mediaType", type)
        .put("digest", digest(content))
        .put("size", content.length);
  }

  private void blob(byte[] content) {
    var started = send(request("/blobs/uploads/").POST(BodyPublishers.noBody()), 202);
    URI at =
        URI.create("http://" + repositoryUri)
            .resolve(started.headers().firstValue("Location").orElseThrow());
    send(
        HttpRequest.newBuilder(URI.create(at + "?digest=" + digest(content)))
            .header("Authorization", login)
            .PUT(BodyPublishers.ofByteArray(content)),
        201);
  }

  private String manifest(byte[] content, String type) {
    String digest = digest(content);
    send(
        request("/manifests/" + digest)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(content)),
        201);
    return repositoryUri + "@" + digest;
  }

  private HttpRequest.Builder request(String path) {
    int slash = repositoryUri.indexOf('/');
    String url =
        "http://%s/v2%s%s"
            .formatted(repositoryUri.substring(0, slash), repositoryUri.substring(slash), path);
    return HttpRequest.newBuilder(URI.create(url)).header("Authorization", login);
  }

  private java.net.http.HttpResponse<String> send(HttpRequest.Builder request, int expected) {
    var answer = AwsCalls.send(http, request.build());
    if (answer.statusCode() != expected) {
      throw new IllegalStateException("The registry answered " + answer + " " + answer.body());
    }
    return answer;
  }

  private static byte[] bytes(JsonNode json) {
    return Json.write(json).getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
