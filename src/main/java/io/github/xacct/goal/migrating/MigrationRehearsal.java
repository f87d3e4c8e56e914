package io.github.xacct.goal.migrating;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.migrate.MigrationCalls;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.migrate.Migration;
import io.github.xacct.migrate.MigrationReport;
import io.github.xacct.migrate.MigrationRequest;
import io.github.xacct.migrate.MovedServiceReader;
import io.github.xacct.migrate.Performing;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.revision.AppSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rehearses a move on the embedded AWS: from a deployment by the old engine to one by the new
 * engine and back, while requests are sent. The steps run with a role whose only permissions are
 * those of the plan's policy.
 */
public final class MigrationRehearsal {
  private static final Duration LONGEST_STEP = Duration.ofMinutes(5);

  /** A permissions or trust policy that allows nothing. */
  private static final String NOTHING = "{\"Version\": \"2012-10-17\", \"Statement\": []}";

  /**
   * The trust policy of roles whose permissions are not known yet, because they contain ARNs of
   * rules.
   */
  private static final String TRUST =
      "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\":"
          + " {\"Service\": \"ecs.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}";

  private static final String SESSION = "xacct-migration";

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Rehearsal rehearsal;
  private final Duration minute;
  private final MigrationRequest wanted;
  private final Sleeper sleeper;
  private final Consumer<String> log;
  private final List<String> lines = new ArrayList<>();

  /**
   * Creates a rehearsal of a move.
   *
   * @param rehearsal whose service runs
   * @param minute duration of one minute of AWS's waits there
   * @param wanted the move; for the way back the move in place is rehearsed, which includes it
   * @param log receives each line immediately
   */
  public MigrationRehearsal(
      Rehearsal rehearsal,
      Duration minute,
      MigrationRequest wanted,
      Sleeper sleeper,
      Consumer<String> log) {
    this.rehearsal = rehearsal;
    this.minute = minute;
    this.wanted = wanted.way() == Way.BACK ? wanted.of(wanted.environment(), Way.IN_PLACE) : wanted;
    this.sleeper = sleeper;
    this.log = log;
  }

  private void say(String line) {
    lines.add(line);
    log.accept("  " + line);
  }

  /**
   * Runs the move.
   *
   * @param rolling whether the service uses rolling updates
   * @param planned receives the move planned in the rehearsal
   * @return lines that describe what happened
   * @throws XacctException if a step or a deployment fails, or a request
   */
  public List<String> run(boolean rolling, Consumer<Migration> planned) {
    var environment = wanted.environment();
    var url = rehearsal.productionUrl(environment.name()).orElseThrow();
    var host = rehearsal.productionHost(environment.name());
    if (rolling) {
      rehearsal.deployedByRollingUpdates(environment.name());
    }
    rehearsal.roles().create(wanted.infrastructureRole(), TRUST, NOTHING);
    wanted.roleOfHooks().ifPresent(role -> rehearsal.roles().create(role, TRUST, NOTHING));
    try (var session = session(rehearsal.administrator(environment.account()))) {
      if (MovedServiceReader.at(new MigrationCalls(session), wanted).isMoved()) {
        say("Nothing to do: ECS deploys the rehearsed service itself.");
        return lines;
      }
      planned(session, wanted); // refused before anything moves
      try (var requests = new MeasuredRequests(TestClient.direct(rehearsal.trusted()), url, host)) {
        if (!rolling) {
          deploy(session, environment, "CodeDeploy; the other target group serves now");
        }
        planned.accept(planned(session, wanted));
        thereAndBack(session, rolling);
        requests.more(sleeper);
        conclude(requests);
      }
    }
    return lines;
  }

  private void thereAndBack(AwsSession session, boolean rolling) {
    var moved = move(session, wanted);
    deploy(session, moved, "ECS itself");
    if (wanted.way() == Way.IN_PLACE && !rolling) {
      var back = move(session, wanted.of(moved, Way.BACK));
      deploy(session, back, "CodeDeploy, on the way back");
      return;
    }
    say("Taking the move back:");
    try (var ofRole = session(rehearsal.roles().keys(migrationRole(wanted), SESSION))) {
      var account = new MigrationCalls(ofRole);
      performing(account).takeBack(Migration.of(MovedServiceReader.at(account, wanted), wanted));
    }
    if (!rolling) {
      deploy(session, wanted.environment(), "CodeDeploy, after the move was taken back");
    }
  }

