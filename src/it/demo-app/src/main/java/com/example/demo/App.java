package com.example.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A web app of three pages: who am I, the same for machines, and am I well. */
public final class App {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private App() {}

  public static void main(String[] args) throws IOException {
    Identity identity = Identity.of(System.getenv());
    int port = port(System.getenv());
    // Otherwise the JDK's server delays small answers on connections that are kept open.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    ExecutorService threads = Executors.newFixedThreadPool(16);
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    var pages = new Pages(identity);
    server.createContext("/", pages);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, pages, threads)));
    server.start();
    LOG.info("{} {} listens on port {}", identity.name(), identity.version(), port);
  }

  /** ECS sends SIGTERM when the load balancer has let go: answer what is left, then leave. */
  private static void stop(HttpServer server, Pages pages, ExecutorService threads) {
    LOG.info("asked to stop");
    pages.finish(PATIENCE);
    server.stop(0);
    threads.shutdown();
    LOG.info("stopped");
  }

  private static int port(Map<String, String> environment) {
    String port = environment.getOrDefault("PORT", environment.getOrDefault("SERVER_PORT", "8080"));
    return Integer.parseInt(port);
  }
}
