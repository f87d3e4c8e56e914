package io.github.xacct.rehearsal.elb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests that went to the targets of one group, for what CloudWatch counts of them. */
public final class RequestSamples {
  /** More than a load of this machine's in some minutes. */
  private static final int MOST = 50_000;

  /**
   * One request.
   *
   * @param status 0 where the target could not be talked to
   * @param took until its answer began
   */
  public record Sample(Instant at, int status, Duration took) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  synchronized void add(int status, Duration took) {
    samples.addLast(new Sample(Instant.now(), status, took));
    if (samples.size() > MOST) {
      samples.removeFirst();
    }
  }

  /** The samples that ended in a span of time. */
  public synchronized List<Sample> between(Instant from, Instant to) {
    return samples.stream().filter(s -> !s.at().isBefore(from) && s.at().isBefore(to)).toList();
  }
}
