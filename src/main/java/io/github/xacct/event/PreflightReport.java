package io.github.xacct.event;

import io.github.xacct.event.Finding.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The results of the preflight checks of one environment.
 *
 * @param app name of the app
 * @param environment name of the environment
 * @param account target account
 * @param region of the target account
 * @param at when the checks began
 * @param took duration of all checks together
 * @param calls number of requests to AWS
 * @param findings in the order of docs/preflight.md
 */
public record PreflightReport(
    String app,
    String environment,
    String account,
    String region,
    Instant at,
    Duration took,
    int calls,
    List<Finding> findings) {

  /** The findings with an outcome. */
  public List<Finding> of(Outcome outcome) {
    return findings.stream().filter(f -> f.outcome() == outcome).toList();
  }

  /** Whether no check failed. */
  public boolean passed() {
    return of(Outcome.FAIL).isEmpty();
  }
}
