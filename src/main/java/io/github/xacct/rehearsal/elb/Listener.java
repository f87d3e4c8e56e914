package io.github.xacct.rehearsal.elb;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One port of the load balancer and how its requests are shared out between target groups. */
public final class Listener implements AutoCloseable {
  private final HttpServer server;
  private final Forwarding byDefault = new Forwarding();
  private volatile List<ListenerRule> rules = List.of();
  private volatile Optional<String> closed = Optional.empty();
  private final Consumer<String> log;
  private final Executor workers;
  private volatile Optional<HttpsServer> secured = Optional.empty();
  private volatile Optional<ServerCertificates.Secured> shown = Optional.empty();

  /**
   * Opens the listener on loopback.
   *
   * @param wishedPort used if it is free, so that a browser's bookmark outlives a rehearsal; 0 for
   *     any
   * @param log reported of requests that do not get in
   */
  public Listener(int wishedPort, Executor workers, Consumer<String> log) {
    this.log = log;
    this.workers = task -> run(workers, task);
    // Without it each answer on a kept connection waits 40 ms for Nagle's algorithm (JDK 17).
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = open(wishedPort);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port to listen on", e);
    }
    server.createContext("/", new Forwarder(this));
    server.setExecutor(this.workers);
    server.start();
  }

  private static void run(Executor workers, Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException closing) {
      // The rehearsal is ending; the connection is closed with the server.
    }
  }

  /**
   * Answers over TLS from now on, at a port of its own; or no longer. The plain port stays for the
   * rehearsal itself, which watches who answers.
   *
   * @param certificate that it shows
   */
  synchronized void secure(Optional<ServerCertificates.Secured> certificate) {
    boolean same =
        certificate
            .map(ServerCertificates.Secured::key)
            .equals(shown.map(ServerCertificates.Secured::key));
    if (same) {
      return;
    }
    secured.ifPresent(before -> before.stop(0));
    shown = certificate;
    secured = certificate.map(one -> serve(new HttpsConfigurator(one.context())));
  }

  private HttpsServer serve(HttpsConfigurator configurator) {
    try {
      var opened =
          HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      opened.setHttpsConfigurator(configurator);
      opened.createContext("/", new Forwarder(this));
      opened.setExecutor(workers);
      opened.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port to listen on", e);
    }
  }

  /** The name that its certificate is for, if it has one; of a wildcard one that fits. */
  public Optional<String> name() {
    return shown.map(one -> one.names().get(0).replace("*", "www"));
  }

  /** At which it answers those who ask from outside. */
  int openPort() {
    return secured.map(one -> one.getAddress().getPort()).orElseGet(this::port);
  }

  private static HttpServer open(int wishedPort) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try {
      return HttpServer.create(new InetSocketAddress(loopback, wishedPort), 0);
    } catch (BindException taken) {
      return HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI url() {
    return URI.create((secured.isPresent() ? "https" : "http") + "://127.0.0.1:" + openPort());
  }

  /** Sends all requests from now on to one group. */
  public void forwardTo(TargetGroup group) {
    share(Map.of(group, 100));
  }

  /** Shares out the requests of the default action; weights are percents and sum up to 100. */
  public void share(Map<TargetGroup, Integer> weights) {
    byDefault.share(weights);
  }

  /** What becomes of requests that no rule takes. */
  Forwarding byDefault() {
    return byDefault;
  }

  /** The rules before the default action, by their priorities. */
  void rules(List<ListenerRule> all) {
    rules = all.stream().sorted(Comparator.comparingInt(ListenerRule::priority)).toList();
  }

  public List<ListenerRule> rules() {
    return rules;
  }

  /** What becomes of a request: the first rule that takes it says so. */
  Forwarding of(ListenerRule.Request request) {
    return rules.stream()
        .filter(rule -> rule.takes(request))
        .findFirst()
        .map(ListenerRule::forwarding)
        .orElse(byDefault);
  }

  /** Lets nobody in from outside of the VPC, for a reason; or everybody again. */
  void closed(Optional<String> reason) {
    closed = reason;
  }

  /**
   * Whether a request from outside of the VPC gets in; reported if not, for on AWS it times out.
   */
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

  /** The percentage of requests that goes to the group, of the rule that sends it most. */
  public int weight(TargetGroup group) {
    return Stream.concat(Stream.of(byDefault), rules.stream().map(ListenerRule::forwarding))
        .mapToInt(forwarding -> forwarding.weight(group))
        .max()
        .orElse(0);
  }

  /** The target of the next request that no rule takes, in flight from now on. */
  public Optional<Target> next() {
    return byDefault.next();
  }

  @Override
  public void close() {
    server.stop(0);
    secured.ifPresent(one -> one.stop(0));
  }
}
