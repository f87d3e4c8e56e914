package io.github.xacct.rehearsal.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who answered the requests that went through the production listener during a deployment.
 *
 * @param since when the stream of requests began
 * @param requests answered or failed
 * @param failed answered with 5xx or not at all; a 404 is an answer
 * @param answered by each version
 * @param spans what happened in each second, in their order
 * @param failures the first few, in words
 */
public record TrafficReport(
    Instant since,
    int requests,
    int failed,
    List<Answered> answered,
    List<Span> spans,
    List<String> failures) {

  /**
   * The requests that one version answered.
   *
   * @param taskSet blue, green or placeholder
   * @param taskDefinition {@code family:revision}
   */
  public record Answered(String taskSet, String taskDefinition, int requests) {}

  /**
   * The answers of a second, by task definition. It ends early where a task definition answers for
   * the first time, so that nobody is seen to answer before that.
   */
  public record Span(Instant from, Instant to, Map<String, Integer> answered, int failed) {}

  /** The report of an environment that has received no request. */
  public static TrafficReport none() {
    return new TrafficReport(Instant.now(), 0, 0, List.of(), List.of(), List.of());
  }
}
