package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.aws.codedeploy.AccountEngine;
import io.github.xacct.aws.codedeploy.ConsolePages;
import io.github.xacct.aws.ecs.DeletedService;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.model.Environment;
import io.github.xacct.preflight.DeploymentRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/**
 * Creates, reads, continues and stops deployments by ECS itself. One UpdateService with only the
 * task definition starts a deployment, which is then found by its target revision's task
 * definition.
 */
public final class ServiceDeploymentEngine extends AccountEngine {
  private final Environment environment;
  private final AwsSession session;
  private final EcsClient ecs;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final ServiceDeploymentStates states = new ServiceDeploymentStates();
  private final ServiceUpdate update;
  private final ServiceDeploymentPauses pauses;
  private final OptionalReads optionalReads;
  private final RuleObjections objections;
  private final ServiceDeploymentSearch own;
  private final ServiceDeploymentEnding ending;
  private volatile Optional<String> running = Optional.empty();

  /**
   * Creates the engine of one environment.
   *
   * @param session a session in the environment's account
   * @param rehearsedMinute in a rehearsal, the length of its minute; there is no console then
   * @param warn receives warnings of what cannot be read or written, and why
   */
  public ServiceDeploymentEngine(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    super(environment, rehearsedMinute);
    this.session = session;
    this.environment = environment;
    this.ecs = session.client(EcsClient.builder());
    this.reader = new ServiceDeploymentReader(ecs, environment);
    this.descriptions =
        new DeploymentDescriptions(ecs, session.briefClient(EcsClient.builder()), reader, warn);
    this.update = new ServiceUpdate(session, environment, reader, descriptions);
    this.own = new ServiceDeploymentSearch(reader, descriptions, session.clock());
    this.ending = new ServiceDeploymentEnding(session, environment, reader, own);
    this.optionalReads = new OptionalReads(session.clock());
    this.objections =
        new RuleObjections(session, reader, optionalReads, rehearsedMinute.isPresent(), warn);
    this.pauses = new ServiceDeploymentPauses(ecs);
  }

  @Override
  public String name() {
    return "ECS";
  }

  @Override
  protected SdkClient client() {
    return ecs;
  }

  /** Whether ECS itself shifts the traffic of this service. */
  public static boolean deploys(Service service) {
    String controller =
        service.deploymentController() == null
            ? "ECS"
            : service.deploymentController().typeAsString();
    return "ECS".equals(controller)
        && TrafficStrategy.shifts(Optional.ofNullable(service.deploymentConfiguration()));
  }

  @Override
  public TargetAccountState look() {
    return AwsErrors.ask(
        "Cannot read service " + environment.service() + ".",
        () ->
            look(reader.service().orElseThrow(() -> new DeploymentRules(environment).noService())));
  }

  /** Reads the state, with the service as it has just been read. */
  public TargetAccountState look(Service service) {
    var state =
        AwsErrors.ask(
            "Cannot read service " + environment.service() + ".",
            () ->
                new ServiceStateReader(session, environment, reader, descriptions, optionalReads)
                    .look(service));
    running = state.runningTaskDefinition();
    return timed(state);
  }

  @Override
  public String start(Revision revision, String description) {
    return update.start(revision, description, running);
  }

  @Override
  public Optional<String> find(String description) {
    return AwsErrors.ask(
        "Cannot look for the deployment that may have been created.",
        () -> update.find(description));
  }

  @Override
  public Optional<String> ofRun(String run) {
    return AwsErrors.ask(
        "Cannot look for the deployment of run " + run + ".", () -> own.ofRun(run));
  }

  @Override
  public boolean isOf(String deploymentId, String run) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> own.isOf(reader.known(deploymentId), run));
  }

  @Override
  public DeploymentState state(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> {
          var deployment = pauses.show(reader.known(deploymentId));
          objections.show(deployment);
          return states.of(deploymentId, deployment);
        });
  }

  @Override
  public Optional<String> objection(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read the production rule of service " + environment.service() + ".",
        () -> objections.before(() -> reader.known(deploymentId)));
  }

  @Override
  public Optional<String> objectionMeanwhile(String deploymentId) {
    return objections.meanwhile(deploymentId);
  }

  @Override
  public void proceed(String deploymentId) {
    proceed(deploymentId, Optional.empty());
  }

  @Override
  public void proceed(String deploymentId, Optional<String> pause) {
    AwsErrors.ask(
        "Cannot continue deployment " + deploymentId + ".",
        () -> {
          pause.ifPresentOrElse(
              hook -> pauses.proceed(ServiceDeploymentId.arn(deploymentId, environment), hook),
              () -> pauses.proceed(reader.known(deploymentId)));
          return true;
        });
  }

  /** Stops always with a rollback: AWS does not document what ECS does without one. */
  @Override
  public boolean stop(String deploymentId, boolean rollback) {
    return AwsErrors.ask(
        "Cannot stop deployment " + deploymentId + ".",
        () -> {
          if (ServiceDeploymentId.isRollback(deploymentId)
              || !ServiceDeploymentReader.IN_FLIGHT.contains(reader.known(deploymentId).status())) {
            return false;
          }
          try {
            ecs.stopServiceDeployment(
                r ->
                    r.serviceDeploymentArn(ServiceDeploymentId.arn(deploymentId, environment))
                        .stopType(StopServiceDeploymentStopType.ROLLBACK));
            return true;
          } catch (ConflictException e) {
            return false;
          }
        });
  }

  @Override
  public List<String> advice(DeploymentState ended) {
    return ending.advice(ended, followCommand());
  }

  @Override
  public List<String> evidence(DeploymentState ended) {
    return ending.evidence(ended);
  }

  @Override
  public List<String> gone() {
    return DeletedService.sentence(session.briefClient(EcsClient.builder()), environment).stream()
        .toList();
  }

  @Override
  public String oneAtATime() {
    return "for this service, and another one would replace it";
  }

  /** True, because the description is a tag, which AWS may have refused. */
  @Override
  public boolean mayLackDescription() {
    return true;
  }

  @Override
  public boolean rollbackIsAnother() {
    return false;
  }

  @Override
  protected Optional<String> page(String deploymentId, Optional<URI> endpoint) {
    return ConsolePages.serviceDeployment(
        deploymentId, environment.cluster(), environment.service(), environment.region(), endpoint);
  }

  @Override
  public String stopCommand(String deploymentId) {
    return "aws ecs stop-service-deployment --service-deployment-arn "
        + ServiceDeploymentId.arn(deploymentId, environment)
        + " --stop-type ROLLBACK --region "
        + environment.region();
  }
}
