package io.github.xacct.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Closes the connection on a TLS hello, like a registry without TLS. The JDK's server would wait
 * for the rest of it, and Jib, which always tries HTTPS first, for the response.
 */
final class TlsDroppingFront implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;

  private final int backend;
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  TlsDroppingFront(int backend) throws IOException {
    this.backend = backend;
    threads.submit(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      threads.submit(() -> serve(client));
    }
  }

  private Void serve(Socket client) throws IOException {
    open.add(client);
    client.setTcpNoDelay(true);
    try (client) {
      InputStream in = client.getInputStream();
      int first = in.read();
      if (first < 0 || first == TLS_HANDSHAKE) {
        return null;
      }
      try (var behind = new Socket(InetAddress.getLoopbackAddress(), backend)) {
        open.add(behind);
        behind.setTcpNoDelay(true);
        behind.getOutputStream().write(first);
        var back = threads.submit(() -> answer(behind, client));
        copy(client, behind);
        back.get();
      }
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      return null;
    }
    return null;
  }

  /** Closes the client's connection if the registry closes its own. */
  private static Void answer(Socket behind, Socket client) throws IOException {
    try (client) {
      return copy(behind, client);
    }
  }

  private static Void copy(Socket from, Socket to) throws IOException {
    var buffer = new byte[1 << 16];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    to.shutdownOutput();
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
