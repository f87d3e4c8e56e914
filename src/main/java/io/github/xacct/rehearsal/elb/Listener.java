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
 * A listener: a port of the load balancer, and the distribution of its requests to target groups;
 * of connections for a Network Load Balancer.
 */
public final class Listener implements AutoCloseable, TcpEntrance.TargetSelector {
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
   * The version that answers over a connection.
   *
   * @param taskSet {@code blue}, {@code green} or {@code placeholder}
   * @param taskDefinition as {@code family:revision}
   */
  record Answering(String taskSet, String taskDefinition) {}

  /**
   * Opens a listener of an Application Load Balancer on loopback.
   *
   * @param wishedPort used if it is free, so that URLs stay the same in the next rehearsal; 0 for
   *     any port
   * @param log receives requests that are not admitted
   */
  public Listener(int wishedPort, Executor workers, Consumer<String> log) {
    this(wishedPort, workers, log, false);
  }

  /** Opens a listener of an Application or a Network Load Balancer. */
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
   * Opens or closes a separate port with TLS. The plain port remains for the rehearsal's own
   * requests.
   *
   * @param certificate of the TLS port; absent to close it
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

  /**
   * Returns the domain name of its certificate, for a wildcard one that matches; empty if it has
   * none.
   */
  public Optional<String> name() {
    return shown.map(one -> one.names().get(0).replace("*", "www"));
  }

  /** Returns the port for requests from outside the VPC. */
  int openPort() {
    return secured.map(Entrance::port).orElseGet(this::port);
  }

  public int port() {
    return plain.port();
  }

  /** Returns the port for the rehearsal's own requests, without TLS and always admitted. */
  public int insidePort() {
    return inside.port();
  }

  /** Records which target serves a client's port, because no header can report it. */
  @Override
  public void connected(int clientPort, Target target) {
    var who = new Answering(target.owner.trafficLabel(), target.owner.runs());
    synchronized (answering) {
      answering.put(clientPort, who);
    }
  }

  /** Returns the version that serves or served a client's port, or empty. */
  Optional<Answering> answering(int clientPort) {
    synchronized (answering) {
      return Optional.ofNullable(answering.get(clientPort));
    }
  }

  public URI url() {
    return URI.create((secured.isPresent() ? "https" : "http") + "://127.0.0.1:" + openPort());
  }

  /** Forwards all requests of the default action to one group. */
  public void forwardTo(TargetGroup group) {
    share(Map.of(group, 100));
  }

  /** Sets the weights of the default action; they are percentages with a sum of 100. */
  public void share(Map<TargetGroup, Integer> weights) {
    byDefault.share(weights);
  }

  /** Returns the default action, for requests that no rule matches. */
  Forwarding byDefault() {
    return byDefault;
  }

  /** Sets the rules, which are evaluated by priority before the default action. */
  void rules(List<ListenerRule> all) {
    rules = all.stream().sorted(Comparator.comparingInt(ListenerRule::priority)).toList();
  }

  public List<ListenerRule> rules() {
    return rules;
  }

  /**
   * Returns the forwarding of a request: that of the first rule that matches, or of the default
   * action.
   */
  Forwarding of(ListenerRule.Request request) {
    return rules.stream()
        .filter(rule -> rule.takes(request))
        .findFirst()
        .map(ListenerRule::forwarding)
        .orElse(byDefault);
  }

  /** Refuses requests from outside the VPC for a reason; admits them again if absent. */
  void closed(Optional<String> reason) {
    closed = reason;
  }

  /**
   * Returns whether requests from outside the VPC are admitted; logs a refusal, because on AWS it
   * times out.
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

  /** Returns the highest percentage of a target group in any rule or the default action. */
  public int weight(TargetGroup group) {
    return Stream.concat(Stream.of(byDefault), rules.stream().map(ListenerRule::forwarding))
        .mapToInt(forwarding -> forwarding.weight(group))
        .max()
        .orElse(0);
  }

  /**
   * Returns the default action's target of the next request and counts the request as in flight.
   */
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
