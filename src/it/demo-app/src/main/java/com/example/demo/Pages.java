package com.example.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request, and knows when none is left. */
final class Pages implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Identity identity;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean finishing;

  Pages(Identity identity) {
    this.identity = identity;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    open.incrementAndGet();
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/" -> answer(exchange, 200, "text/html; charset=utf-8", html());
        case "/info" ->
            answer(exchange, 200, "application/json", JSON.writeValueAsString(identity));
        case "/health" -> answer(exchange, 200, "text/plain; charset=utf-8", "ok\n");
        default -> answer(exchange, 404, "text/plain; charset=utf-8", "no such page\n");
      }
    } finally {
      open.decrementAndGet();
    }
  }

  /** Waits until every request has its answer, but not for ever. */
  void finish(Duration patience) {
    finishing = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (open.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (finishing) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private String html() {
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s %2$s</title>
        <style>
          body { background: %4$s; color: white; font: 1.5rem/1.5 system-ui, sans-serif;
                 margin: 15vh auto; max-width: 30rem; padding: 0 1rem }
          h1 { font-size: 3rem; margin: 0 }
        </style>
        <h1>%1$s</h1>
        <p>version <strong>%2$s</strong></p>
        <p>task %3$s</p>
        <p>colour %4$s</p>
        </html>
        """
        .formatted(identity.name(), identity.version(), identity.host(), identity.colour());
  }
}
