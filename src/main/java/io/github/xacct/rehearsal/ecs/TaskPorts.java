package io.github.xacct.rehearsal.ecs;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Assigns the ports of tasks. A task binds its port only seconds later, so the ports are below the
 * ephemeral range (from 32768 on Linux, by {@code net.ipv4.ip_local_port_range}; from 49152 on
 * macOS and Windows, by RFC 6335): otherwise one of the thousands of traffic requests would occupy
 * the port in the meantime.
 */
final class TaskPorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private TaskPorts() {}

  /**
   * Returns a free port of the loopback address; each one is returned once in 12,000 calls.
   *
   * @throws IOException if none of them can be bound
   */
  static int free() throws IOException {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException(
        "no port from " + FIRST + " to " + (FIRST + COUNT - 1) + " of 127.0.0.1 is free");
  }

  private static boolean isFree(int port) throws IOException {
    try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    }
  }
}
