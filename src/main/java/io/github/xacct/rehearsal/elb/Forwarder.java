package io.github.xacct.rehearsal.elb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.github.xacct.rehearsal.wire.HttpWire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a request through the load balancer to a target. Source: Elastic Load Balancing user
 * guide, "HTTP headers and Application Load Balancers" and "Troubleshoot your Application Load
 * Balancers" (502, 503, 504). An upgrade to WebSocket or HTTP/2 is not forwarded.
 */
final class Forwarder implements HttpHandler {
  /**
   * Response header with the task set that answered: {@code blue}, {@code green} or {@code
   * placeholder}.
   */
  static final String TASK_SET_HEADER = "X-Rehearsal-Task-Set";

  /**
   * Response header with the task definition of the task that answered, as {@code family:revision}.
   */
  static final String TASK_DEFINITION_HEADER = "X-Rehearsal-Task-Definition";

  /** Header of requests from inside the VPC, such as the rehearsal's own. */
  static final String INSIDE_HEADER = "X-Rehearsal-Inside";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "content-length");

  private final Listener listener;

  Forwarder(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestHeaders().containsKey(INSIDE_HEADER) && !listener.admits()) {
      exchange.close();
      return;
    }
    Forwarding forwarding = listener.of(request(exchange));
    Optional<Target> target = forwarding.next();
    if (target.isEmpty()) {
      forwarding.redirect().ifPresent(redirect -> send(exchange, redirect));
      refuse(exchange, forwarding.fixedStatus().orElse(503), "Service Temporarily Unavailable");
    } else {
      try {
        forward(exchange, target.get());
      } finally {
        target.get().end();
      }
    }
    // Not after an exception: closing would end an incomplete chunked response as if it were
    // complete.
    exchange.close();
  }

  private static ListenerRule.Request request(HttpExchange exchange) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return new ListenerRule.Request(
        exchange.getRequestMethod(), host(exchange), exchange.getRequestURI().toString(), headers);
  }

  private static String host(HttpExchange exchange) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
  }

  private static void send(HttpExchange exchange, Redirect redirect) {
    int port = exchange.getLocalAddress().getPort();
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            redirect.location(host(exchange), port, exchange.getRequestURI().toString()));
  }

  private void forward(HttpExchange exchange, Target target) throws IOException {
    HttpWire.Answer answer;
    long began = System.nanoTime();
    try (HttpWire wire = new HttpWire(target.address, CONNECT_TIMEOUT, IDLE_TIMEOUT)) {
      try {
        answer = ask(wire, exchange);
        count(target, answer.status(), began);
      } catch (SocketTimeoutException e) {
        count(target, 504, began);
        label(exchange, target);
        refuse(exchange, 504, "Gateway Time-out");
        return;
      }
      label(exchange, target);
      passBack(exchange, answer);
    } catch (IOException | NumberFormatException e) {
      if (exchange.getResponseCode() >= 0) {
        // Part of the response is sent: only a broken connection shows that the rest is missing.
        throw new IOException("the target broke off its answer", e);
      }
      count(target, 0, began);
      label(exchange, target);
      refuse(exchange, 502, "Bad Gateway");
    }
  }

  private static void count(Target target, int status, long began) {
    var took = Duration.ofNanos(System.nanoTime() - began);
    target.group.ifPresent(group -> group.requests.add(status, took));
  }

  private static HttpWire.Answer ask(HttpWire wire, HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    try {
      wire.send(
          method,
          exchange.getRequestURI().toString(),
          requestHeaders(exchange),
          exchange.getRequestBody(),
          bodyLength(exchange));
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A target may answer, for example with 413, and close without reading the whole body.
      return wire.receive(method);
    }
    return wire.receive(method);
  }

  private static long bodyLength(HttpExchange exchange) {
    if (exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
      return -1;
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private static List<HttpWire.Header> requestHeaders(HttpExchange exchange) {
    Set<String> dropped = droppedFrom(exchange.getRequestHeaders().get("Connection"));
    List<HttpWire.Header> headers = new ArrayList<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> headers.add(new HttpWire.Header(name, value)));
              }
            });
    String client = exchange.getRemoteAddress().getAddress().getHostAddress();
    String before = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
    headers.removeIf(h -> h.name().toLowerCase(Locale.ROOT).startsWith("x-forwarded-"));
    headers.add(
        new HttpWire.Header("X-Forwarded-For", before == null ? client : before + ", " + client));
    headers.add(
        new HttpWire.Header(
            "X-Forwarded-Proto", exchange instanceof HttpsExchange ? "https" : "http"));
    headers.add(
        new HttpWire.Header(
            "X-Forwarded-Port", String.valueOf(exchange.getLocalAddress().getPort())));
    return headers;
  }

  private static Set<String> droppedFrom(@Nullable List<String> connection) {
    Set<String> dropped = new HashSet<>(HOP_BY_HOP);
    if (connection != null) {
      for (String name : String.join(",", connection).split(",")) {
        dropped.add(name.trim().toLowerCase(Locale.ROOT));
      }
    }
    return dropped;
  }

  private static void passBack(HttpExchange exchange, HttpWire.Answer answer) throws IOException {
    Set<String> dropped =
        droppedFrom(
            answer.headers().stream()
                .filter(h -> h.is("Connection"))
                .map(HttpWire.Header::value)
                .toList());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    for (HttpWire.Header header : answer.headers()) {
      boolean lengthOfHead = head && header.is("Content-Length");
      if (lengthOfHead || !dropped.contains(header.name().toLowerCase(Locale.ROOT))) {
        exchange.getResponseHeaders().add(header.name(), header.value());
      }
    }
    boolean empty = head || answer.length() == 0;
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : Math.max(answer.length(), 0));
    if (!empty) {
      copy(answer.body(), exchange.getResponseBody());
    }
  }

  /**
   * Copies a body and flushes whenever the target pauses, so that each event of a stream arrives
   * immediately.
   */
  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16384];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
      if (from.available() == 0) {
        to.flush();
      }
    }
    to.close();
  }

  private static void label(HttpExchange exchange, Target target) {
    exchange.getResponseHeaders().set(TASK_SET_HEADER, target.owner.trafficLabel());
    exchange.getResponseHeaders().set(TASK_DEFINITION_HEADER, target.owner.runs());
  }

  private static void refuse(HttpExchange exchange, int status, String words) throws IOException {
    String title = status + " " + words;
    byte[] page =
        """
        <html>
        <head><title>%s</title></head>
        <body>
        <center><h1>%s</h1></center>
        </body>
        </html>
        """
            .formatted(title, title)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Server", "awselb/2.0");
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : page.length);
    if (!head) {
      exchange.getResponseBody().write(page);
    }
  }
}
