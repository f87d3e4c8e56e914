package io.github.xacct.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The part of a registry that a pull needs, for tests of the compute part alone. */
final class RegistryStub implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  volatile boolean denied;

  RegistryStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/v2/", this::answer);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    String expected = "Basic " + Base64.getEncoder().encodeToString("AWS:222222222222".getBytes());
    byte[] body = content.get(path.substring(path.lastIndexOf('/') + 1));
    int status = 200;
    if (!expected.equals(login)) {
      status = 401;
      body = "Not Authorized".getBytes(StandardCharsets.UTF_8);
    } else if (denied) {
      status = 403;
      body =
          "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"User is not authorized\"}]}"
              .getBytes(StandardCharsets.UTF_8);
    } else if (body == null) {
      status = 404;
      body = "{}".getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Stores an image of {@link TinyApp} and returns its reference by digest. */
  String image(String version) throws IOException {
    return image("\"java\",\"-cp\",\"/app/classes\",\"" + TinyApp.class.getName() + "\"", version);
  }

  /** Stores an image of an app that listens after a delay. */
  String slowImage(String version, int delayMillis) throws IOException {
    String delay = "\"-Dtiny.delay=" + delayMillis + "\"";
    return image(
        "\"java\"," + delay + ",\"-cp\",\"/app/classes\",\"" + TinyApp.class.getName() + "\"",
        version);
  }

  /** Stores an image with this entry point. */
  String image(String entrypoint, String version) throws IOException {
    String config =
        put(
            "{\"config\":{\"Entrypoint\":[%s],\"Env\":[\"VERSION=%s\",\"PATH=/nowhere\"]}}"
                .formatted(entrypoint, version)
                .getBytes(StandardCharsets.UTF_8));
    String layer = put(layer());
    String manifest =
        "{\"schemaVersion\":2,\"config\":{\"digest\":\"%s\"},\"layers\":[{\"digest\":\"%s\"}]}"
            .formatted(config, layer);
    return host() + "/web@" + put(manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] layer() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      String name = TinyApp.class.getName().replace('.', '/') + ".class";
      try (var code = TinyApp.class.getResourceAsStream("TinyApp.class")) {
        byte[] content = code.readAllBytes();
        TarArchiveEntry entry = new TarArchiveEntry("app/classes/" + name);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private String put(byte[] bytes) {
    try {
      String digest =
          "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      content.put(digest, bytes);
      return digest;
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Corrupts the stored blobs or manifests. */
  void corrupt() {
    List.copyOf(content.keySet()).forEach(digest -> content.put(digest, new byte[] {1}));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
