package io.github.xacct.aws.servicedeployment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reports an objection only once it has lasted. ECS reports new weights a moment before or after
 * the rule has them, so that one read may see a difference that is none.
 */
final class StandingObjection {
  private final Clock clock;
  private Optional<Seen> seen = Optional.empty();

  private record Seen(String words, Instant since) {}

  StandingObjection(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the objection if it has been the same for long enough.
   *
   * @param settles how long a difference may last before it is reported
   */
  synchronized Optional<String> of(Optional<String> objection, Duration settles) {
    Instant now = clock.instant();
    seen =
        objection.map(
            words ->
                seen.filter(s -> s.words().equals(words)).orElseGet(() -> new Seen(words, now)));
    return seen.filter(s -> !now.isBefore(s.since().plus(settles))).map(Seen::words);
  }
}
