package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
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
 * Delegates to the engine of a service's deployment controller, CodeDeploy or ECS. The first read
 * of the service selects it; before, the form of a deployment's ID does.
 */
public final class EngineOfService implements DeploymentEngine {
  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final OptionalReads optionalReads;
  private final Supplier<CodeDeployEngine> codeDeploy;
  private final Supplier<ServiceDeploymentEngine> ecs;
  private volatile Optional<DeploymentEngine> chosen = Optional.empty();

  /**
   * Creates the engine of one environment.
   *
   * @param session a session in the environment's account
   * @param rehearsedMinute in a rehearsal, the length of its minute; there is no console then
   * @param warn receives warnings of what cannot be read, and why
   */
  public EngineOfService(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    this.session = session;
    this.environment = environment;
    this.reader = new ServiceDeploymentReader(session.client(EcsClient.builder()), environment);
    this.optionalReads = new OptionalReads(session.clock());
    this.codeDeploy = once(() -> new CodeDeployEngine(session, environment, rehearsedMinute, warn));
    this.ecs = once(() -> new ServiceDeploymentEngine(session, environment, rehearsedMinute, warn));
  }

  /** Creates an engine when it is first needed, because its clients are slow to create. */
  private static <T> Supplier<T> once(Supplier<T> make) {
    var made = new AtomicReference<T>();
    return () -> made.updateAndGet(known -> known == null ? make.get() : known);
  }

  /**
   * Returns the past deployments of the service.
   *
   * @param patience how long failing reads are retried
   */
  public History history(HistoryPatience patience) {
    return new HistoryOfService(session, environment, patience, () -> isByEcs(patience));
  }

  /** Whether ECS itself deploys the service. */
  public boolean isByEcs() {
    return isByEcs(HistoryPatience.BRIEFLY);
  }

  /**
   * Decides by the last read of the state, else by the service, else by its service deployments.
   */
  private boolean isByEcs(HistoryPatience patience) {
    if (chosen.isPresent()) {
      return chosen.get() == ecs.get();
    }
    String problem = "Cannot read service " + environment.service() + ".";
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

  /** Returns empty if that cannot be read. */
  private Optional<Boolean> hasDeployments(String problem) {
    try {
      return Optional.of(session.briefly(problem, this::hasDeployments));
    } catch (XacctException e) {
      return Optional.empty();
    }
  }

  /**
   * ECS has none if CodeDeploy deploys the service; the role may then lack the permission to list
   * them.
   */
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
    var service = optionalReads.of("service " + environment.service(), reader::service);
    service.valueOrRetry();
    if (service.value().isPresent()) {
      return look(needed, service.value().get());
    }
    var state = codeDeploy.get().look(needed, service);
    // If CodeDeploy has none in flight, ECS may.
    return state.active().isPresent() || !needed.inFlight() ? state : look(needed, service());
  }

  private Optional<Service> service() {
    return AwsErrors.ask("Cannot read service " + environment.service() + ".", reader::service);
  }

  private TargetAccountState look(Needed needed, Optional<Service> service) {
    if (service.filter(ServiceDeploymentEngine::deploys).isPresent()) {
      chosen = Optional.of(ecs.get());
      return ecs.get().look(service.get());
    }
    chosen = Optional.of(codeDeploy.get());
    return codeDeploy.get().look(needed, OptionalReads.Result.of(service));
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
