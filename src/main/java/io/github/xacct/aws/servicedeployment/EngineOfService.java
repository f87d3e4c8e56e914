package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * The engine of a service, as its deployment controller says: CodeDeploy, or ECS itself. Asked for
 * at the first look; the form of a deployment's id shows whose it is before.
 */
public final class EngineOfService implements DeploymentEngine {
  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final Sight sight;
  private final Supplier<CodeDeployEngine> codeDeploy;
  private final Supplier<ServiceDeploymentEngine> ecs;
  private volatile Optional<DeploymentEngine> chosen = Optional.empty();

  /**
   * An engine for one environment.
   *
   * @param session in the environment's account
   * @param rehearsedMinute how long a minute takes where there is no real AWS, and so no console
   * @param warn is given what cannot be seen, and why
   */
  public EngineOfService(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    this.session = session;
    this.environment = environment;
    this.reader = new ServiceDeploymentReader(session.client(EcsClient.builder()), environment);
    this.sight = new Sight(session.clock());
    this.codeDeploy = once(() -> new CodeDeployEngine(session, environment, rehearsedMinute, warn));
    this.ecs = once(() -> new ServiceDeploymentEngine(session, environment, rehearsedMinute, warn));
  }

  /** Made when it is first needed: its clients cost. */
  private static <T> Supplier<T> once(Supplier<T> make) {
    var made = new AtomicReference<T>();
    return () -> made.updateAndGet(known -> known == null ? make.get() : known);
  }

  /**
   * What was deployed to the service before.
   *
   * @param patience how long is waited for it
   */
  public History history(HistoryPatience patience) {
    return new HistoryOfService(session, environment, patience, () -> isByEcs(patience));
  }

  /** Whether it is ECS itself that deploys the service. */
  public boolean isByEcs() {
    return isByEcs(HistoryPatience.BRIEFLY);
  }

  /** As the last look found; else as the service says, or the deployments that ECS has of it. */
  private boolean isByEcs(HistoryPatience patience) {
    if (chosen.isPresent()) {
      return chosen.get() == ecs.get();
    }
    String problem = "Cannot look at service " + environment.service() + ".";
    try {
      var service =
          patience == HistoryPatience.BRIEFLY
              ? session.briefly(problem, reader::service)
              : session.patiently(problem, reader::service);
      return service.filter(ServiceDeploymentEngine::deploys).isPresent();
    } catch (XacctException e) {
      return hasDeployments(problem).orElseThrow(() -> e);
    }
  }

  /** Absent if it is not known. */
  private Optional<Boolean> hasDeployments(String problem) {
    try {
      return Optional.of(session.briefly(problem, this::hasDeployments));
    } catch (XacctException e) {
      return Optional.empty();
    }
  }

  /** ECS has none of a service that CodeDeploy deploys, whose role need not be allowed to ask. */
  private boolean hasDeployments() {
    try {
      return !reader.list(List.of(), Instant.EPOCH).isEmpty();
    } catch (AwsServiceException e) {
      if (AwsErrors.mayPass(e)) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public TargetAccountState look() {
    return look(Needed.ALL);
  }

  @Override
  public TargetAccountState look(Needed needed) {
    if (needed.service()) {
      return look(needed, service());
    }
    var service = sight.of("service " + environment.service(), reader::service);
    service.orAgain();
    if (service.value().isPresent()) {
      return look(needed, service.value().get());
    }
    var state = codeDeploy.get().look(needed, service);
    // Where CodeDeploy knows of none, one by ECS itself may be in flight.
    return state.active().isPresent() || !needed.inFlight() ? state : look(needed, service());
  }

  private Optional<Service> service() {
    return AwsErrors.ask("Cannot look at service " + environment.service() + ".", reader::service);
  }

  private TargetAccountState look(Needed needed, Optional<Service> service) {
    if (service.filter(ServiceDeploymentEngine::deploys).isPresent()) {
      chosen = Optional.of(ecs.get());
      return ecs.get().look(service.get());
    }
    chosen = Optional.of(codeDeploy.get());
    return codeDeploy.get().look(needed, Sight.Seen.of(service));
  }

  private DeploymentEngine engine() {
    return chosen.orElseGet(codeDeploy);
  }

  private DeploymentEngine engine(String deploymentId) {
    return chosen.orElseGet(
        () -> ServiceDeploymentId.isCodeDeploys(deploymentId) ? codeDeploy.get() : ecs.get());
  }

  @Override
  public String name() {
    return engine().name();
  }

  @Override
  public Duration patience() {
    return engine().patience();
  }

  @Override
  public String start(Revision revision, String description) {
    return engine().start(revision, description);
  }

  @Override
  public Optional<String> find(String description) {
    return engine().find(description);
  }

  @Override
  public Optional<String> ofRun(String run) {
    return engine().ofRun(run);
  }

  @Override
  public boolean isOf(String deploymentId, String run) {
    return engine(deploymentId).isOf(deploymentId, run);
  }

  @Override
  public DeploymentState state(String deploymentId) {
    return engine(deploymentId).state(deploymentId);
  }

  @Override
  public Optional<String> objection(String deploymentId) {
    return engine(deploymentId).objection(deploymentId);
  }

  @Override
  public Optional<String> objectionMeanwhile(String deploymentId) {
    return engine(deploymentId).objectionMeanwhile(deploymentId);
  }

  @Override
  public String oneAtATime() {
    return engine().oneAtATime();
  }

  @Override
  public boolean mayLackDescription() {
    return engine().mayLackDescription();
  }

  @Override
  public boolean rollbackIsAnother() {
    return engine().rollbackIsAnother();
  }

  @Override
  public void proceed(String deploymentId) {
    engine(deploymentId).proceed(deploymentId);
  }

  @Override
  public void proceed(String deploymentId, Optional<String> pause) {
    engine(deploymentId).proceed(deploymentId, pause);
  }

  @Override
  public boolean stop(String deploymentId, boolean rollback) {
    return engine(deploymentId).stop(deploymentId, rollback);
  }

  @Override
  public List<String> advice(DeploymentState ended) {
    return engine(ended.id()).advice(ended);
  }

  @Override
  public List<String> evidence(DeploymentState ended) {
    return engine(ended.id()).evidence(ended);
  }

  @Override
  public List<String> gone() {
    return engine().gone();
  }

  @Override
  public Optional<String> consoleUrl(String deploymentId) {
    return engine(deploymentId).consoleUrl(deploymentId);
  }

  @Override
  public Optional<String> foreignEndpoint() {
    return engine().foreignEndpoint();
  }

  @Override
  public String statusCommand() {
    return engine().statusCommand();
  }

  @Override
  public String followCommand() {
    return engine().followCommand();
  }

  @Override
  public String goalCommand(String goal) {
    return engine().goalCommand(goal);
  }

  @Override
  public String stopCommand(String deploymentId) {
    return engine(deploymentId).stopCommand(deploymentId);
  }
}
