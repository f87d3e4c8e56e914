package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.TrafficReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that is created while the last rehearsal's green is still starting as blue. */
class SlowBlueTest {
  private static final int DELAY_MILLIS = 1500;

  @TempDir Path folder;
  private RegistryStub registry;
  private Setting setting;

  @BeforeEach
  void deploySomethingSlow() throws Exception {
    registry = new RegistryStub();
    setting = Setting.in(folder).terminationWait(0);
    try (Stage stage = new Stage(setting, registry)) {
      String slow = stage.register(registry.slowImage("1", DELAY_MILLIS));
      stage.awaitStatus(stage.deploy(slow), "Succeeded");
    }
    registry = new RegistryStub();
  }

  @Test
  void isWaitedForBeforeTheDeploymentBeginsSoThatNoRequestFails() throws Exception {
    try (Stage stage = new Stage(setting, registry)) {
      String id = stage.deploy(stage.register(registry.image("2")));
      assertThat(stage.status(id)).isEqualTo("Created");
      assertThat(stage.deployment(id).has("startTime")).isFalse();
      assertThat(stage.compute.environments().traffic("test").requests()).isZero();
      stage.awaitStatus(id, "Succeeded");

      JsonNode deployment = stage.deployment(id);
      double waited =
          deployment.path("startTime").asDouble() - deployment.path("createTime").asDouble();
      assertThat(waited).isGreaterThan(DELAY_MILLIS / 2000.0);
      TrafficReport traffic = stage.compute.environments().traffic("test");
      assertThat(traffic.requests()).isPositive();
      assertThat(traffic.failed()).as(traffic.failures().toString()).isZero();
      assertThat(stage.log).isEmpty();
    }
  }

  @Test
  void isNotWaitedForWithoutEndAndTheLogSaysSo() throws Exception {
    Pace pace = setting.pace();
    Pace hasty =
        new Pace(
            pace.minute(),
            pace.startUpGrace(),
            Duration.ofMillis(100),
            pace.shortestInstall(),
            pace.drain(),
            pace.stop());
    try (Stage stage = new Stage(setting.pace(hasty), registry)) {
      String id = stage.deploy(stage.register(registry.image("2")));
      Stage.awaitThat(() -> stage.deployment(id).has("startTime"), () -> stage.status(id));
      assertThat(stage.log)
          .containsExactly(
              "The original task set web:1 of web is not healthy; deployment "
                  + id
                  + " begins without it.");
    }
  }
}
