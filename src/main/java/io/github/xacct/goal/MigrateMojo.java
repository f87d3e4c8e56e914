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
  String output() {
    return output;
  }

  @Override
  void run() {
    refuseOffline("migrate");
    var settings = settings();
    var environment = settings.environment().orElseThrow();
    var work = work(environment);
    if (rehearsing()) {
      var planned = new AtomicReference<Migration>();
      var shown = rehearse(settings, work, false, planned::set);
      Optional.ofNullable(planned.get()).ifPresent(migration -> write(work, migration, shown));
      return;
    }
    try (var stage = stage(settings, List.of(environment));
        var target = TargetAccount.enter(stage, environment, RunName.of(facts()), reporter())) {
      work.look(target.session())
          .ifPresent(
              migration -> {
                if (isTrue(takeBack)) {
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
    if (isTrue(perform)) {
      work.perform(migration, target.session(), target.ports().clock(), target.ports().sleeper());
    } else if (isTrue(takeBack)) {
      getLog().info("Perform it: the same command with -Dxacct.perform");
    } else {
      getLog().info("Rehearsing the move on the embedded AWS:");
      var shown = rehearse(settings, work, migration.isRolling(), m -> {});
      write(work, migration, shown);
      getLog().info("Perform it: the same command with -Dxacct.perform");
    }
  }

  private List<String> rehearse(
      Settings settings, MigrationWork work, boolean rolling, Consumer<Migration> planned) {
    var environment = settings.environment().orElseThrow();
    try (var stage =
        Stage.rehearsal(
            settings,
            List.of(environment),
            this::rehearsedTask,
            rehearsalOptions(),
            MigrationWork.emptied(outputFolder().resolve("migration")),
            0,
            getLog()::debug)) {
      stage.settle(environment);
      return new MigrationRehearsal(
              stage.rehearsal().orElseThrow(),
              stage.rehearsedMinute().orElseThrow(),
              work.wanted(),
              venue().haste(),
              getLog()::info)
          .run(
              rolling,
              migration -> {
                if (rehearsing()) {
                  work.print(migration);
                }
                planned.accept(migration);
              });
    }
  }

  private void write(MigrationWork work, Migration migration, List<String> rehearsal) {
    var now = Instant.now();
    var plan = new MigrationReport(migration).plan().rehearsed(rehearsal);
    work.write(migration, plan, rehearsing(), now);
    if (goalOutput().json() && (isTrue(perform) || !rehearsal.isEmpty())) {
      goalOutput().print(MigrationJson.of(plan, now));
    }
  }

  private MigrationWork work(Environment environment) {
    var files = app().files(environment);
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
        isTrue(takeBack) && !rehearsing(),
        outputFolder().resolve(environment.name()).resolve("migration"),
        environmentsFile().resolveSibling("migration-" + environment.name() + ".json"),
        getLog()::info,
        reporter());
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
