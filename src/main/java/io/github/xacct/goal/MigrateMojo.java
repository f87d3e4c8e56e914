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
import io.github.xacct.report.MigrationJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Plans the move of a service from CodeDeploy, or from rolling updates, to ECS's own blue/green
 * deployments: what its configuration becomes, what is lost, the roles and rules that are needed,
 * each step and the way back. Changes nothing on AWS but with <code>-Dxacct.perform</code>.
 */
@Mojo(name = "migrate", threadSafe = true)
public class MigrateMojo extends XacctMojo {

  /**
   * Which way: in-place changes the service, for which there is no way back; parallel creates a
   * second service behind the same load balancer; back creates a second service that CodeDeploy
   * deploys.
   */
  @Parameter(property = "xacct.way", defaultValue = "in-place")
  private String way;

  /** Whether the steps are taken. Run it again after an interruption: it goes on. */
  @Parameter(property = "xacct.perform", defaultValue = "false")
  private String perform;

  /**
   * Whether a move is taken back: parallel or back, while the first service exists, or one from
   * rolling updates. Prints the steps; with -Dxacct.perform it takes them.
   */
  @Parameter(property = "xacct.takeBack", defaultValue = "false")
  private String takeBack;

  /**
   * Name or ARN of the role with which ECS changes the load balancer. Default: the service's name
   * with -infrastructure.
   */
  @Parameter(property = "xacct.infrastructureRole")
  private String infrastructureRole;

  /**
   * Name or ARN of CodeDeploy's service role, for the way back. Default: the service's name with
   * -codedeploy.
   */
  @Parameter(property = "xacct.codeDeployRole")
  private String codeDeployRole;

  /**
   * Name or ARN of the role with which ECS invokes the functions of the AppSpec's hooks; none
   * leaves the hooks out. Default: the service's name with -hooks.
   */
  @Parameter(property = "xacct.hookRole")
  private String hookRole;

  /**
   * The form of what is printed: text, or json: one JSON document on standard output and everything
   * else on standard error. Run Maven with -q to leave out its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("migrate").printing(output);
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    var work = work(goal, environment);
    if (goal.venue().rehearsed()) {
      var planned = new AtomicReference<Migration>();
      var shown = rehearse(goal, settings, work, false, planned::set);
      Optional.ofNullable(planned.get())
          .ifPresent(migration -> write(goal, work, migration, shown));
      return;
    }
    try (var stage = goal.stage(settings, List.of(environment));
        var target =
            TargetAccount.enter(stage, environment, RunName.of(goal.facts()), goal.reporter())) {
      work.look(target.session())
          .ifPresent(
              migration -> {
                if (Element.isTrue(takeBack)) {
                  work.printTakingBack(migration, target.session());
                } else {
                  work.print(migration);
                  write(goal, work, migration, List.of());
                }
                go(goal, settings, work, migration, target);
              });
    }
  }

  private void go(
      GoalContext goal,
      Settings settings,
      MigrationWork work,
      Migration migration,
      TargetAccount target) {
    if (Element.isTrue(perform)) {
      work.perform(migration, target.session(), target.ports().clock(), target.ports().sleeper());
    } else if (Element.isTrue(takeBack)) {
      goal.log().info("Perform it: the same command with -Dxacct.perform");
    } else {
      goal.log().info("Rehearsing the move on the embedded AWS:");
      var shown = rehearse(goal, settings, work, migration.isRolling(), m -> {});
      write(goal, work, migration, shown);
      goal.log().info("Perform it: the same command with -Dxacct.perform");
    }
  }

  private List<String> rehearse(
      GoalContext goal,
      Settings settings,
      MigrationWork work,
      boolean rolling,
      Consumer<Migration> planned) {
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

  private void write(
      GoalContext goal, MigrationWork work, Migration migration, List<String> rehearsal) {
    var now = Instant.now();
    var plan = new MigrationReport(migration).plan().rehearsed(rehearsal);
    work.write(migration, plan, goal.venue().rehearsed(), now);
    if (goal.output().json() && (Element.isTrue(perform) || !rehearsal.isEmpty())) {
      goal.output().print(MigrationJson.of(plan, now));
    }
  }

  private MigrationWork work(GoalContext goal, Environment environment) {
    var files = goal.app().files(environment);
    var wanted =
        new MigrationRequest(
            environment,
            files.appSpec(files.taskDefinition()).settings().hooks(),
            Way.of(way.trim()),
            role(environment, infrastructureRole, "-infrastructure"),
            role(environment, codeDeployRole, "-codedeploy"),
            Optional.of(role(environment, hookRole, "-hooks"))
                .filter(role -> !"none".equals(hookRole)));
    return new MigrationWork(
        wanted,
        Element.isTrue(takeBack) && !goal.venue().rehearsed(),
        goal.outputFolder(environment).resolve("migration"),
        goal.environmentsFile().resolveSibling("migration-" + environment.name() + ".json"),
        goal.log()::info,
        goal.reporter());
  }

  private static RoleArn role(Environment environment, String written, String suffix) {
    var account =
        new ExpectedAccount(Optional.of(environment.account()), Optional.of(environment.region()));
    return Element.isWritten(written)
        ? account.role(written.trim())
        : new RoleArn(
            environment.region().partition(),
            environment.account(),
            environment.service() + suffix);
  }
}
