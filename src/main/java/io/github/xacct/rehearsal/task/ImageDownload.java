package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.wire.HttpWire;
import io.github.xacct.rehearsal.wire.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Downloads manifests and blobs from the registry with one caller's token, over plain HTTP on
 * loopback. Source: OCI distribution specification, "Pull".
 */
final class ImageDownload {
  private static final String MANIFESTS =
      String.join(
          ", ",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Reads a blob while its digest is computed. */
  interface BlobUser {
    void use(InputStream content) throws IOException;
  }

  /** A manifest and its digest. */
  record Manifest(JsonNode json, String digest) {}

  private final String host;
  private final String repository;
  private final String authorization;

  ImageDownload(String host, String repository, String password) {
    this.host = host;
    this.repository = repository;
    byte[] login = ("AWS:" + password).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** Reads a manifest by tag or digest; a digest is verified. */
  Manifest manifest(String reference) throws CannotStart, IOException, InterruptedException {
    try (InputStream body = get("manifests/" + reference, Optional.of(MANIFESTS))) {
      byte[] content = body.readAllBytes();
      String digest = "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
      if (reference.startsWith("sha256:") && !reference.equals(digest)) {
        throw CannotStart.cannotPull(
            "the manifest's content has the digest " + digest + " instead of " + reference);
      }
      return new Manifest(Json.JSON.readTree(content), digest);
    }
  }

  /** Reads a blob to its end, and fails if its digest is wrong. */
  void blob(String digest, BlobUser user) throws CannotStart, IOException, InterruptedException {
    MessageDigest sha256 = sha256();
    try (InputStream body = get("blobs/" + digest, Optional.empty());
        InputStream hashed = new DigestInputStream(body, sha256)) {
      user.use(new Unclosable(hashed));
      hashed.transferTo(java.io.OutputStream.nullOutputStream());
    }
    String actual = "sha256:" + HexFormat.of().formatHex(sha256.digest());
    if (!actual.equals(digest)) {
      throw CannotStart.cannotPull(
          "the layer's content has the digest " + actual + " instead of " + digest);
    }
  }

  private InputStream get(String path, Optional<String> accept)
      throws CannotStart, IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    URI uri = URI.create("http://" + host + "/v2/" + repository + "/" + path);
    List<HttpWire.Header> headers = new ArrayList<>();
    headers.add(new HttpWire.Header("Authorization", authorization));
    accept.ifPresent(types -> headers.add(new HttpWire.Header("Accept", types)));
    Content content = Content.of(uri, headers);
    if (content.status / 100 == 3 && content.location.isPresent()) {
      content.close();
      // ECR redirects blobs to S3; the credentials must not be sent there.
      content = Content.of(uri.resolve(content.location.get()), List.of());
    }
    if (content.status != 200) {
      throw refused(content);
    }
    return content;
  }

  /** A response's body; closing it closes the connection. */
  private static final class Content extends FilterInputStream {
    final int status;
    final Optional<String> location;
    private final HttpWire wire;

    private Content(HttpWire wire, HttpWire.Answer answer) {
      super(answer.body());
      this.wire = wire;
      this.status = answer.status();
      this.location = HttpWire.header(answer.headers(), "Location");
    }

    static Content of(URI uri, List<HttpWire.Header> headers) throws IOException {
      int port = uri.getPort() < 0 ? 80 : uri.getPort();
      HttpWire wire = new HttpWire(new InetSocketAddress(uri.getHost(), port), TIMEOUT, TIMEOUT);
      try {
        List<HttpWire.Header> all = new ArrayList<>(headers);
        all.add(new HttpWire.Header("Host", uri.getAuthority()));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        wire.send("GET", uri.getRawPath() + query, all, null, 0);
        return new Content(wire, wire.receive("GET"));
      } catch (IOException | RuntimeException e) {
        wire.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      wire.close();
    }
  }

  private CannotStart refused(Content content) throws IOException {
    String body;
    try (content) {
      body = new String(content.readNBytes(4096), StandardCharsets.UTF_8);
    }
    String words = body;
    try {
      JsonNode error = Json.JSON.readTree(body).path("errors").path(0);
      if (error.has("message")) {
        words = error.path("code").asText() + ": " + error.path("message").asText();
      }
    } catch (IOException notJson) {
      // Use the body as the message.
    }
    return CannotStart.cannotPull(
        """
        pull image manifest has been retried 1 time(s): failed to resolve ref %s/%s: \
        unexpected status code %s: %s"""
            .formatted(host, repository, content.status, words.strip()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ignores that a user closes it, because the rest is still read for the digest. */
  private static final class Unclosable extends FilterInputStream {
    Unclosable(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The reader of the blob closes the underlying stream.
    }
  }
}
