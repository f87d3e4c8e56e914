package io.github.xacct.rehearsal.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener of a Network Load Balancer forwards connections of any protocol. */
class NetworkListenerTest {
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<ServerSocket> servers = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final TargetGroup blue = group("blue");
  private final TargetGroup green = group("green");
  private final Listener listener = new Listener(0, workers, log::add, true);

  @AfterEach
  void closeAll() throws IOException {
    listener.close();
    for (ServerSocket server : servers) {
      server.close();
    }
    workers.shutdownNow();
  }

  @Test
  void aConnectionStaysWithItsTargetWhileNewOnesGoElsewhere() throws Exception {
    listener.forwardTo(blue);
    try (Socket kept = connect(listener.port())) {
      assertThat(say(kept, 'x')).isEqualTo("blue x");

      listener.forwardTo(green);

      assertThat(say(kept, 'y')).as("kept").isEqualTo("blue y");
      try (Socket other = connect(listener.port())) {
        assertThat(say(other, 'z')).isEqualTo("green z");
        assertThat(listener.answering(other.getLocalPort()))
            .hasValue(new Listener.Answering("green", "green:1"));
      }
      assertThat(listener.answering(kept.getLocalPort()))
          .hasValue(new Listener.Answering("blue", "blue:1"));
    }
  }

  @Test
  void connectionsAreSharedOutByWeights() throws Exception {
    listener.share(Map.of(blue, 90, green, 10));
    int greens = 0;
    for (int i = 0; i < 20; i++) {
      try (Socket client = connect(listener.port())) {
        greens += say(client, 'x').equals("green x") ? 1 : 0;
      }
    }
    assertThat(greens).isEqualTo(2);
  }

  @Test
  void whoeverFindsNoTargetIsReset() throws Exception {
    try (Socket client = connect(listener.port())) {
      assertThatThrownBy(() -> say(client, 'x')).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatSecurityGroupsKeepOutGetsInFromInsideAlone() throws Exception {
    listener.forwardTo(blue);
    listener.closed(Optional.of("its security group sg-1 does not admit it"));
    try (Socket outside = connect(listener.port())) {
      assertThatThrownBy(() -> say(outside, 'x')).isInstanceOf(IOException.class);
    }
    assertThat(log)
        .containsExactly(
            "A request from outside of the VPC to the listener at port "
                + listener.port()
                + " was dropped: its security group sg-1 does not admit it. On AWS it times out.");
    try (Socket inside = connect(listener.insidePort())) {
      assertThat(say(inside, 'x')).isEqualTo("blue x");
    }
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Sends one character and returns the line of the response, which is not HTTP. */
  private static String say(Socket socket, char word) throws IOException {
    socket.getOutputStream().write(word);
    var answer = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("the connection has ended");
      }
      answer.append((char) c);
    }
    return answer.toString();
  }

  /** Returns a group with one target, which answers each character with its name. */
  private TargetGroup group(String name) {
    try {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      servers.add(server);
      workers.execute(() -> accept(server, name));
      var group = new TargetGroup(name, name, "/");
      group.register(
          new Target(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
              new Owner(name),
              Duration.ZERO));
      return group;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket server, String name) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        workers.execute(() -> answer(client, name));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void answer(Socket client, String name) {
    try (client) {
      for (int c = client.getInputStream().read(); c >= 0; c = client.getInputStream().read()) {
        client.getOutputStream().write((name + " " + (char) c + "\n").getBytes());
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private record Owner(String trafficLabel) implements TargetOwner {
    @Override
    public String runs() {
      return trafficLabel + ":1";
    }

    @Override
    public int containerPort() {
      return 80;
    }

    @Override
    public boolean hasFault(Fault which) {
      return false;
    }
  }
}
