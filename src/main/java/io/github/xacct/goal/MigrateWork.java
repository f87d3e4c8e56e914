package io.github.xacct.goal;

import io.github.xacct.goal.configuration.ExpectedAccount;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.migrating.MigrationRehearsal;
import io.github.xacct.goal.migrating.MigrationWork;
import io.github.xacct.migrate.Migration;
import io.github.xacct.migrate.MigrationReport;
import io.github.xacct.migrate.MigrationRequest;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.MigrationJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plans and rehearses the move of a service, and performs it or takes it back on request. */
final class MigrateWork {
  private final GoalContext goal;
  private final Options written;

  MigrateWork(GoalContext goal, Options written) {
    this.goal = goal;
    this.written = written;
  }

  /**
   * The goal's own parameters; null for the default role.
   *
   * @param way in-place, parallel or back
   * @param hookRole role that invokes the functions of hooks, or none
   * @param perform whether the steps are taken
   * @param takeBack whether a move that has begun is taken back
   */
  record Options(
      String way,
      @Nullable String infrastructureRole,
      @Nullable String codeDeployRole,
      @Nullable String hookRole,
      boolean perform,
      boolean takeBack) {}

  /**
   * Prints and writes the plan, and performs its steps on request.
   *
   * @throws XacctException if the service cannot be moved or a step fails
   */
  void run() {
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    var work = work(environment);
    if (goal.venue().rehearsed()) {
      var planned = new AtomicReference<Migration>();
      var shown = rehearse(settings, work, false, planned::set);
      Optional.ofNullable(planned.get()).ifPresent(migration -> write(work, migration, shown));
      return;
    }
    try (var stage = goal.stage(settings, List.of(environment));
        var target =
            TargetAccount.enter(stage, environment, RunName.of(goal.facts()), goal.reporter())) {
      work.look(target.session())
          .ifPresent(
              migration -> {
                if (written.takeBack()) {
                  work.printTakingBack(migration, target.session());
                } else {
                  work.print(migration);
                  write(work, migration, List.of());
                }
                go(settings, work, migration, target);
              });
    }
  }

  private void go(
      Settings settings, MigrationWork work, Migration migration, TargetAccount target) {
    if (written.perform()) {
      work.perform(migration, target.session(), target.ports().clock(), target.ports().sleeper());
    } else if (written.takeBack()) {
      goal.log().info("Perform it: the same command with -Dxacct.perform");
    } else {
      goal.log().info("Rehearsing the move on the embedded AWS:");
      var shown = rehearse(settings, work, migration.isRolling(), m -> {});
      write(work, migration, shown);
      goal.log().info("Perform it: the same command with -Dxacct.perform");
    }
  }

  private List<String> rehearse(
      Settings settings, MigrationWork work, boolean rolling, Consumer<Migration> planned) {
    var environment = settings.environment().orElseThrow();
    try (var stage =
        Stage.rehearsal(
            settings,
            List.of(environment),
            goal::rehearsedTask,
            goal.rehearsalOptions(),
            MigrationWork.emptied(goal.outputFolder().resolve("migration")),
            0,
            goal.log()::debug)) {
      stage.settle(environment);
      return new MigrationRehearsal(
              stage.rehearsal().orElseThrow(),
              stage.rehearsedMinute().orElseThrow(),
              work.wanted(),
              goal.venue().haste(),
              goal.log()::info)
          .run(
              rolling,
              migration -> {
                if (goal.venue().rehearsed()) {
                  work.print(migration);
                }
                planned.accept(migration);
              });
    }
  }

  private void write(MigrationWork work, Migration migration, List<String> rehearsal) {
    var now = Instant.now();
    var plan = new MigrationReport(migration).plan().rehearsed(rehearsal);
    work.write(migration, plan, goal.venue().rehearsed(), now);
    if (goal.output().json() && (written.perform() || !rehearsal.isEmpty())) {
      goal.output().print(MigrationJson.of(plan, now));
    }
  }

  private MigrationWork work(Environment environment) {
    var files = goal.app().files(environment);
    var wanted =
        new MigrationRequest(
            environment,
            files.appSpec(files.taskDefinition()).settings().hooks(),
            Way.of(written.way().trim()),
            role(environment, written.infrastructureRole(), "-infrastructure"),
            role(environment, written.codeDeployRole(), "-codedeploy"),
            Optional.of(role(environment, written.hookRole(), "-hooks"))
                .filter(role -> !"none".equals(written.hookRole())));
    return new MigrationWork(
        wanted,
        written.takeBack() && !goal.venue().rehearsed(),
        goal.outputFolder(environment).resolve("migration"),
        goal.environmentsFile().resolveSibling("migration-" + environment.name() + ".json"),
        goal.log()::info,
        goal.reporter());
  }

  private static RoleArn role(Environment environment, @Nullable String name, String suffix) {
    var account =
        new ExpectedAccount(Optional.of(environment.account()), Optional.of(environment.region()));
    return name != null && Element.isWritten(name)
        ? account.role(name.trim())
        : new RoleArn(
            environment.region().partition(),
            environment.account(),
            environment.service() + suffix);
  }
}
