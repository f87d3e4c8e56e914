package io.github.xacct.rehearsal.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Rejects connections that start with a TLS ClientHello and forwards all others to the HTTP server.
 * Jib and skopeo try HTTPS first, and the JDK's HttpServer never answers a ClientHello, so that
 * they would wait for a timeout; disconnected at once, they fall back to HTTP. One thread forwards
 * all bytes.
 */
final class TlsRejectingProxy implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int BUFFER = 1 << 16;

  private final InetSocketAddress behind;
  private final DateShift dates;
  private final Selector selector;
  private final ServerSocketChannel door;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts the proxy on loopback.
   *
   * @param port 0 for any free port
   * @param dates changes the dates of responses
   * @throws IOException if the port is taken
   */
  TlsRejectingProxy(int port, InetSocketAddress behind, DateShift dates) throws IOException {
    this.behind = behind;
    this.dates = dates;
    this.door = ServerSocketChannel.open();
    try {
      door.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      door.configureBlocking(false);
      this.selector = Selector.open();
      door.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      door.close();
      throw e;
    }
    this.thread = new Thread(this::serve, "rehearsal-front-door-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return door.socket().getLocalPort();
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try (selector;
        door) {
      while (!closed) {
        selector.select(this::ready);
      }
      selector.keys().forEach(key -> closeQuietly(key.channel()));
    } catch (IOException e) {
      selector.keys().forEach(key -> closeQuietly(key.channel()));
    }
  }

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Passage passage) {
      passage.move();
    } else {
      accept();
    }
  }

  private void accept() {
    try {
      SocketChannel client = door.accept();
      if (client != null) {
        client.configureBlocking(false);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var passage = new Passage(client);
        passage.clientKey = client.register(selector, SelectionKey.OP_READ, passage);
      }
    } catch (IOException e) {
      // The client disconnected, or no file handles are left: later connections may succeed.
    }
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      // It counts as closed.
    }
  }

  /** The forwarding of one client's connection in both directions. */
  private final class Passage {
    private final SocketChannel client;
    private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer outbound = ByteBuffer.allocate(BUFFER);

    @SuppressWarnings("NullAway.Init") // set at registration
    private SelectionKey clientKey;

    @SuppressWarnings("NullAway.Init") // once the client is admitted
    private SocketChannel server;

    @SuppressWarnings("NullAway.Init") // with the server
    private SelectionKey serverKey;

    private boolean clientEnded;
    private boolean serverEnded;

    Passage(SocketChannel client) {
      this.client = client;
    }

    void move() {
      try {
        if (server == null && !admitted()) {
          return;
        }
        clientEnded |= pump(client, clientEnded, inbound, server);
        serverEnded |= pump(server, serverEnded, outbound, client);
        if (serverEnded) {
          // HttpServer closes both directions at once; further bytes of the client have no reader.
          inbound.clear();
        }
        watch();
      } catch (IOException | CancelledKeyException e) {
        close();
      }
    }

    private boolean admitted() throws IOException {
      int read = client.read(inbound);
      if (read < 0 || (read > 0 && inbound.get(0) == TLS_HANDSHAKE)) {
        close();
        return false;
      }
      if (read > 0) {
        server = SocketChannel.open(behind);
        server.configureBlocking(false);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        serverKey = server.register(selector, SelectionKey.OP_READ, this);
      }
      return read > 0;
    }

    /** Forwards bytes and returns whether the source has ended. */
    private boolean pump(SocketChannel from, boolean ended, ByteBuffer buffer, SocketChannel to)
        throws IOException {
      int before = buffer.position();
      boolean end = !ended && buffer.hasRemaining() && from.read(buffer) < 0;
      if (from == server) {
        dates.rewrite(buffer, before);
      }
      if (!(to == server && serverEnded)) {
        buffer.flip();
        to.write(buffer);
        buffer.compact();
      }
      return end;
    }

    private void watch() throws IOException {
      if (clientEnded && inbound.position() == 0 && !serverEnded) {
        server.shutdownOutput();
      }
      if (serverEnded && outbound.position() == 0) {
        client.shutdownOutput();
        if (clientEnded) {
          close();
          return;
        }
      }
      clientKey.interestOps(interest(!clientEnded && inbound.hasRemaining(), outbound));
      serverKey.interestOps(serverEnded ? 0 : interest(outbound.hasRemaining(), inbound));
    }

    private int interest(boolean read, ByteBuffer toWrite) {
      return (read ? SelectionKey.OP_READ : 0)
          | (toWrite.position() > 0 ? SelectionKey.OP_WRITE : 0);
    }

    private void close() {
      closeQuietly(client);
      if (server != null) {
        closeQuietly(server);
      }
    }
  }
}
