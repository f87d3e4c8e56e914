package io.github.xacct.rehearsal.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request and its response on its own connection, for the load balancer. The JDK's
 * clients reuse connections, which a task may close at that moment, and do not let a proxy forward
 * the Host header.
 */
public final class HttpWire implements Closeable {

  /** A header field. */
  public record Header(String name, String value) {
    public boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /**
   * A response whose body has not been read yet.
   *
   * @param length of the body, -1 if unknown until its end
   */
  public record Answer(int status, List<Header> headers, long length, InputStream body) {}

  private static final Set<String> BODY_EXPECTED = Set.of("POST", "PUT", "PATCH");

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  public HttpWire(InetSocketAddress address, Duration connect, Duration idle) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, (int) connect.toMillis());
      socket.setSoTimeout((int) idle.toMillis());
      in = new BufferedInputStream(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns the port of this end of the connection. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /**
   * Sends a request over the connection.
   *
   * @param length of the body, -1 for chunked encoding
   */
  public void send(
      String method, String target, List<Header> headers, @Nullable InputStream body, long length)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    head.append("Connection: close\r\n");
    if (length < 0) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (length > 0 || BODY_EXPECTED.contains(method)) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    if (body != null && length < 0) {
      sendChunks(body);
    } else if (body != null && length > 0) {
      body.transferTo(out);
    }
    out.flush();
  }

  private void sendChunks(InputStream body) throws IOException {
    byte[] buffer = new byte[16384];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      if (read > 0) {
        ascii(Integer.toHexString(read) + "\r\n");
        out.write(buffer, 0, read);
        ascii("\r\n");
        out.flush();
      }
    }
    ascii("0\r\n\r\n");
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads the response to a request with this method; interim responses are skipped. */
  public Answer receive(String method) throws IOException {
    while (true) {
      String[] status = line().split(" ", 3);
      if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
        throw new IOException("not an HTTP/1.1 answer");
      }
      int code = Integer.parseInt(status[1]);
      List<Header> headers = headers();
      if (code >= 200) {
        return answer(method, code, headers);
      }
    }
  }

  private Answer answer(String method, int code, List<Header> headers) {
    Optional<String> chunked = header(headers, "Transfer-Encoding");
    long length = header(headers, "Content-Length").map(Long::parseLong).orElse(-1L);
    if (method.equals("HEAD") || code == 204 || code == 304) {
      return new Answer(code, headers, 0, InputStream.nullInputStream());
    }
    if (chunked.filter(c -> c.toLowerCase(Locale.ROOT).contains("chunked")).isPresent()) {
      return new Answer(code, headers, -1, new Chunks());
    }
    return new Answer(code, headers, length, length < 0 ? in : new Exactly(length));
  }

  public static Optional<String> header(List<Header> headers, String name) {
    return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
  }

  private List<Header> headers() throws IOException {
    List<Header> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).trim()));
      }
    }
    return headers;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended before the answer did");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A body of known length; an earlier end is an error. */
  private final class Exactly extends FilterInputStream {
    private long left;

    Exactly(long length) {
      super(HttpWire.this.in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(buffer, offset, (int) Math.min(left, count));
      if (read < 0) {
        throw new EOFException("the answer ended " + left + " bytes early");
      }
      left -= read;
      return read;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(left, super.available());
    }
  }

  /** A body in chunks. */
  private final class Chunks extends InputStream {
    private InputStream chunk = InputStream.nullInputStream();
    private boolean first = true;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      while (!ended) {
        int read = chunk.read(buffer, offset, count);
        if (read >= 0) {
          return read;
        }
        next();
      }
      return -1;
    }

    private void next() throws IOException {
      if (!first) {
        line();
      }
      first = false;
      long size = Long.parseLong(line().split(";", 2)[0].trim(), 16);
      if (size == 0) {
        headers();
        ended = true;
      } else {
        chunk = new Exactly(size);
      }
    }

    @Override
    public int available() throws IOException {
      return chunk.available();
    }
  }
}
