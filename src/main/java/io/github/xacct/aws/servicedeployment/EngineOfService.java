package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.model.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * The engine of a service, as its deployment controller says: CodeDeploy, or ECS itself. Asked for
 * at the first look; the form of a deployment's id tells whose it is before.
 */
public final class EngineOfService implements DeploymentEngine {
  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final Supplier<CodeDeployEngine> codeDeploy;
  private final Supplier<ServiceDeploymentEngine> ecs;
  private volatile Optional<DeploymentEngine> chosen = Optional.empty();

  /**
   * An engine for one environment.
   *
   * @param session in the environment's account
   * @param rehearsedMinute how long a minute takes where there is no real AWS, and so no console
   * @param warn is reported what cannot be seen, and why
   */
  public EngineOfService(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    this.session = session;
    this.environment = environment;
    this.reader = new ServiceDeploymentReader(session.client(EcsClient.builder()), environment);
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

  /** As the last look found; else the service is asked, and CodeDeploy's where it cannot be. */
  private boolean isByEcs(HistoryPatience patience) {
    if (chosen.isPresent()) {
      return chosen.get() == ecs.get();
    }
    String problem = "Cannot look at service " + environment.service() + ".";
    var service =
        patience == HistoryPatience.BRIEFLY
            ? session.briefly(problem, reader::service)
            : session.patiently(problem, reader::service);
    return service.filter(ServiceDeploymentEngine::deploys).isPresent();
  }

  @Override
  public TargetAccountState look() {
    return look(CodeDeployEngine::look);
  }

  @Override
  public TargetAccountState lookAtService() {
    return look(CodeDeployEngine::lookAtService);
  }

  private TargetAccountState look(
      BiFunction<CodeDeployEngine, Optional<Service>, TargetAccountState> byCodeDeploy) {
    var service =
        AwsErrors.ask("Cannot look at service " + environment.service() + ".", reader::service);
    if (service.filter(ServiceDeploymentEngine::deploys).isPresent()) {
      chosen = Optional.of(ecs.get());
      return ecs.get().look(service.get());
    }
    chosen = Optional.of(codeDeploy.get());
    return byCodeDeploy.apply(codeDeploy.get(), service);
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
  public String stopCommand(String deploymentId) {
    return engine(deploymentId).stopCommand(deploymentId);
  }
}
