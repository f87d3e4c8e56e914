package io.github.xacct.goal.migrating;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.deploy.port.TestClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends requests one after another in the background, and counts failures. */
final class MeasuredRequests implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PAUSE_MILLIS = 20;
  private static final int MORE = 10;
  private static final Duration A_MOMENT = Duration.ofMillis(100);
  private static final int SERVER_ERROR = 500;

  private final ScheduledExecutorService sender =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "xacct-measured-requests");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /**
   * Starts to send requests.
   *
   * @param host Host header for a shared listener
   */
  MeasuredRequests(TestClient client, URI uri, Optional<String> host) {
    Map<String, String> headers = host.map(name -> Map.of("Host", name)).orElse(Map.of());
    var unused = // ends with the sender
        sender.scheduleWithFixedDelay(
            () -> send(client, uri, headers), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void send(TestClient client, URI uri, Map<String, String> headers) {
    try {
      int status = client.get(uri, headers, PATIENCE).status();
      sent.incrementAndGet();
      if (status >= SERVER_ERROR) {
        failures.add("HTTP " + status);
      }
    } catch (IOException e) {
      sent.incrementAndGet();
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until 20 more requests are answered, or one has failed. */
  void more(Sleeper sleeper) {
    int enough = sent.get() + MORE;
    try {
      while (sent.get() < enough && failures.isEmpty()) {
        sleeper.sleep(A_MOMENT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int sent() {
    return sent.get();
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    sender.shutdownNow();
    try {
      sender.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
