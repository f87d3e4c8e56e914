package io.github.xacct.rehearsal.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which versions answered the requests to the production listener during a deployment.
 *
 * @param since when the stream of requests began
 * @param requests number of requests, answered or failed
 * @param failed number of requests answered with 5xx or not at all; a 404 is an answer
 * @param answered requests answered by each version
 * @param spans answers of each second, in order
 * @param failures descriptions of the first few
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
   * @param taskSet {@code blue}, {@code green} or {@code placeholder}
   * @param taskDefinition {@code family:revision}
   */
  public record Answered(String taskSet, String taskDefinition, int requests) {}

  /**
   * The answers of one second by task definition. A span ends early when a task definition answers
   * for the first time, so that it is not reported as answering before.
   */
  public record Span(Instant from, Instant to, Map<String, Integer> answered, int failed) {}

  /** Returns the report of an environment that has received no request. */
  public static TrafficReport none() {
    return new TrafficReport(Instant.now(), 0, 0, List.of(), List.of(), List.of());
  }
}
