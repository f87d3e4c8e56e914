package io.github.xacct.aws.servicedeployment;

import io.github.xacct.advice.Advice;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
import io.github.xacct.aws.codedeploy.AccountEngine;
import io.github.xacct.aws.codedeploy.ConsolePages;
import io.github.xacct.aws.ecs.DeletedService;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import io.github.xacct.preflight.DeploymentRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/**
 * Deployments by ECS itself. A start is one UpdateService with the task definition and nothing
 * else; the deployment is known by its ARN from when its target revision runs that task definition.
 */
public final class ServiceDeploymentEngine extends AccountEngine {
  /** A deployment that was created a moment ago may not be found everywhere at once. */
  private static final Duration APPEARS = Duration.ofMinutes(1);

  private final Environment environment;
  private final AwsSession session;
  private final EcsClient ecs;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final ServiceDeploymentStates states = new ServiceDeploymentStates();
  private final ServiceUpdate update;
  private final ServiceDeploymentPauses pauses;
  private final Sight sight;
  private final RuleObjections objections;
  private final ServiceDeploymentSearch own;
  private volatile Optional<String> running = Optional.empty();

  /**
   * An engine for one environment.
   *
   * @param session in the environment's account
   * @param rehearsedMinute how long a minute takes where there is no real AWS, and so no console
   * @param warn is given what cannot be seen or kept, and why
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
    this.sight = new Sight(session.clock());
    this.objections = new RuleObjections(session, reader, sight, rehearsedMinute.isPresent(), warn);
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

  /** Whether ECS shifts the traffic of this service by itself. */
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
        "Cannot look at service " + environment.service() + ".",
        () ->
            look(reader.service().orElseThrow(() -> new DeploymentRules(environment).noService())));
  }

  /** The same where the service has just been read. */
  public TargetAccountState look(Service service) {
    var state =
        AwsErrors.ask(
            "Cannot look at service " + environment.service() + ".",
            () ->
                new ServiceDeploymentLook(session, environment, reader, descriptions, sight)
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
        () -> own.isOf(deployment(deploymentId), run));
  }

  private ServiceDeployment deployment(String id) {
    return reader
        .deployment(ServiceDeploymentId.arn(id, environment))
        .orElseThrow(() -> unknown("ECS knows no service deployment " + id + "."));
  }

  private static TransientFailure unknown(String words) {
    return TransientFailure.worthAsking(APPEARS, words, new IllegalStateException(words));
  }

  @Override
  public DeploymentState state(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> {
          var deployment = pauses.show(deployment(deploymentId));
          objections.show(deployment);
          return states.of(deploymentId, deployment);
        });
  }

  @Override
  public Optional<String> objection(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read the production rule of service " + environment.service() + ".",
        () -> objections.before(() -> deployment(deploymentId)));
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
              () -> pauses.proceed(deployment(deploymentId)));
          return true;
        });
  }

  /** Always with a rollback: what ECS does without one is documented nowhere. */
  @Override
  public boolean stop(String deploymentId, boolean rollback) {
    return AwsErrors.ask(
        "Cannot stop deployment " + deploymentId + ".",
        () -> {
          if (ServiceDeploymentId.isRollback(deploymentId)
              || !ServiceDeploymentReader.IN_FLIGHT.contains(deployment(deploymentId).status())) {
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

  /** What helps, and which deployment of others came after it, if one did. */
  @Override
  public List<String> advice(DeploymentState ended) {
    var lines =
        Advice.on(
            Set.of(Advice.Place.DEPLOYMENT),
            ended.error().orElse(""),
            Map.of(
                "function",
                ServiceDeploymentReasons.function(ended.error().orElse("")).orElse("FUNCTION"),
                "environment",
                environment.name(),
                "region",
                environment.region().toString()));
    return Stream.concat(replacement(ended).stream(), lines.stream()).toList();
  }

  @Override
  public List<String> evidence(DeploymentState ended) {
    try {
      return new ServiceDeploymentReasons(session, environment)
          .of(deployment(ended.id()), reader.service());
    } catch (SdkException | TransientFailure e) {
      return List.of();
    }
  }

  private Optional<String> replacement(DeploymentState ended) {
    try {
      return own.replacing(deployment(ended.id()))
          .map(
              next ->
                  """
                  service deployment %s of the same service was started after it at %s: ECS \
                  replaces a deployment by a later one; follow that: %s"""
                      .formatted(
                          ServiceDeploymentId.of(next.serviceDeploymentArn()),
                          next.createdAt(),
                          followCommand()));
    } catch (SdkException | TransientFailure e) {
      return Optional.empty();
    }
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

  /** It is a tag, which may have been refused. */
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
