package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends a registry's response; for HEAD only the headers, as if with the body. */
final class RegistryAnswer {
  private RegistryAnswer() {}

  static void send(HttpExchange exchange, int status, String contentType, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  static void json(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a response without a body. */
  static void empty(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  static void error(HttpExchange exchange, RegistryError error) throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("errors")
        .addObject()
        .put("code", error.code())
        .put("message", error.getMessage());
    json(exchange, error.status(), body.toString());
  }
}
