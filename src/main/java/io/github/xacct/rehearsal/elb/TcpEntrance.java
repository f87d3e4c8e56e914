package io.github.xacct.rehearsal.elb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A port of a Network Load Balancer: connection by connection, whatever is spoken over them. A
 * connection stays with its target until either of the two ends it, also while the listener
 * forwards new ones elsewhere. Source: Elastic Load Balancing, user guide for Network Load
 * Balancers, "Network Load Balancer overview".
 */
final class TcpEntrance implements Entrance {
  private static final int BACKLOG = 200;

  /** Selects the target to which a connection is passed. */
  interface Way {
    /** Whether somebody from outside of the VPC gets in. */
    boolean admits();

    /** The target of the next connection, which it holds from now on. */
    Optional<Target> next();

    /** Takes note of who serves the client of a port. */
    void connected(int clientPort, Target target);
  }

  private final ServerSocket server;
  private final Way way;
  private final boolean inside;
  private final Executor workers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens it on loopback.
   *
   * @param tls with what it secures connections; plain without
   * @param inside whether whoever connects to it is in the VPC
   * @throws IOException if the port is taken
   */
  TcpEntrance(int port, Optional<SSLContext> tls, Way way, boolean inside, Executor workers)
      throws IOException {
    ServerSocketFactory factory =
        tls.<ServerSocketFactory>map(SSLContext::getServerSocketFactory)
            .orElseGet(ServerSocketFactory::getDefault);
    this.server = factory.createServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
    this.way = way;
    this.inside = inside;
    this.workers = workers;
    workers.execute(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        workers.execute(() -> serve(client));
      } catch (IOException closed) {
        // Either the listener, which ends the loop, or a client that has gone already.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (inside || way.admits()) {
        Optional<Target> target = way.next();
        if (target.isEmpty()) {
          reset(client);
        } else {
          forward(client, target.get());
        }
      }
    } catch (IOException broken) {
      // Whoever is at the other end sees it too.
    } finally {
      open.remove(client);
    }
  }

  /** Of a connection for which there is no target the load balancer sends a reset. */
  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
  }

  private void forward(Socket client, Target target) throws IOException {
    way.connected(client.getPort(), target);
    try (Splice splice = new Splice(client, target.address)) {
      open.add(splice.target());
      splice.run(workers);
      open.remove(splice.target());
    } finally {
      target.end();
    }
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    closeQuietly(server);
    open.forEach(TcpEntrance::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is of no use to anybody any more.
    }
  }
}
