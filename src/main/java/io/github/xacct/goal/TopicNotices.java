package io.github.xacct.goal;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.SnsTopic;
import io.github.xacct.event.Event;
import io.github.xacct.event.Notice;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Verdict;
import io.github.xacct.report.Notices;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the notices of a deployment to a topic in the background: a failure neither delays nor
 * fails the deployment, and is warned of once.
 */
final class TopicNotices implements Reporter, AutoCloseable {
  private static final int PATIENCE_IN_SECONDS = 10;

  private final Notices notices = new Notices(this::send);
  private final @Nullable Supplier<AwsSession> enter;
  private final String topic;
  private volatile @Nullable AwsSession session;
  private final Consumer<String> warning;
  private boolean warned;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var thread = new Thread(work, "xacct-notices");
            thread.setDaemon(true);
            return thread;
          });

  private TopicNotices(
      @Nullable Supplier<AwsSession> enter, String topic, Consumer<String> warning) {
    this.enter = enter;
    this.topic = topic;
    this.warning = warning;
  }

  /**
   * Creates a reporter for a topic; opens no session before the first notice.
   *
   * @param enter opens a session in the environment's account for the first notice
   * @param topic ARN of the topic
   * @param warning receives a line
   */
  static TopicNotices to(Supplier<AwsSession> enter, String topic, Consumer<String> warning) {
    return new TopicNotices(enter, topic, warning);
  }

  /** Creates a reporter that publishes nothing. */
  static TopicNotices none() {
    return new TopicNotices(null, "", line -> {});
  }

  @Override
  public void report(Event event) {
    if (enter != null) {
      notices.report(event);
      if (event instanceof Event.Concluded concluded && concluded.verdict() == Verdict.DETACHED) {
        arrive(); // the last event after Ctrl-C: wait until it is published
      }
    }
  }

  private void arrive() {
    try {
      thread.submit(() -> {}).get(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      return; // reported by close()
    }
  }

  private void send(Notice notice) {
    thread.execute(
        () -> {
          try {
            publish(notice);
          } catch (RuntimeException e) {
            warn(e);
          }
        });
  }

  private void publish(Notice notice) {
    AwsSession mine = session;
    if (mine == null) {
      mine = Objects.requireNonNull(enter).get();
      session = mine;
    }
    new SnsTopic(mine, topic).accept(notice);
  }

  private void warn(RuntimeException e) {
    if (!warned) {
      warned = true;
      warning.accept("The notice was not sent.  " + e.getMessage());
    }
  }

  /** Waits for notices in progress, at most ten seconds. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
        warning.accept("A notice has not been confirmed in time; it may still be sent.");
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    if (session != null) {
      session.close();
    }
  }
}
