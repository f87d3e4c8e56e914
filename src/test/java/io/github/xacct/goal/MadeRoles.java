package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.aws.SnsTopic;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Notice;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.preflight.Check;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The roles that stacks create, compared with the documentation and with the calls of goals. */
final class MadeRoles {
  private MadeRoles() {}

  /** Returns the statements of a policy by Sid. */
  static Map<String, JsonNode> statements(JsonNode policy) {
    var statements = new TreeMap<String, JsonNode>();
    policy.path("Statement").forEach(s -> statements.put(s.path("Sid").asText(), s));
    return statements;
  }

  /** Returns the statements of all policies that follow these words in docs/policies.md. */
  static Map<String, JsonNode> documented(String... words) throws IOException {
    var statements = new TreeMap<String, JsonNode>();
    String page = Files.readString(Path.of("docs", "policies.md"));
    for (String before : words) {
      String json = page.substring(page.indexOf("```json", page.indexOf(before)) + 7);
      statements.putAll(statements(new ObjectMapper().readTree(json)));
    }
    return statements;
  }

  /** The calls of a run with its role from when a deployment waits until it is continued. */
  static void proceed(TargetAccount target, String id) {
    var ports = target.ports();
    ports.scaling().suspend(Scaling.Mark.of("5ca1ab1e0ddb", Instant.EPOCH));
    ports.observer().look(id);
    ports.engine().proceed(id);
  }

  /** The calls of a run after its deployment has succeeded. */
  static void conclude(TargetAccount target, Environment environment, String id, String topic) {
    var ports = target.ports();
    ports.observer().running(id, environment.task().containerName());
    ports.scaling().resume(mark -> true);
    String running = ports.look().runningTaskDefinition().orElseThrow();
    new EcsTaskDefinitions(target.session()).mark(running, "xacct:smoke-tests", "passed");
    var notices = new SnsTopic(target.session(), topic);
    assertThatThrownBy(() -> notices.accept(new Notice("subject", "text")))
        .hasMessageContaining("Topic does not exist");
  }

  /** The calls of preflight for the chosen environment. */
  static Intent intent(Settings settings) {
    var environment = settings.environment().orElseThrow();
    var definition = GeneratedTaskDefinition.of(environment);
    return new Intent(
        settings.registry(),
        environment,
        definition,
        AppSpec.of(environment.appSpec(), definition),
        Optional.empty(),
        Optional.empty(),
        settings.checks(environment));
  }

  /** Returns the findings of preflight. */
  static List<Finding> preflight(Stage stage, Intent intent, Set<Check> checks) {
    var clock = Clock.systemUTC();
    try (var facts =
        new PreflightFacts(
            stage.access(), intent.registry().region(), intent.environment(), "preflight", clock)) {
      return new Preflight(intent, facts, clock).run(checks);
    }
  }
}
