package io.github.xacct.rehearsal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** One port of the load balancer and how its requests are shared out between target groups. */
final class Listener implements AutoCloseable {
  private final HttpServer server;
  private Map<TargetGroup, Integer> weights = Map.of();
  private volatile Optional<Integer> fixedStatus = Optional.empty();
  private volatile Optional<String> closed = Optional.empty();
  private final Consumer<String> log;
  private long turn;

  /**
   * Opens the listener on loopback.
   *
   * @param wishedPort used if it is free, so that a browser's bookmark outlives a rehearsal; 0 for
   *     any
   * @param log told of requests that do not get in
   */
  Listener(int wishedPort, Executor workers, Consumer<String> log) {
    this.log = log;
    // Without it each answer on a kept connection waits 40 ms for Nagle's algorithm (JDK 17).
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = open(wishedPort);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port to listen on", e);
    }
    server.createContext("/", new Forwarder(this));
    server.setExecutor(
        task -> {
          try {
            workers.execute(task);
          } catch (RejectedExecutionException closing) {
            // The rehearsal is ending; the connection is closed with the server.
          }
        });
    server.start();
  }

  private static HttpServer open(int wishedPort) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try {
      return HttpServer.create(new InetSocketAddress(loopback, wishedPort), 0);
    } catch (BindException taken) {
      return HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Sends all requests from now on to one group. */
  void forwardTo(TargetGroup group) {
    share(Map.of(group, 100));
  }

  /** Shares out the requests from now on; weights are percents and sum up to 100. */
  synchronized void share(Map<TargetGroup, Integer> weights) {
    this.weights = Map.copyOf(weights);
    fixedStatus = Optional.empty();
  }

  /** Lets nobody in from outside of the VPC, for a reason; or everybody again. */
  void closed(Optional<String> reason) {
    closed = reason;
  }

  /** Whether a request from outside of the VPC gets in; told if not, for on AWS it times out. */
  boolean admits() {
    closed.ifPresent(
        why ->
            log.accept(
                "A request from outside of the VPC to the listener at port "
                    + port()
                    + " was dropped: "
                    + why
                    + ". On AWS it times out."));
    return closed.isEmpty();
  }

  /** Answers by itself from now on. */
  synchronized void answer(int status) {
    weights = Map.of();
    fixedStatus = Optional.of(status);
  }

  /** With what it answers by itself. */
  Optional<Integer> fixedStatus() {
    return fixedStatus;
  }

  /** Where its requests go, in percents. */
  synchronized Map<TargetGroup, Integer> weights() {
    return weights;
  }

  /** The percentage of requests that goes to the group. */
  synchronized int weight(TargetGroup group) {
    return weights.getOrDefault(group, 0);
  }

  /**
   * The target of the next request, in flight from now on. Choosing the group and taking the target
   * are one step, so that after {@link #share} no request is still on its way to a group that has
   * lost its weight.
   */
  synchronized Optional<Target> next() {
    long position = turn++;
    int before = 0;
    TargetGroup chosen = null;
    for (TargetGroup group : weights.keySet().stream().sorted(BY_NAME).toList()) {
      before += weights.get(group);
      // Spreads a share of 10 % over every tenth request instead of leaving it to chance.
      if (chosen == null && (position * before) / 100 < ((position + 1) * before) / 100) {
        chosen = group;
      }
    }
    return chosen == null ? Optional.empty() : chosen.next();
  }

  private static final java.util.Comparator<TargetGroup> BY_NAME =
      java.util.Comparator.comparing(g -> g.name);

  @Override
  public void close() {
    server.stop(0);
  }
}
