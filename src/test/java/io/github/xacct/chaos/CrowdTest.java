package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** README.md states these numbers. */
class CrowdTest {

  @Test
  void aThousandTasksAreWatchedWithinAStatedNumberOfCalls() {
    var rate = CrowdRate.measure(1000);

    assertThat(rate.callsAMinute()).isLessThanOrEqualTo(200);
    assertThat(rate.toStop()).isLessThanOrEqualTo(Duration.ofSeconds(15));
    assertThat(rate.proof()).isEqualTo("Proved: 1000 of 1000 running tasks run the deployed image");
  }
}
