package io.github.xacct.rehearsal.task;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The workload of a service that was never deployed: a page that answers 200 on every path. */
public final class PlaceholderPage implements Workload {
  private final HttpServer server;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  public PlaceholderPage(String service) throws IOException {
    byte[] page =
        ("Nothing was deployed to "
                + service
                + " yet; this placeholder is the original task set.\n")
            .getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
          exchange.sendResponseHeaders(200, head ? -1 : page.length);
          if (!head) {
            exchange.getResponseBody().write(page);
          }
          exchange.close();
        });
    server.start();
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public Optional<String> imageDigest() {
    return Optional.empty();
  }

  @Override
  public CompletableFuture<Integer> ended() {
    return ended;
  }

  @Override
  public void stop(Duration patience) {
    server.stop(0);
    ended.complete(0);
  }
}
