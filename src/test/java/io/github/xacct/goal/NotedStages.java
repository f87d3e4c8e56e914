package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.Deadline;
import io.github.xacct.deploy.SmokeTests;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stages of accounts that stacks have set up, and deployments there: each call is noted, to be
 * compared with the policies of the roles.
 */
final class NotedStages {
  private final Settings settings;
  private final Environment environment;
  private final Path folder;
  private final Duration minute;
  private final List<Access> used = new CopyOnWriteArrayList<>();

  NotedStages(Settings settings, Path folder, Duration minute) {
    this.settings = settings;
    this.environment = settings.environment().orElseThrow();
    this.folder = folder;
    this.minute = minute;
  }

  Stage stage(Fault... faults) {
    var stage = Rehearsed.stage(settings, List.of(environment), folder, minute, faults);
    stage.rehearsal().orElseThrow().onAccess(used::add);
    return stage;
  }

  TargetAccount enter(Stage stage) {
    return TargetAccount.enter(
        stage, environment, RunName.of(Written.environment("").facts()), event -> {});
  }

  /** Pushes a version and starts its deployment, whose ID is returned. */
  String start(Stage stage, TargetAccount target, String version) throws Exception {
    target.ports().look();
    var image = Rehearsed.push(stage, settings, folder, version);
    String text = GeneratedTaskDefinition.of(environment).withImage(image).text();
    String arn = target.ports().taskDefinitions().register(text).arn();
    return target.ports().engine().start(Revisions.of(environment, arn), "a test");
  }

  /** Deploys a version whose tasks fail, until their log has been read. */
  void crash(Stage stage, String version) throws Exception {
    try (var target = enter(stage)) {
      String id = start(stage, target, version);
      Deadline.await(
          () -> target.ports().observer().look(id).deaths(),
          deaths -> deaths.stream().anyMatch(death -> !death.lastWords().isEmpty()));
    }
  }

  /** The smoke tests are answered by the test function, which is in the VPC. */
  void askFromInside(TargetAccount target, URI url) {
    var checks = settings.checks(environment);
    var asked =
        new SmokeTests(
            checks.smokeTests(), event -> {}, target.testClient(checks, environment), pause -> {});
    assertThat(asked.apply(Route.to(url))).isEmpty();
  }

  /** Compares a role's policy with the calls made with the role. */
  LeastPrivilege compared(ObjectNode policy, String role) {
    return new LeastPrivilege(policy, LeastPrivilege.by(role, used));
  }
}
