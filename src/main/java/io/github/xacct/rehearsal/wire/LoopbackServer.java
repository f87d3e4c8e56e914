package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback whose threads end when it is closed. */
public final class LoopbackServer implements AutoCloseable {
  private static final int THREADS = 16;

  static {
    // Read once, when the JDK's server is first used. Without it, Nagle's algorithm and delayed
    // acknowledgements cost 40 ms per keep-alive call (JDK-8014254).
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ThreadPoolExecutor threads;
  private final TlsRejectingProxy door;

  /**
   * Starts a server that is reachable only from this machine.
   *
   * @param port 0 for any free port
   * @throws IOException if the port is taken
   */
  public LoopbackServer(String name, int port, HttpHandler handler) throws IOException {
    this(name, port, handler, Duration.ZERO);
  }

  /**
   * Starts a server that is reachable only from this machine.
   *
   * @param port 0 for any free port
   * @param ahead time by which its clock is ahead of this machine's
   * @throws IOException if the port is taken
   */
  LoopbackServer(String name, int port, HttpHandler handler, Duration ahead) throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    try {
      door = new TlsRejectingProxy(port, http.getAddress(), new DateShift(ahead));
    } catch (IOException e) {
      http.stop(0);
      throw e;
    }
    var number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, "rehearsal-" + name + "-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    http.setExecutor(threads);
    http.createContext("/", handler);
    startAsDaemon();
  }

  /** Starts the server from a daemon thread, because its own thread inherits that. */
  private void startAsDaemon() {
    Thread starter = daemon(http::start, "rehearsal-starter");
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  public int port() {
    return door.port();
  }

  @Override
  public void close() {
    door.close();
    http.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
