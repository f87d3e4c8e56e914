package io.github.xacct.rehearsal.elb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** Forwards bytes between a client's connection and a connection to its target. */
final class ConnectionForwarder implements AutoCloseable {
  private static final int CONNECT_TIMEOUT = 10_000;

  private final Socket client;
  private final Socket target = new Socket();

  /**
   * Connects to the target; if that fails, the client's connection will be reset when it is closed.
   */
  ConnectionForwarder(Socket client, InetSocketAddress address) throws IOException {
    this.client = client;
    try {
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      target.connect(address, CONNECT_TIMEOUT);
    } catch (IOException e) {
      target.close();
      client.setSoLinger(true, 0);
      throw e;
    }
  }

  Socket target() {
    return target;
  }

  /** Forwards until both directions have ended. */
  void run(Executor workers) {
    var answered = new CountDownLatch(1);
    workers.execute(
        () -> {
          pass(target, client);
          answered.countDown();
        });
    pass(client, target);
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Forwards the bytes and the end of one connection to the other; if one fails, both are closed.
   */
  private static void pass(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      close(from);
      close(to);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16384];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed anyway.
    }
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
