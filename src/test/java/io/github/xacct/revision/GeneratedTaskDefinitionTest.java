package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.Architecture;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.TaskSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratedTaskDefinitionTest {

  @Test
  void saysEverythingThatTheConfigurationSays() {
    assertThat(generate(Samples.task()).withImage(Samples.IMAGE).text())
        .isEqualTo(Samples.resource("generated-taskdef.json"));
  }

  @Test
  void startsWithThePlaceholderOfCodePipeline() {
    assertThat(generate(Samples.task()).image()).isEqualTo("<IMAGE1_NAME>");
    assertThat(generate(Samples.task()).text()).contains("\"image\": \"<IMAGE1_NAME>\"");
  }

  @Test
  void leavesOutWhatIsNotConfigured() {
    assertThat(generate(bare("demo", Optional.of(Samples.role("execution")))).text())
        .isEqualTo(Samples.resource("generated-least-taskdef.json"));
  }

  @Test
  void keepsTheShellOfAHealthCheck() {
    var task = Samples.task();
    var shell =
        new TaskSettings(
            task.family(),
            task.size(),
            task.architecture(),
            task.executionRole(),
            task.taskRole(),
            task.containerName(),
            task.containerPort(),
            task.environment(),
            task.secrets(),
            task.logGroup(),
            task.healthCheckPath(),
            List.of("CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"),
            task.tags());
    assertThat(generate(shell).text()).doesNotContain("\"CMD\"").contains("\"CMD-SHELL\"");
  }

  @Test
  void reportsWhoTheTaskIs() {
    TaskDefinition definition = generate(Samples.task());
    assertThat(definition.family()).isEqualTo("demo-test");
    assertThat(definition.containerName()).isEqualTo("web");
    assertThat(definition.containerPort()).contains(8080);
    assertThat(definition.architecture()).isEqualTo(Architecture.ARM64);
    assertThat(definition.executionRole())
        .contains("arn:aws:iam::222222222222:role/demo-execution");
    assertThat(definition.taskRole()).contains("arn:aws:iam::222222222222:role/app/demo-task");
  }

  @Test
  void refusesWhatEcsWouldRefuse() {
    assertThat(Samples.message(() -> generate(bare("demo", Optional.empty()))))
        .isEqualTo(
            """
            Task settings of environment test: 1 mistake.
            executionRoleArn: Fargate needs a role to pull from ECR, but none is named, name the \
            task execution role""");
  }

  private static TaskDefinition generate(TaskSettings task) {
    return GeneratedTaskDefinition.of(Samples.environment(task));
  }

  private static TaskSettings bare(
      String family, Optional<io.github.xacct.model.RoleArn> executionRole) {
    return new TaskSettings(
        family,
        new FargateSize(256, 512),
        Architecture.X86_64,
        executionRole,
        Optional.empty(),
        "web",
        8080,
        Map.of(),
        Map.of(),
        "/ecs/demo",
        "/",
        List.of(),
        Map.of());
  }
}
