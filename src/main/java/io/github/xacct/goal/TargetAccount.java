package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.ecs.ServiceScaling;
import io.github.xacct.aws.elb.TestFunction;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.aws.servicedeployment.ServiceReplacements;
import io.github.xacct.aws.servicedeployment.TargetGroupTraffic;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.deploy.port.TrafficComparison;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * A session in the target account of an environment, with the adapters that use it.
 *
 * @param access the caller's credentials, for the development account
 * @param engine deployment engine of the service, also among the ports
 * @param direct client for requests to listeners from this machine
 * @param comparison compares both versions in a deployment by ECS itself
 */
public record TargetAccount(
    AwsAccess access,
    AwsSession session,
    EngineOfService engine,
    Ports ports,
    Supplier<TestClient> direct,
    Supplier<TrafficComparison> comparison)
    implements AutoCloseable {

  /** Assumes the environment's role and creates the adapters that use it. */
  public static TargetAccount enter(
      Stage stage, Environment environment, RunName run, Reporter reporter) {
    var session = stage.access().enter(environment, run.sessionName(), reporter);
    var engine =
        new EngineOfService(
            session,
            environment,
            stage.rehearsedMinute(),
            unseen -> reporter.report(new Event.Warning(unseen)));
    return new TargetAccount(
        stage.access(),
        session,
        engine,
        new Ports(
            new EcsTaskDefinitions(session),
            engine,
            tasks(session, environment, stage),
            environment.suspendAutoScaling()
                ? new ServiceScaling(session, environment)
                : Scaling.untouched(),
            reporter,
            Clock.systemUTC(),
            stage.pauses()),
        stage::testClient,
        () -> new TargetGroupTraffic(session, environment, stage.rehearsedMinute()));
  }

  /** Returns the observer of a service's tasks, for either engine. */
  static EcsTaskObserver tasks(AwsSession session, Environment environment, Stage stage) {
    return new EcsTaskObserver(
        session, environment, stage.platforms(), new ServiceReplacements(session, environment));
  }

  /** Returns the history of deployments. */
  History history(HistoryPatience patience) {
    return engine.history(patience);
  }

  /**
   * Returns the client that sends the smoke tests' requests: the test function, else this machine.
   */
  TestClient testClient(ReleaseChecks checks, Environment environment) {
    return checks
        .testFunction()
        .<TestClient>map(function -> new TestFunction(session, environment, function))
        .orElseGet(direct);
  }

  /** Returns the same account with another reporter. */
  TargetAccount reportingTo(Reporter reporter) {
    return new TargetAccount(
        access, session, engine, ports.reportingTo(reporter), direct, comparison);
  }

  @Override
  public void close() {
    session.close();
  }
}
