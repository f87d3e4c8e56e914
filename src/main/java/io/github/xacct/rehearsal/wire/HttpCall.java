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
 * An HTTP request before it is parsed.
 *
 * @param path URL-encoded
 * @param query URL-encoded; empty if there is none
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

  /** Returns the body without the framing of {@code aws-chunked}. */
  public byte[] content() {
    return header("X-Amz-Content-Sha256").startsWith("STREAMING-")
        ? ChunkedBody.decoded(body)
        : body;
  }

  /** Returns a decoded query parameter; empty string if absent. */
  public String parameter(String name) {
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts[0].equals(name)) {
        return parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** Returns whether the query has a parameter, with or without a value. */
  public boolean hasParameter(String name) {
    return java.util.Arrays.stream(query.split("&")).anyMatch(p -> p.split("=", 2)[0].equals(name));
  }

  /** Returns the headers with a prefix, by the rest of their names in lower case. */
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

  /** Returns a header's value; empty string if absent. */
  public String header(String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
