package io.github.xacct.aws.servicedeployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A difference that disappears by itself is not reported as a change. */
class StandingObjectionTest {
  private static final Duration SETTLES = Duration.ofSeconds(15);

  private Instant now = Instant.EPOCH;
  private final StandingObjection objection =
      new StandingObjection(
          new TestClock() {
            @Override
            public Instant instant() {
              return now;
            }
          });

  private Optional<String> after(int seconds, String words) {
    now = now.plusSeconds(seconds);
    return objection.of(Optional.ofNullable(words), SETTLES);
  }

  @Test
  void standsOnlyWhereItIsTheSameForLongEnough() {
    assertThat(after(0, "10 %")).isEmpty();
    assertThat(after(14, "10 %")).isEmpty();
    assertThat(after(1, "10 %")).contains("10 %");
  }

  @Test
  void beginsAgainWhereItHasPassedOrIsAnother() {
    assertThat(after(0, "10 %")).isEmpty();
    assertThat(after(14, null)).isEmpty();
    assertThat(after(1, "10 %")).isEmpty();
    assertThat(after(14, "20 %")).isEmpty();
    assertThat(after(14, "20 %")).isEmpty();
    assertThat(after(1, "20 %")).contains("20 %");
  }
}
