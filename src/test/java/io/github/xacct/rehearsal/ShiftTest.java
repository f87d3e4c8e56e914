package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.codedeploy.ShiftPlan;
import io.github.xacct.rehearsal.elb.Listener;
import io.github.xacct.rehearsal.elb.Target;
import io.github.xacct.rehearsal.elb.TargetGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ShiftTest {

  @Test
  void thePredefinedConfigurationsMoveAsTheirNamesSay() {
    assertThat(ShiftPlan.named("CodeDeployDefault.ECSAllAtOnce").steps())
        .containsExactly(new ShiftPlan.Step(100, 0));
    assertThat(ShiftPlan.named("CodeDeployDefault.ECSCanary10Percent5Minutes").steps())
        .containsExactly(new ShiftPlan.Step(10, 5), new ShiftPlan.Step(100, 0));
    assertThat(ShiftPlan.named("CodeDeployDefault.ECSLinear10PercentEvery3Minutes").steps())
        .hasSize(10)
        .startsWith(new ShiftPlan.Step(10, 3), new ShiftPlan.Step(20, 3))
        .endsWith(new ShiftPlan.Step(90, 3), new ShiftPlan.Step(100, 0));
    assertThat(ShiftPlan.named("Custom.Linear40PercentEvery2Minutes").steps())
        .extracting(ShiftPlan.Step::greenPercent)
        .containsExactly(40, 80, 100);
  }

  @Test
  void aWeightOfTenIsEveryTenthRequest() {
    TargetGroup blue = new TargetGroup("a", "a", "/");
    TargetGroup green = new TargetGroup("b", "b", "/");
    blue.register(new Target(new InetSocketAddress("127.0.0.1", 1), null, Duration.ZERO));
    Target chosen = new Target(new InetSocketAddress("127.0.0.1", 2), null, Duration.ZERO);
    green.register(chosen);
    ExecutorService workers = Executors.newSingleThreadExecutor();
    try (Listener listener = new Listener(0, workers, line -> {})) {
      assertThat(listener.next()).isEqualTo(Optional.empty());
      listener.share(Map.of(blue, 90, green, 10));
      int greens = 0;
      for (int i = 0; i < 200; i++) {
        greens += listener.next().orElseThrow() == chosen ? 1 : 0;
      }
      assertThat(greens).isEqualTo(20);
      listener.forwardTo(green);
      assertThat(listener.next()).contains(chosen);
      assertThat(listener.weight(blue)).isZero();
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void aTargetMayFailDuringItsGraceAndNotAfterItWasWell() {
    Target patient = new Target(new InetSocketAddress(1), null, Duration.ofHours(1));
    fail(patient, 20);
    assertThat(patient.health()).isEqualTo(Target.Health.INITIAL);
    pass(patient, 2);
    assertThat(patient.health()).isEqualTo(Target.Health.HEALTHY);
    fail(patient, 4);
    assertThat(patient.health()).isEqualTo(Target.Health.HEALTHY);
    fail(patient, 1);
    assertThat(patient.health()).isEqualTo(Target.Health.UNHEALTHY);
    pass(patient, 2);
    assertThat(patient.health()).isEqualTo(Target.Health.HEALTHY);
  }

  private static void fail(Target target, int times) {
    for (int i = 0; i < times; i++) {
      target.checked(Optional.of("Health checks failed"));
    }
  }

  private static void pass(Target target, int times) {
    for (int i = 0; i < times; i++) {
      target.checked(Optional.empty());
    }
  }
}
