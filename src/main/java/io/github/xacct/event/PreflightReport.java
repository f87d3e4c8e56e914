package io.github.xacct.event;

import io.github.xacct.event.Finding.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the checks of one environment's set-up have ended.
 *
 * @param app whose
 * @param environment its name
 * @param account target account
 * @param region of the target account
 * @param at when they began
 * @param took all of them together
 * @param calls requests to AWS
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

  /** Whether a deployment may be tried. */
  public boolean passed() {
    return of(Outcome.FAIL).isEmpty();
  }
}
