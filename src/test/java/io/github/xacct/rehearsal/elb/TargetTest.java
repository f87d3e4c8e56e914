package io.github.xacct.rehearsal.elb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.elb.Target.Health;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Optional<String> NO_PAGE = Optional.of(Target.WRONG_CODE + ": [404]");
  private static final Optional<String> SILENCE = Optional.of(Target.NO_CONNECTION);

  private final CoreFixture.MovableClock clock = new CoreFixture.MovableClock();
  private final Target target =
      new Target(new InetSocketAddress("127.0.0.1", 1), null, Duration.ofMinutes(1), clock);

  @Test
  void aSilentTargetHasTheWholeGraceToStart() {
    check(SILENCE, 10);
    clock.forward(Duration.ofSeconds(55));
    check(SILENCE, 10);
    assertThat(target.health()).isEqualTo(Health.INITIAL);
    clock.forward(Duration.ofSeconds(6));
    check(SILENCE, 1);
    assertThat(target.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void aTargetThatAnswersWrongHasTenSecondsMore() {
    check(SILENCE, 10);
    clock.forward(Duration.ofSeconds(20));
    check(NO_PAGE, 10);
    clock.forward(Duration.ofSeconds(9));
    check(NO_PAGE, 10);
    assertThat(target.health()).isEqualTo(Health.INITIAL);
    clock.forward(Duration.ofSeconds(2));
    check(NO_PAGE, 1);
    assertThat(target.health()).isEqualTo(Health.UNHEALTHY);
    assertThat(target.failure()).contains("Health checks failed with these codes: [404]");
  }

  @Test
  void aTargetThatWarmsUpInTimeIsHealthy() {
    check(NO_PAGE, 10);
    clock.forward(Duration.ofSeconds(9));
    check(Optional.empty(), 2);
    assertThat(target.health()).isEqualTo(Health.HEALTHY);
  }

  private void check(Optional<String> outcome, int times) {
    for (int i = 0; i < times; i++) {
      target.beginCheck();
      target.checked(outcome);
    }
  }
}
