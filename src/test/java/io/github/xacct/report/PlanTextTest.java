package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.DeploymentPlan.Course;
import io.github.xacct.event.DeploymentPlan.Hook;
import io.github.xacct.event.DeploymentPlan.Image;
import io.github.xacct.event.PlannedChange;
import io.github.xacct.event.PlannedChange.Via;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");
  private static final String REPOSITORY =
      "111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo-app@sha256:";

  @Test
  void reportsEachChangeUnderItsApiAndHowItWouldGo() {
    assertThat(lines(plan(changes(), Optional.empty(), List.of()), false))
        .containsExactly(
            "Plan for test: service demo-app-test/demo-app-test in account 222222222222,"
                + " eu-central-1",
            "  running:    arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-app-test:7",
            "  image:      "
                + REPOSITORY
                + "9f86d081…, commit 0a1b2c3d4e5f of 3 d ago, pushed 26 h 5 min ago, deployed 25 h 0"
                + " min ago",
            "  would run:  " + REPOSITORY + "5ca1ab1e…, commit f00dfeedbeef of now",
            "  By RegisterTaskDefinition, a new revision:",
            "    ~ containers[web].environment[LOG_LEVEL]: info -> debug",
            "    - containers[web].environment[OLD]: 1",
            "  By CreateDeployment, in its AppSpec:",
            "    + network.assignPublicIp: true",
            "  By UpdateService, which is yours to call:",
            "    ~ desiredCount: 0 -> 1 or more",
            "  By nothing; it needs another service:",
            "    ~ launchType: EC2 -> FARGATE",
            "  traffic:    CodeDeployDefault.ECSCanary10Percent5Minutes, 10 %, the rest after 5"
                + " min",
            "  takes:      about 17 min 0 s: 2 min 0 s to start, 10 min 0 s waiting for approval at"
                + " most, 5 min 0 s shifting; blue ends 1 h 0 min later",
            "  hooks:      AfterInstall check-it",
            "  gates:      manual approval; automatic rollback",
            "5 changes.");
  }

  @Test
  void isShortWhenThereIsNothingToDo() {
    assertThat(lines(plan(List.of(), Optional.empty(), List.of()), true))
        .hasSize(5)
        .last()
        .isEqualTo("Nothing to do: what would be deployed has the production traffic.");
  }

  @Test
  void saysWhyADeploymentWouldBeMadeWithoutAChange() {
    assertThat(lines(plan(List.of(), Optional.of("it is forced."), List.of()), false))
        .last()
        .isEqualTo("No change, but a deployment would be created: it is forced.");
  }

  @Test
  void saysThatADeploymentWouldBeRefused() {
    assertThat(lines(plan(changes(), Optional.empty(), List.of("No service.")), false))
        .contains("  problem:    No service.")
        .last()
        .isEqualTo("A deployment would be refused.");
  }

  @Test
  void coloursChangesOnATerminalOnly() {
    var plan = plan(changes(), Optional.empty(), List.of());

    assertThat(lines(plan, false)).noneMatch(line -> line.contains("\u001b"));
    assertThat(lines(plan, true))
        .contains(
            "\u001b[33m    ~ containers[web].environment[LOG_LEVEL]: info -> debug\u001b[0m",
            "\u001b[31m    - containers[web].environment[OLD]: 1\u001b[0m",
            "\u001b[32m    + network.assignPublicIp: true\u001b[0m");
  }

  @Test
  void letsNoValueSteerTheTerminal() {
    var evil = change(Via.TASK_DEFINITION, "~ x: a -> \u001b[2Jb");

    assertThat(lines(plan(List.of(evil), Optional.empty(), List.of()), false))
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void documentsEveryKeyOfTheFile() throws Exception {
    var json = PlanJson.of(plan(changes(), Optional.empty(), List.of()), NOW);
    var tree = new ObjectMapper().readTree(json);
    String documented = Files.readString(Path.of("docs", "plan-json.md"));

    assertThat(tree.path("verdict").asText()).isEqualTo("changes");
    assertThat(tree.path("changes").path(0).path("via").asText()).isEqualTo("task-definition");
    assertThat(tree.path("course").path("expected").asInt()).isEqualTo(17 * 60);
    for (var object :
        List.of(tree, tree.path("imageFrom"), tree.path("changes").path(0), tree.path("course"))) {
      object.fieldNames().forEachRemaining(key -> assertThat(documented).contains("`" + key + "`"));
    }
  }

  private static List<String> lines(DeploymentPlan plan, boolean colours) {
    return new PlanText(NOW, colours).lines(plan);
  }

  @Test
  void nothingIsComparedWithAPlaceholderInTheVerdict() {
    var first = plan("demo-app-test-placeholder:1", changes(), Optional.empty(), List.of());

    assertThat(lines(first, false))
        .last()
        .isEqualTo("First deployment, in place of a placeholder: 5 changes.");
  }

  static List<PlannedChange> changes() {
    return List.of(
        change(Via.TASK_DEFINITION, "~ containers[web].environment[LOG_LEVEL]: info -> debug"),
        change(Via.TASK_DEFINITION, "- containers[web].environment[OLD]: 1"),
        change(Via.APPSPEC, "+ network.assignPublicIp: true"),
        change(Via.UPDATE_SERVICE, "~ desiredCount: 0 -> 1 or more"),
        change(Via.NOTHING, "~ launchType: EC2 -> FARGATE"));
  }

  private static PlannedChange change(Via via, String line) {
    return new PlannedChange(via, "path", Optional.empty(), Optional.of("x"), line);
  }

  static DeploymentPlan plan(
      List<PlannedChange> changes, Optional<String> because, List<String> problems) {
    return plan("demo-app-test:7", changes, because, problems);
  }

  static DeploymentPlan plan(
      String running,
      List<PlannedChange> changes,
      Optional<String> because,
      List<String> problems) {
    return new DeploymentPlan(
        "test",
        "222222222222",
        "eu-central-1",
        "demo-app-test/demo-app-test",
        Optional.of("demo-app-test/demo-app-test"),
        false,
        Optional.of("arn:aws:ecs:eu-central-1:222222222222:task-definition/" + running),
        Optional.of(
            new Image(
                REPOSITORY + "9f86d081…",
                Optional.of("0a1b2c3d4e5f"),
                Optional.of(NOW.minus(Duration.ofHours(73))),
                Optional.of(NOW.minus(Duration.ofMinutes(26 * 60 + 5))),
                Optional.of(NOW.minus(Duration.ofHours(25))),
                List.of("0a1b2c3d"))),
        Optional.of(
            new Image(
                REPOSITORY + "5ca1ab1e…",
                Optional.of("f00dfeedbeef0123456789"),
                Optional.of(NOW),
                Optional.empty(),
                Optional.empty(),
                List.of())),
        changes,
        because,
        Optional.of(
            new Course(
                "CodeDeployDefault.ECSCanary10Percent5Minutes",
                "10 %, the rest after 5 min",
                Optional.empty(),
                Optional.of(Duration.ofMinutes(17)),
                Optional.of(Duration.ofMinutes(2)),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                List.of(new Hook("AfterInstall", "check-it")),
                List.of("manual approval", "automatic rollback"))),
        Optional.empty(),
        problems,
        List.of());
  }
}
