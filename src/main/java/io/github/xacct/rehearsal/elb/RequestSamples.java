package io.github.xacct.rehearsal.elb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests to the targets of one group, for CloudWatch's metrics. */
public final class RequestSamples {
  /** More than this machine handles in some minutes. */
  private static final int MOST = 50_000;

  /**
   * The result of a request.
   *
   * @param status 0 if the connection to the target failed
   * @param took duration until the response began
   */
  public record Sample(Instant at, int status, Duration took) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  synchronized void add(int status, Duration took) {
    samples.addLast(new Sample(Instant.now(), status, took));
    if (samples.size() > MOST) {
      samples.removeFirst();
    }
  }

  /** Returns the samples of a period. */
  public synchronized List<Sample> between(Instant from, Instant to) {
    return samples.stream().filter(s -> !s.at().isBefore(from) && s.at().isBefore(to)).toList();
  }
}
