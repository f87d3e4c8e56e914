package io.github.xacct.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.xacct.image.registry.KnownBlobs;
import io.github.xacct.image.registry.RegistryAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A registry in memory with ECR's peculiarities: PATCH returns 201, and PUT of an existing
 * immutable tag returns 400 TAG_INVALID. Records its requests.
 */
public final class MemoryRegistry implements AutoCloseable {
  public static final String PASSWORD = "s3cret-token";
  static final String TOKEN = "t0ken-of-an-hour";

  /** The results of a fault that let the request through, or cut its connection. */
  static final int NO_FAULT = 0;

  static final int RESET = -1;

  /** How much of a request's body is read before the connection is cut. */
  private static final int RESET_AFTER = 1 << 20;

  record Stored(byte[] content, String type) {}

  public final List<String> requests = new CopyOnWriteArrayList<>();
  final Map<String, Stored> manifests = new ConcurrentHashMap<>();
  final Map<String, String> tags = new ConcurrentHashMap<>();
  public final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  volatile boolean immutable;

  /** Whether it requires tokens of its own, as Docker Hub does and ECR does not. */
  volatile boolean bearer;

  /** Whether it mounts blobs of other repositories. */
  public volatile boolean mounts;

  /** Whether mounting fails because the pusher lacks ecr:GetDownloadUrlForLayer. */
  public volatile boolean refusesMounts;

  volatile Runnable beforeUpload = () -> {};
  volatile String password = PASSWORD;
  volatile String accepted = PASSWORD;
  volatile ToIntFunction<String> fault = request -> NO_FAULT;

  /** Minimum size of the requests that have the fault, in bytes. */
  volatile long faultFrom;

  final List<String> retryAfter = new CopyOnWriteArrayList<>();

  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger uploadIds = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final TlsDroppingFront front;

