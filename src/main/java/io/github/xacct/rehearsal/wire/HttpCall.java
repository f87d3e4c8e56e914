package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * What came over the wire, unread.
 *
 * @param path still encoded
 * @param query still encoded, empty if there is none
 */
record HttpCall(String method, String path, String query, Headers headers, byte[] body) {
  private static final int LIMIT = 16 << 20;

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

  /** A header's value, or the empty string. */
  String header(String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
