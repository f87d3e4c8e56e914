package io.github.xacct.preflight;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.SmokeTest;
import io.github.xacct.model.StepRules;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deployments with the names of the README. */
final class Intents {
  static final AccountId TOOLS = new AccountId("111111111111");
  static final AccountId TARGET = new AccountId("222222222222");
  private static final Region REGION = new Region("eu-central-1");
  private static final String NAME = "demo-app-test";

  private Intents() {}

  static Intent plain() {
    return with(Map.of(), Map.of());
  }

  static Intent with(Map<String, String> secrets, Map<LifecycleHook, String> hooks) {
    return of(environment(secrets, hooks, false));
  }

  /** A deployment with all settings that require further permissions. */
  static Intent withAutoScaling() {
    var test =
        new SmokeTest("up", "/", Map.of(), 200, Optional.empty(), Map.of(), Optional.empty(), 1);
    return of(environment(Map.of(), Map.of(), true))
        .with(
            new ReleaseChecks(
                Optional.empty(),
                Optional.of(NAME + "-test"),
                List.of(test),
                Optional.empty(),
                false,
                Optional.of(
                    new StepRules(1, Optional.empty(), Duration.ofMinutes(5), 20, List.of()))));
  }

  private static Intent of(Environment environment) {
    var definition = GeneratedTaskDefinition.of(environment);
    return new Intent(
        new RegistrySettings(TOOLS, REGION, "demo-app", false, true, true),
        environment,
        definition,
        AppSpec.of(environment.appSpec(), definition),
        Optional.empty(),
        Optional.empty(),
        ReleaseChecks.none());
  }

  static Intent pushed(ImageDescription image) {
    var plain = plain();
    return new Intent(
        plain.registry(),
        plain.environment(),
        plain.taskDefinition(),
        plain.appSpec(),
        Optional.of(image),
        Optional.empty(),
        ReleaseChecks.none());
  }

  private static RoleArn role(String suffix) {
    return new RoleArn("aws", TARGET, NAME + suffix);
  }

  private static Environment environment(
      Map<String, String> secrets, Map<LifecycleHook, String> hooks, boolean autoScaling) {
    return new Environment(
        "test",
        TARGET,
        REGION,
        Optional.of(role("-deploy")),
        Optional.of("the <externalId> of the environment"),
        Map.of("team", "shop"),
        NAME,
        NAME,
        NAME,
        NAME,
        Optional.empty(),
        new TaskSettings(
            NAME,
            new FargateSize(256, 512),
            Architecture.X86_64,
            Optional.of(role("-execution")),
            Optional.of(role("-task")),
            "demo-app",
            8080,
            Map.of(),
            secrets,
            "/ecs/" + NAME,
            "/",
            List.of(),
            Map.of("team", "shop")),
        new AppSpecSettings(hooks, Optional.empty(), Optional.empty(), List.of()),
        autoScaling,
        Map.of());
  }
}
