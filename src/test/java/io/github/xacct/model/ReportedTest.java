package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.LifecycleStatus;
import org.junit.jupiter.api.Test;

class ReportedTest {

  @Test
  void knowsAValueAsTheServiceWritesIt() {
    var reported = Reported.of(LifecycleStatus.class, "InProgress");
    assertThat(reported).isEqualTo(Reported.of(LifecycleStatus.IN_PROGRESS));
    assertThat(reported.is(LifecycleStatus.IN_PROGRESS)).isTrue();
    assertThat(reported.is(LifecycleStatus.PENDING)).isFalse();
  }

  @Test
  void keepsWhatTheServiceHasAddedSince() {
    var reported = Reported.of(LifecycleStatus.class, "Baking");
    assertThat(reported.known()).isEmpty();
    assertThat(reported).hasToString("Baking");
  }

  @Test
  void namesAValueThatIsLeftOut() {
    assertThat(Reported.of(LifecycleStatus.class, null)).hasToString("unknown");
  }
}