  /** Plans the move, after creating the roles that on AWS must be created beforehand. */
  private Migration planned(AwsSession session, MigrationRequest request) {
    var calls = new MigrationCalls(session);
    var infrastructure = Migration.infrastructure(MovedServiceReader.at(calls, request), request);
    if (!infrastructure.isEmpty()) {
      create(request.infrastructureRole(), infrastructure, "infrastructure");
      request
          .roleOfHooks()
          .filter(role -> infrastructure.containsKey("hook-role-policy.json"))
          .ifPresent(role -> create(role, infrastructure, "hook"));
    }
    return Migration.of(MovedServiceReader.at(calls, request), request);
  }

  private void conclude(MeasuredRequests requests) {
    if (!requests.failures().isEmpty()) {
      throw XacctException.ours(
              requests.failures().size()
                  + " of "
                  + requests.sent()
                  + " requests failed while the move was rehearsed.")
          .evidence("The first: " + requests.failures().get(0));
    }
    say("0 of " + requests.sent() + " requests failed from the beginning to the end");
  }

  /** Performs the move; returns the environment to deploy to afterwards. */
  private Environment move(AwsSession administrator, MigrationRequest request) {
    var migration = planned(administrator, request);
    var documents = new MigrationReport(migration).documents();
    if (request.way() == Way.BACK) {
      create(request.codeDeployRole(), documents, "codedeploy");
    }
    var role = migrationRole(request);
    rehearsal.roles().create(role, NOTHING, text(documents, "migration-role-policy.json"));
    try (var session = session(rehearsal.roles().keys(role, SESSION))) {
      var account = new MigrationCalls(session);
      performing(account).run(Migration.of(MovedServiceReader.at(account, request), request));
    }
    return request.environment().deployedAs(migration.service(), migration.deploymentGroup());
  }

  private Performing performing(MigrationCalls account) {
    return new Performing(account, Clock.systemUTC(), sleeper, LONGEST_STEP, this::say);
  }

  private static RoleArn migrationRole(MigrationRequest request) {
    var environment = request.environment();
    return new RoleArn(
        environment.region().partition(),
        environment.account(),
        environment.service() + "-migration");
  }

  private void create(RoleArn role, Map<String, String> documents, String name) {
    rehearsal
        .roles()
        .create(
            role,
            text(documents, name + "-role-trust.json"),
            text(documents, name + "-role-policy.json"));
  }

  private static String text(Map<String, String> documents, String file) {
    return Objects.requireNonNull(documents.get(file), file);
  }

  private AwsSession session(Keys keys) {
    return AwsAccess.to(
            new AwsAccess.EndpointOverride(
                rehearsal.endpoint(),
                keys.accessKeyId(),
                keys.secretAccessKey(),
                keys.sessionToken()))
        .builder(wanted.environment().region());
  }

  /** Deploys another revision of the running task definition with the service's current engine. */
  private void deploy(AwsSession session, Environment environment, String by) {
    var engine = new EngineOfService(session, environment, Optional.of(minute), why -> {});
    var definitions = new EcsTaskDefinitions(session);
    var state = engine.look();
    var running = state.runningTaskDefinition().flatMap(definitions::describe).orElseThrow();
    var next = definitions.register(running.json());
    var balancer = state.standing().orElseThrow();
    var spec =
        new AppSpec(
            AppSpecSettings.none(),
            AppSpec.TASK_DEFINITION_PLACEHOLDER,
            balancer.containerName().orElseThrow(),
            balancer.containerPort().orElseThrow());
    String id = engine.start(new Revision(next.arn(), spec), "rehearsal of a move");
    var status = engine.state(id).status();
    while (!status.ended()) {
      if (status == DeploymentStatus.READY) {
        engine.proceed(id);
      }
      pause();
      status = engine.state(id).status();
    }
    if (status != DeploymentStatus.SUCCEEDED) {
      throw XacctException.ours("A deployment by " + by + " ended as " + status + ".")
          .evidence(engine.state(id).error().orElse(id));
    }
    say("Deployed by " + by + ": " + next.arn());
  }

  private void pause() {
    try {
      sleeper.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw XacctException.yours("The rehearsal was interrupted.");
    }
  }
}
