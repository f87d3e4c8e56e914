package io.github.xacct.rehearsal.ecr;

import com.sun.net.httpserver.HttpExchange;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.state.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads and downloads the blobs of a repository. */
final class BlobEndpoint {
  private static final Pattern DIGEST = Pattern.compile("(?:^|.*&)digest=([^&]+)(?:&.*|$)");

  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  /** A blob upload in progress, whose digest is computed as it is received. */
  private static final class Upload {
    private final Path file;
    private final MessageDigest sha256 = Repository.sha256();
    private long size;

    Upload(Path file) {
      this.file = file;
    }
  }

  /** Sends a blob; ECR redirects a GET to S3, here the content is sent directly. */
  void get(HttpExchange exchange, Repository repository, String reference) throws IOException {
    Path file = repository.blob(digest(reference));
    if (!Files.exists(file)) {
      throw new RegistryError(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }
    exchange.getResponseHeaders().set("Docker-Content-Digest", reference);
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    long size = Files.size(file);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(size));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
    Files.copy(file, exchange.getResponseBody());
  }

  /**
   * Starts an upload; a mount request is answered as an upload, as in ECR unless BLOB_MOUNTING is
   * enabled.
   */
  void start(HttpExchange exchange, Repository repository) throws IOException {
    String id = UUID.randomUUID().toString();
    Files.createDirectories(repository.uploads());
    uploads.put(id, new Upload(repository.uploads().resolve(id)));
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    progress(exchange, repository, id, 0);
    RegistryAnswer.empty(exchange, 202);
  }

  /**
   * Receives the content of an upload. ECR answers 201 instead of the specification's 202, and
   * loses the content of a second PATCH (aws/containers-roadmap#2831); here the second one is
   * refused with our own message.
   */
  void append(HttpExchange exchange, Repository repository, String id) throws IOException {
    Upload upload = upload(id);
    if (upload.size > 0) {
      throw new RegistryError(
          416, "BLOB_UPLOAD_INVALID", "ECR takes a blob in one PATCH only; this is the second one");
    }
    receive(exchange, upload);
    progress(exchange, repository, id, upload.size);
    RegistryAnswer.empty(exchange, 201);
  }

  void finish(HttpExchange exchange, Repository repository, String id) throws IOException {
    Upload upload = upload(id);
    Digest wanted = digest(queryDigest(exchange));
    receive(exchange, upload);
    uploads.remove(id);
    String actual = "sha256:" + HexFormat.of().formatHex(upload.sha256.digest());
    if (!actual.equals(wanted.value())) {
      Files.deleteIfExists(upload.file);
      throw new RegistryError(
          400, "DIGEST_INVALID", "The upload's digest is " + actual + ", not " + wanted);
    }
    AtomicFile.move(upload.file, repository.blob(wanted));
    exchange.getResponseHeaders().set("Location", "/v2/" + repository.name() + "/blobs/" + wanted);
    exchange.getResponseHeaders().set("Docker-Content-Digest", wanted.value());
    RegistryAnswer.empty(exchange, 201);
  }

  private static void receive(HttpExchange exchange, Upload upload) throws IOException {
    try (InputStream in = exchange.getRequestBody();
        OutputStream file =
            Files.newOutputStream(
                upload.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        OutputStream out = new DigestOutputStream(file, upload.sha256)) {
      upload.size += in.transferTo(out);
    }
  }

  private static void progress(HttpExchange exchange, Repository repository, String id, long size) {
    exchange
        .getResponseHeaders()
        .set("Location", "/v2/" + repository.name() + "/blobs/uploads/" + id);
    exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, size - 1));
    exchange.getResponseHeaders().set("Docker-Upload-UUID", id);
  }

  private Upload upload(String id) {
    Upload upload = uploads.get(id);
    if (upload == null) {
      throw new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }
    return upload;
  }

  private static String queryDigest(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    Matcher digest = DIGEST.matcher(query == null ? "" : query);
    return digest.matches() ? digest.group(1) : "";
  }

  private static Digest digest(String text) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException e) {
      throw new RegistryError(400, "DIGEST_INVALID", ErrorText.of(e));
    }
  }
}
