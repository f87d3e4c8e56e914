package io.github.xacct.deploy.port;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One GET request to an address with another Host header, for listener rules with a host condition.
 * The JDK's HTTP client does not let callers set Host. With TLS the certificate must be valid for
 * that name.
 */
public final class HostRequest {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LONGEST = 10_000_000;

  private final URI uri;
  private final Map<String, String> headers;
  private final String host;
  private final SSLContext tls;

  HostRequest(URI uri, Map<String, String> headers, SSLContext tls) {
    this.tls = tls;
    this.uri = uri;
    this.headers = headers;
    this.host = host(headers).orElseThrow();
  }

  /** The value of the Host header, if it is among the headers. */
  public static Optional<String> host(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Host"))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  TestClient.Answer send(Duration patience) throws IOException {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
      plain.setSoTimeout((int) patience.toMillis());
      try (Socket socket = tls ? secured(plain, port) : plain) {
        socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return answer(socket.getInputStream());
      }
    } catch (NumberFormatException e) {
      throw new IOException("the answer is not HTTP: " + e.getMessage(), e);
    }
  }

  private Socket secured(Socket plain, int port) throws IOException {
    String name = host.replaceAll(":\\d+$", "");
    var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, name, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    refuseExpired(socket, name);
    return socket;
  }

  /** Refuses an expired certificate: the JDK accepts one that is itself in the trust store. */
  private static void refuseExpired(SSLSocket socket, String name) throws IOException {
    var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    try {
      shown.checkValidity();
    } catch (CertificateException e) {
      socket.close();
      throw new SSLException(
          "the certificate for " + name + " is not valid now: " + e.getMessage());
    }
  }

  private String request() {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var text = new StringBuilder("GET " + path);
    text.append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(host).append("\r\nConnection: close\r\n");
    headers.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase("Host")) {
            text.append(name).append(": ").append(value).append("\r\n");
          }
        });
    return text.append("\r\n").toString();
  }

  private static TestClient.Answer answer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
      throw new IOException("the answer is not HTTP: " + status);
    }
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
            ? chunks(in)
            : headers.containsKey("content-length")
                ? exactly(in, Integer.parseInt(headers.get("content-length")))
                : in.readNBytes(LONGEST);
    return new TestClient.Answer(
        Integer.parseInt(status.substring(9, 12)),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (body.size() < LONGEST) {
      int size = Integer.parseInt(line(in).replaceAll(";.*", "").strip(), 16);
      if (size == 0) {
        break;
      }
      body.write(exactly(in, size));
      line(in);
    }
    return body.toByteArray();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(Math.min(length, LONGEST));
    if (bytes.length < length) {
      throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > 65_536) {
        throw new EOFException("the answer ended too early");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
