package io.github.xacct.rehearsal.elb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * One port of the load balancer and how its requests are shared out between target groups; that of
 * a Network Load Balancer shares out connections.
 */
public final class Listener implements AutoCloseable, TcpEntrance.Way {
  private static final int REMEMBERED = 1000;

  private final boolean network;
  private final Entrance plain;
  private final Entrance inside;
  private final Forwarding byDefault = new Forwarding();
  private volatile List<ListenerRule> rules = List.of();
  private volatile Optional<String> closed = Optional.empty();
  private final Consumer<String> log;
  private final Executor workers;
  private volatile Optional<Entrance> secured = Optional.empty();
  private volatile Optional<ServerCertificates.Secured> shown = Optional.empty();
  private final Map<Integer, Answering> answering =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Answering> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Who answers over a connection.
   *
   * @param taskSet {@code blue}, {@code green} or {@code placeholder}
   * @param taskDefinition as {@code family:revision}
   */
  record Answering(String taskSet, String taskDefinition) {}

  /**
   * Opens a listener of an Application Load Balancer on loopback.
   *
   * @param wishedPort used if it is free, so that a browser's bookmark outlives a rehearsal; 0 for
   *     any
   * @param log reported of requests that do not get in
   */
  public Listener(int wishedPort, Executor workers, Consumer<String> log) {
    this(wishedPort, workers, log, false);
  }

  /** The same of a Network Load Balancer, if it is one. */
  Listener(int wishedPort, Executor workers, Consumer<String> log, boolean network) {
    this.log = log;
    this.workers = task -> run(workers, task);
    this.network = network;
    this.plain = openPlain(wishedPort);
    this.inside = network ? open(0, Optional.empty(), true) : plain;
  }

  private Entrance openPlain(int wishedPort) {
    try {
      return entrance(wishedPort, Optional.empty(), false);
    } catch (BindException taken) {
      return open(0, Optional.empty(), false);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port to listen on", e);
    }
  }

  private Entrance open(int port, Optional<SSLContext> tls, boolean fromInside) {
    try {
      return entrance(port, tls, fromInside);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port to listen on", e);
    }
  }

  private Entrance entrance(int port, Optional<SSLContext> tls, boolean fromInside)
      throws IOException {
    return network
        ? new TcpEntrance(port, tls, this, fromInside, workers)
        : HttpEntrance.open(port, tls, new Forwarder(this), workers);
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
    secured.ifPresent(Entrance::close);
    shown = certificate;
    secured = certificate.map(one -> open(0, Optional.of(one.context()), false));
  }

  /** The name that its certificate is for, if it has one; of a wildcard one that fits. */
  public Optional<String> name() {
    return shown.map(one -> one.names().get(0).replace("*", "www"));
  }

  /** At which it answers those who ask from outside. */
  int openPort() {
    return secured.map(Entrance::port).orElseGet(this::port);
  }

  public int port() {
    return plain.port();
  }

  /** At which it answers the rehearsal itself, plainly and whoever else gets in. */
  public int insidePort() {
    return inside.port();
  }

  /** Takes note of a client's port and who serves it; no header can report it. */
  @Override
  public void connected(int clientPort, Target target) {
    var who = new Answering(target.owner.trafficLabel(), target.owner.runs());
    synchronized (answering) {
      answering.put(clientPort, who);
    }
  }

  /** Who serves, or has served, a client of this port. */
  Optional<Answering> answering(int clientPort) {
    synchronized (answering) {
      return Optional.ofNullable(answering.get(clientPort));
    }
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
  @Override
  public boolean admits() {
    closed.ifPresent(
        why ->
            log.accept(
                """
                A request from outside of the VPC to the listener at port %s was \
                dropped: %s. On AWS it times out."""
                    .formatted(port(), why)));
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
  @Override
  public Optional<Target> next() {
    return byDefault.next();
  }

  @Override
  public void close() {
    plain.close();
    if (network) {
      inside.close();
    }
    secured.ifPresent(Entrance::close);
  }
}
