package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A response with its own headers and a body of bytes.
 *
 * @param status HTTP status
 */
public record RawResponse(int status, Map<String, String> headers, byte[] body)
    implements WireResponse {

  /** Returns a response with a JSON document. */
  public static RawResponse json(JsonNode document) {
    return new RawResponse(
        200,
        Map.of("Content-Type", "application/json"),
        Json.write(document).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a response with an XML document. */
  public static RawResponse xml(String document) {
    return new RawResponse(
        200, Map.of("Content-Type", "application/xml"), document.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void send(HttpExchange exchange, String requestId) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("x-amz-request-id", requestId);
    boolean silent = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    if (silent && body.length > 0) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, silent ? -1 : body.length);
    if (!silent) {
      exchange.getResponseBody().write(body);
    }
  }
}
