package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came over the wire, unread.
 *
 * @param path still encoded
 * @param query still encoded, empty if there is none
 */
public record HttpCall(String method, String path, String query, Headers headers, byte[] body) {
  private static final int LIMIT = 64 << 20;

  static HttpCall read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LIMIT);
    String query = exchange.getRequestURI().getRawQuery();
    return new HttpCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        exchange.getRequestHeaders(),
        body);
  }

  /** What was sent, without the frames of an {@code aws-chunked} body. */
  public byte[] content() {
    return header("X-Amz-Content-Sha256").startsWith("STREAMING-")
        ? ChunkedBody.decoded(body)
        : body;
  }

  /** A parameter of the query, decoded; the empty string if it is not there. */
  public String parameter(String name) {
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts[0].equals(name)) {
        return parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** Whether the query has a parameter, be it without a value. */
  public boolean asks(String name) {
    return java.util.Arrays.stream(query.split("&")).anyMatch(p -> p.split("=", 2)[0].equals(name));
  }

  /** The headers whose names begin so, by the rest of their names in lower case. */
  public Map<String, String> headersBehind(String prefix) {
    Map<String, String> found = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(prefix)) {
            found.put(lower.substring(prefix.length()), values.get(0));
          }
        });
    return found;
  }

  /** A header's value, or the empty string. */
  public String header(String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