  public MemoryRegistry() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    front = new TlsDroppingFront(server.getAddress().getPort());
  }

  public String host() {
    return "localhost:" + front.port();
  }

  String repositoryUri() {
    return host() + "/demo";
  }

  public RegistryAccess access() {
    return access("demo");
  }

  public RegistryAccess access(String repository) {
    return access(repository, KnownBlobs.none());
  }

  /** Access with a source of known blobs, like ECR's API. */
  RegistryAccess knowing(List<String> asked) {
    return access(
        "demo",
        digests -> {
          asked.add(digests.size() + " blobs");
          return Optional.of(
              digests.stream()
                  .filter(digest -> blobs.containsKey("demo@" + digest))
                  .collect(Collectors.toSet()));
        });
  }

  private RegistryAccess access(String repository, KnownBlobs known) {
    return new RegistryAccess(
        host() + "/" + repository,
        URI.create("http://" + host()),
        "AWS",
        () -> password,
        immutable,
        known);
  }

  /** The requests that match, for example {@code PUT .*manifests.*}. */
  public List<String> requests(String pattern) {
    return requests.stream().filter(r -> r.matches(pattern)).toList();
  }

  /** The manifest that a tag of the repository refers to. */
  Optional<String> tagged(String repository, String tag) {
    return Optional.ofNullable(tags.get(repository + ":" + tag));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String request = exchange.getRequestMethod() + " " + path;
      requests.add(request);
      int status = isAsLarge(exchange) ? fault.applyAsInt(request) : NO_FAULT;
      if (status == RESET) {
        exchange.getRequestBody().readNBytes(RESET_AFTER);
        return;
      }
      if (status != NO_FAULT) {
        retryAfter.forEach(s -> exchange.getResponseHeaders().set("Retry-After", s));
        exchange.getRequestBody().readAllBytes();
        faulty(exchange, status);
        return;
      }
      String wanted = bearer ? "Bearer " + TOKEN : basic(accepted);
      if (path.equals("/token")) {
        answer(exchange, 200, ("{\"token\":\"" + TOKEN + "\"}").getBytes());
      } else if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge());
        answer(exchange, 401, "Not Authorized\n".getBytes());
      } else if (path.contains("/blobs/uploads/")) {
        upload(exchange, path);
      } else if (path.contains("/blobs/")) {
        blob(exchange, path);
      } else if (path.contains("/manifests/")) {
        manifest(exchange, path);
      } else {
        answer(exchange, 200, new byte[0]);
      }
    }
  }

  private boolean isAsLarge(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return faultFrom <= (length == null ? 0 : Long.parseLong(length));
  }

  private static String basic(String password) {
    return "Basic " + Base64.getEncoder().encodeToString(("AWS:" + password).getBytes());
  }

  private String challenge() {
    return bearer
        ? "Bearer realm=\"http://" + host() + "/token\",service=\"memory\""
        : "Basic realm=\"ecr\"";
  }

  private void faulty(HttpExchange exchange, int status) throws IOException {
    switch (status) {
      case 401 -> {
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge());
        answer(exchange, 401, "Your authorization token has expired.\n".getBytes());
      }
      case 404 -> error(exchange, 404, "BLOB_UPLOAD_UNKNOWN", "The upload was not found");
      case 429 -> error(exchange, 429, "TOOMANYREQUESTS", "Rate exceeded");
      default -> answer(exchange, status, "<html>fault</html>".getBytes());
    }
  }

  private void upload(HttpExchange exchange, String path) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        beforeUpload.run();
        if (mount(exchange, path)) {
          return;
        }
        String id = "u" + uploadIds.incrementAndGet();
        uploads.put(id, new ByteArrayOutputStream());
        exchange.getResponseHeaders().set("Location", path + id);
        answer(exchange, 202, new byte[0]);
      }
      case "PATCH" -> {
        uploads.get(last(path)).write(body);
        exchange.getResponseHeaders().set("Location", path);
        answer(exchange, 201, new byte[0]);
      }
      default -> {
        ByteArrayOutputStream upload = uploads.remove(last(path));
        upload.write(body);
        byte[] content = upload.toByteArray();
        String digest = digest(content);
        boolean same = exchange.getRequestURI().getQuery().endsWith(digest);
        if (same) {
          blobs.put(repository(path) + "@" + digest, content);
        }
        answer(exchange, same ? 201 : 400, new byte[0]);
      }
    }
  }

  /** Mounts a blob like ECR with BLOB_MOUNTING enabled; otherwise it starts an upload. */
  private boolean mount(HttpExchange exchange, String path) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (query == null || !mounts) {
      return false;
    }
    if (refusesMounts) {
      error(exchange, 403, "DENIED", "not authorized to perform: ecr:GetDownloadUrlForLayer");
      return true;
    }
    var wanted = query.split("mount=|&from=");
    byte[] content = blobs.get(wanted[2] + "@" + wanted[1]);
    if (content != null) {
      blobs.put(repository(path) + "@" + wanted[1], content);
      answer(exchange, 201, new byte[0]);
    }
    return content != null;
  }

  private void blob(HttpExchange exchange, String path) throws IOException {
    byte[] content = blobs.get(repository(path) + "@" + last(path));
    if (content == null) {
      error(exchange, 404, "BLOB_UNKNOWN", "no such blob");
    } else {
      exchange.getResponseHeaders().set("Docker-Content-Digest", last(path));
      answer(exchange, 200, content);
    }
  }

  private void manifest(HttpExchange exchange, String path) throws IOException {
    String key = repository(path);
    String reference = last(path);
    if (exchange.getRequestMethod().equals("PUT")) {
      put(exchange, key, reference);
      return;
    }
    String digest = reference.startsWith("sha256:") ? reference : tags.get(key + ":" + reference);
    Stored stored = digest == null ? null : manifests.get(key + "@" + digest);
    if (stored == null) {
      error(exchange, 404, "MANIFEST_UNKNOWN", "Requested image not found");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", stored.type());
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
    answer(exchange, 200, stored.content());
  }

  private void put(HttpExchange exchange, String key, String tag) throws IOException {
    byte[] content = exchange.getRequestBody().readAllBytes();
    if (immutable && tags.containsKey(key + ":" + tag)) {
      error(
          exchange,
          400,
          "TAG_INVALID",
          "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
              .formatted(tag, key));
      return;
    }
    String digest = digest(content);
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    manifests.put(key + "@" + digest, new Stored(content, type));
    tags.put(key + ":" + tag, digest);
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
    answer(exchange, 201, new byte[0]);
  }

  private static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static String repository(String path) {
    return path.replaceFirst("^/v2/", "").replaceFirst("/(manifests|blobs)/.*", "");
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public static String digest(byte[] content) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return "sha256:" + HexFormat.of().formatHex(sha.digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Forgets the requests so far. */
  public void forgetRequests() {
    requests.clear();
  }

  @Override
  public void close() throws IOException {
    front.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
