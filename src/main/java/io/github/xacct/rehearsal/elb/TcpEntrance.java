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
 * A port of a Network Load Balancer, which forwards connections of any protocol. A connection stays
 * with its target until either side closes it, even if the listener forwards new ones to other
 * targets. Source: Elastic Load Balancing, user guide for Network Load Balancers, "Network Load
 * Balancer overview".
 */
final class TcpEntrance implements Entrance {
  private static final int BACKLOG = 200;

  /** Selects the target of a connection. */
  interface TargetSelector {
    /** Returns whether connections from outside the VPC are admitted. */
    boolean admits();

    /** Returns the target of the next connection and counts it as in flight. */
    Optional<Target> next();

    /** Records the target that serves the client of a port. */
    void connected(int clientPort, Target target);
  }

  private final ServerSocket server;
  private final TargetSelector selector;
  private final boolean inside;
  private final Executor workers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens the port on loopback.
   *
   * @param tls certificate of TLS; plain TCP if absent
   * @param inside whether its connections come from inside the VPC
   * @throws IOException if the port is taken
   */
  TcpEntrance(
      int port, Optional<SSLContext> tls, TargetSelector selector, boolean inside, Executor workers)
      throws IOException {
    ServerSocketFactory factory =
        tls.<ServerSocketFactory>map(SSLContext::getServerSocketFactory)
            .orElseGet(ServerSocketFactory::getDefault);
    this.server = factory.createServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
    this.selector = selector;
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
        // Either the listener was closed, which ends the loop, or the client has disconnected.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (inside || selector.admits()) {
        Optional<Target> target = selector.next();
        if (target.isEmpty()) {
          reset(client);
        } else {
          forward(client, target.get());
        }
      }
    } catch (IOException broken) {
      // The other end detects it too.
    } finally {
      open.remove(client);
    }
  }

  /** Resets a connection without a target, as the load balancer does. */
  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
  }

  private void forward(Socket client, Target target) throws IOException {
    selector.connected(client.getPort(), target);
    try (ConnectionForwarder splice = new ConnectionForwarder(client, target.address)) {
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
      // It is no longer needed.
    }
  }
}
