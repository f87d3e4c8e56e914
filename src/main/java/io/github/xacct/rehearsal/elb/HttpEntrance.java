package io.github.xacct.rehearsal.elb;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** A port of an Application Load Balancer, which forwards requests. */
final class HttpEntrance implements Entrance {
  private final HttpServer server;

  private HttpEntrance(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens the port on loopback.
   *
   * @param tls certificate of HTTPS; plain HTTP if absent
   * @throws IOException if the port is taken
   */
  static HttpEntrance open(
      int port, Optional<SSLContext> tls, HttpHandler handler, Executor workers)
      throws IOException {
    // Without it each response on a keep-alive connection waits 40 ms for Nagle's algorithm (JDK
    // 17).
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    HttpServer server =
        tls.isPresent() ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
    if (server instanceof HttpsServer https) {
      https.setHttpsConfigurator(new HttpsConfigurator(tls.orElseThrow()));
    }
    server.createContext("/", handler);
    server.setExecutor(workers);
    server.start();
    return new HttpEntrance(server);
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
