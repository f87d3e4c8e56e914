package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.Rehearsed;
import io.github.xacct.goal.RehearsedStacks;
import io.github.xacct.goal.RunName;
import io.github.xacct.goal.TargetAccount;
import io.github.xacct.goal.Written;
import io.github.xacct.model.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster accepts tasks of its template's capacity providers, also in a rehearsal. */
class CapacityProvidersTest {
  private static final String EXTERNAL_ID = "<externalId>demo-app-test</externalId>";
  private static final String SPOT =
      "<capacityProviders><capacityProvider><name>FARGATE_SPOT</name></capacityProvider>"
          + "</capacityProviders>";

  @TempDir Path folder;

  @Test
  void theClusterIsAssociatedWithWhatTheEnvironmentUses() throws Exception {
    bootstrap(SPOT);

    assertThat(deploy(SPOT).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
  }

  @Test
  void aProviderThatNobodyAskedForIsNotThere() throws Exception {
    bootstrap("");

    assertThat(deploy(SPOT).error().orElse(""))
        .contains("cannot contain a capacity provider that is not associated with the cluster");
  }

  private void bootstrap(String xml) {
    var settings = settings(xml);
    var environment = settings.environment().orElseThrow();
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(RehearsedStacks.plan(settings, Map.of()));
    }
  }

  private DeploymentState deploy(String xml) throws Exception {
    var settings = settings(xml);
    Environment environment = settings.environment().orElseThrow();
    try (var stage =
            Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(50));
        var target =
            TargetAccount.enter(
                stage, environment, RunName.of(Written.environment("").facts()), event -> {})) {
      return Rehearsed.deploy(stage, target, settings, folder);
    }
  }

  private static Settings settings(String xml) {
    return Written.environment(EXTERNAL_ID + xml).env("test").read();
  }
}
