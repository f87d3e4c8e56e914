package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.Rehearsed;
import io.github.xacct.goal.RehearsedStacks;
import io.github.xacct.goal.RunName;
import io.github.xacct.goal.TargetAccount;
import io.github.xacct.goal.Written;
import io.github.xacct.model.Environment;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.BootstrapRequest;
import io.github.xacct.stack.StackPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster takes tasks of the providers that its template asked for, also in a rehearsal. */
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
    var request =
        new BootstrapRequest(
            settings.app(),
            settings.registry(),
            17,
            false,
            Map.of(),
            List.of(
                new BootstrapRequest.OfEnvironment(
                    environment, settings.checks(environment), Map.of())),
            Optional.empty());
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(StackPlan.of(request));
    }
  }

  private DeploymentState deploy(String xml) throws Exception {
    var settings = settings(xml);
    Environment environment = settings.environment().orElseThrow();
    var definition = GeneratedTaskDefinition.of(environment);
    var spec = AppSpec.of(environment.appSpec(), definition);
    try (var stage =
            Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(50));
        var target =
            TargetAccount.enter(
                stage, environment, RunName.of(Written.environment("").facts()), event -> {})) {
      stage.settle(environment);
      var image = Rehearsed.push(stage, settings, folder, "1");
      var engine = target.ports().engine();
      String arn =
          target.ports().taskDefinitions().register(definition.withImage(image).text()).arn();
      String id = engine.start(new Revision(arn, spec), "a test");
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!engine.state(id).status().ended() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      return engine.state(id);
    }
  }

  private static Settings settings(String xml) {
    return Written.environment(EXTERNAL_ID + xml).env("test").read();
  }
}
