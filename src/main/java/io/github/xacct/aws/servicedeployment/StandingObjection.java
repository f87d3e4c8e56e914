package io.github.xacct.aws.servicedeployment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An objection that stands for a while. ECS says which weights it wants a moment before or after
 * the rule has them: what is seen once between two looks is that moment.
 */
final class StandingObjection {
  private final Clock clock;
  private Optional<Seen> seen = Optional.empty();

  private record Seen(String words, Instant since) {}

  StandingObjection(Clock clock) {
    this.clock = clock;
  }

  /**
   * The objection of this look, if it was the same for long enough.
   *
   * @param settles how long two things that belong together may differ
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
