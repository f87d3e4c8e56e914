package io.github.xacct.rehearsal.elb;

import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.wire.HttpWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends a steady stream of requests to the production listener during a deployment, and records
 * which versions answered.
 */
public final class Traffic implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int FAILURES_REPORTED = 5;

  private record Version(String taskSet, String taskDefinition) {}

  /** The answers of one second or less. */
  private static final class Count {
    final Map<String, Integer> answered = new TreeMap<>();
    final Instant from;
    Instant to;
    int failed;

    Count(Instant from) {
      this.from = from;
      this.to = from.plus(SECOND);
    }
  }

  private final Listener listener;
  private final String host;
  private final String path;
  private final Executor workers;
  private final Instant since = Instant.now();
  private final Map<Version, Integer> answered = new LinkedHashMap<>();
  private final List<Count> spans = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final ScheduledFuture<?> clock;
  private int failed;
  private int inFlight;

  /**
   * Starts to send requests to the production listener.
   *
   * @param example request that reaches the service, if its listener is shared
   * @param goesOn evaluated before each request; false ends the stream
   */
  public Traffic(
      Listener listener,
      Optional<ListenerRule.Request> example,
      ScheduledExecutorService timer,
      Executor workers,
      BooleanSupplier goesOn) {
    this.listener = listener;
    this.host = example.map(ListenerRule.Request::host).orElse("127.0.0.1:" + listener.port());
    this.path = example.map(ListenerRule.Request::path).orElse("/");
    this.workers = workers;
    this.clock =
        timer.scheduleAtFixedRate(
            () -> tick(goesOn), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick(BooleanSupplier goesOn) {
    if (goesOn.getAsBoolean()) {
      synchronized (this) {
        inFlight++;
      }
      workers.execute(this::ask);
    } else {
      clock.cancel(false);
    }
  }

  public boolean running() {
    return !clock.isDone();
  }

  private void ask() {
    try (HttpWire wire =
        new HttpWire(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.insidePort()),
            TIMEOUT,
            TIMEOUT)) {
      List<HttpWire.Header> headers =
          List.of(
              new HttpWire.Header("Host", host),
              new HttpWire.Header(Forwarder.INSIDE_HEADER, "true"),
              new HttpWire.Header("User-Agent", "xacct-rehearsal-traffic"));
      wire.send("GET", path, headers, null, 0);
      HttpWire.Answer answer = wire.receive("GET");
      answer.body().readAllBytes();
      if (answer.status() >= 500) {
        failed("HTTP " + answer.status());
      } else {
        answered(version(answer, wire.localPort()));
      }
    } catch (IOException | NumberFormatException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the version that answered, from the listener for a Network Load Balancer, else from
   * headers.
   */
  private Version version(HttpWire.Answer answer, int clientPort) {
    return listener
        .answering(clientPort)
        .map(who -> new Version(who.taskSet(), who.taskDefinition()))
        .orElseGet(
            () ->
                new Version(
                    HttpWire.header(answer.headers(), Forwarder.TASK_SET_HEADER).orElse("unknown"),
                    HttpWire.header(answer.headers(), Forwarder.TASK_DEFINITION_HEADER)
                        .orElse("unknown")));
  }

  private synchronized void answered(Version version) {
    boolean first =
        answered.keySet().stream()
            .noneMatch(v -> v.taskDefinition().equals(version.taskDefinition()));
    answered.merge(version, 1, Integer::sum);
    span(first).answered.merge(version.taskDefinition(), 1, Integer::sum);
    done();
  }

  private synchronized void failed(String why) {
    failed++;
    span(false).failed++;
    if (failures.size() < FAILURES_REPORTED) {
      failures.add(why);
    }
    done();
  }

  private void done() {
    inFlight--;
    notifyAll();
  }

  private Count span(boolean first) {
    Instant now = Instant.now();
    Count last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
    if (last == null || first || !now.isBefore(last.to)) {
      if (last != null && now.isBefore(last.to)) {
        last.to = now;
      }
      last = new Count(now);
      spans.add(last);
    }
    return last;
  }

  public synchronized TrafficReport report() {
    List<TrafficReport.Answered> versions =
        answered.entrySet().stream()
            .map(
                e ->
                    new TrafficReport.Answered(
                        e.getKey().taskSet(), e.getKey().taskDefinition(), e.getValue()))
            .toList();
    int requests = failed + answered.values().stream().mapToInt(Integer::intValue).sum();
    Instant now = Instant.now();
    List<TrafficReport.Span> history =
        spans.stream()
            .map(
                s ->
                    new TrafficReport.Span(
                        s.from, s.to.isAfter(now) ? now : s.to, Map.copyOf(s.answered), s.failed))
            .toList();
    return new TrafficReport(since, requests, failed, versions, history, List.copyOf(failures));
  }

  /**
   * Ends the stream and waits for the last responses, so that closing does not count as a failure.
   */
  @Override
  public synchronized void close() throws InterruptedException {
    clock.cancel(false);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (inFlight > 0 && System.nanoTime() < deadline) {
      wait(100);
    }
  }
}
