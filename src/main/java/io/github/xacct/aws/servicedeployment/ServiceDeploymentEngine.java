package io.github.xacct.aws.servicedeployment;

import io.github.xacct.advice.Advice;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
import io.github.xacct.aws.codedeploy.ConsolePages;
import io.github.xacct.aws.ecs.DeletedService;
import io.github.xacct.aws.elb.Listeners;
import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentLabel;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/**
 * Deployments by ECS itself. A start is one UpdateService with the task definition and nothing
 * else; the deployment is known by its ARN from when its target revision runs that task definition.
 */
public final class ServiceDeploymentEngine implements DeploymentEngine {
  /** A deployment that was created a moment ago may not be found everywhere at once. */
  private static final Duration APPEARS = Duration.ofMinutes(1);

  private static final Duration NEWEST = Duration.ofDays(2);

  /** How long the rule may differ from what ECS wants of it: it changes the one after the other. */
  private static final Duration SETTLES = Duration.ofSeconds(15);

  /** Behind a Network Load Balancer ECS takes ten minutes for a shift. */
  private static final Duration SETTLES_BEHIND_NLB = Duration.ofMinutes(11);

  private static final Duration REHEARSED = Duration.ofMillis(300);

  private final Environment environment;
  private final Optional<Duration> rehearsedMinute;
  private final AwsSession session;
  private final EcsClient ecs;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final ServiceDeploymentStates states = new ServiceDeploymentStates();
  private final ServiceUpdate update;
  private final ServiceDeploymentPauses pauses;
  private final Consumer<String> warn;
  private final Sight sight;
  private final StandingObjection standing;
  private volatile Optional<String> running = Optional.empty();
  private volatile Optional<ServiceDeployment> seen = Optional.empty();
  private volatile Optional<Service> service = Optional.empty();

  /**
   * An engine for one environment.
   *
   * @param session in the environment's account
   * @param rehearsedMinute how long a minute takes where there is no real AWS, and so no console
   * @param warn is reported what cannot be seen or kept, and why
   */
  public ServiceDeploymentEngine(
      AwsSession session,
      Environment environment,
      Optional<Duration> rehearsedMinute,
      Consumer<String> warn) {
    this.session = session;
    this.environment = environment;
    this.rehearsedMinute = rehearsedMinute;
    this.ecs = session.client(EcsClient.builder());
    this.reader = new ServiceDeploymentReader(ecs, environment);
    this.descriptions =
        new DeploymentDescriptions(
            ecs, session.briefClient(EcsClient.builder()), reader, warn);
    this.update = new ServiceUpdate(session, environment, reader, descriptions);
    this.sight = new Sight(session.clock());
    this.standing = new StandingObjection(session.clock());
    this.pauses = new ServiceDeploymentPauses(ecs);
    this.warn = warn;
  }

  @Override
  public String name() {
    return "ECS";
  }

  @Override
  public Duration patience() {
    return rehearsedMinute.map(minute -> Duration.ofSeconds(8)).orElse(Duration.ofMinutes(5));
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
    return rehearsedMinute
        .map(minute -> state.withTiming(state.timing().compressed(minute)))
        .orElse(state);
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
        "Cannot look for the deployment of run " + run + ".",
        () ->
            reader.list(List.of(), session.clock().instant().minus(NEWEST)).stream()
                .limit(5)
                .filter(
                    brief ->
                        isOfRun(
                            brief.serviceDeploymentArn(), brief.targetServiceRevisionArn(), run))
                .map(ServiceDeploymentBrief::serviceDeploymentArn)
                .map(ServiceDeploymentId::of)
                .findFirst());
  }

  @Override
  public boolean isOf(String deploymentId, String run) {
    return AwsErrors.ask(
        "Cannot read deployment " + deploymentId + ".",
        () -> {
          var deployment = deployment(deploymentId);
          return isOfRun(
              deployment.serviceDeploymentArn(), deployment.targetServiceRevision().arn(), run);
        });
  }

  private boolean isOfRun(String arn, @Nullable String revisionArn, String run) {
    return Optional.ofNullable(revisionArn)
        .flatMap(revision -> descriptions.surely(arn, revision))
        .filter(description -> DeploymentLabel.isOfRun(description, run))
        .isPresent();
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
          seen = Optional.of(deployment);
          return states.of(deploymentId, deployment);
        });
  }

  @Override
  public Optional<String> objection(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read the production rule of service " + environment.service() + ".",
        () -> {
          try {
            return weightsObjection(deploymentId);
          } catch (AwsServiceException e) {
            if (AwsErrors.mayPass(e)) {
              throw e;
            }
            warn.accept(
                "The production rule is not compared before the next step. AWS said: "
                    + AwsErrors.words(e));
            return Optional.empty();
          }
        });
  }

  private Optional<String> weightsObjection(String deploymentId) {
    return reader.service().flatMap(found -> weightsObjection(found, deployment(deploymentId)));
  }

  private Optional<String> weightsObjection(Service found, ServiceDeployment deployment) {
    return ServiceRouting.of(found)
        .flatMap(
            routing ->
                LiveWeights.objection(
                    routing, routing.weights(new Listeners(session)), deployment, reader));
  }

  /** Rules and hooks of the service stay what they are while it is deployed. */
  @Override
  public Optional<String> objectionMeanwhile(String deploymentId) {
    var now =
        seen.filter(d -> ServiceDeploymentId.of(d.serviceDeploymentArn()).equals(deploymentId));
    if (now.isEmpty()) {
      return Optional.empty();
    }
    var found =
        sight
            .of(
                "the production rule meanwhile",
                () -> {
                  service = service.or(reader::service);
                  return service.flatMap(s -> weightsObjection(s, now.get()));
                })
            .value()
            .flatMap(one -> one);
    return standing.of(found, settles()).map(this::meanwhile);
  }

  private Duration settles() {
    boolean network =
        service.flatMap(ServiceRouting::of).filter(ServiceRouting::isBehindNlb).isPresent();
    return rehearsedMinute.map(minute -> REHEARSED).orElse(network ? SETTLES_BEHIND_NLB : SETTLES);
  }

  private String meanwhile(String objection) {
    boolean unasked =
        service
            .map(s -> new TrafficStrategy(s.deploymentConfiguration()).stepsUnasked())
            .orElse(false);
    return unasked
        ? objection
            + "; the service has no pause before its steps, so that ECS may have taken one more"
            + " meanwhile"
        : objection;
  }

  @Override
  public void proceed(String deploymentId) {
    AwsErrors.ask(
        "Cannot continue deployment " + deploymentId + ".",
        () -> {
          pauses.proceed(deployment(deploymentId));
          return true;
        });
  }

  @Override
  public void proceed(String deploymentId, Optional<String> pause) {
    if (pause.isEmpty()) {
      proceed(deploymentId);
      return;
    }
    AwsErrors.ask(
        "Cannot continue deployment " + deploymentId + ".",
        () -> {
          pauses.proceed(ServiceDeploymentId.arn(deploymentId, environment), pause.get());
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
                "FUNCTION",
                "environment",
                environment.name(),
                "region",
                environment.region().toString()));
    return Stream.concat(superseding(ended).stream(), lines.stream()).toList();
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

  private Optional<String> superseding(DeploymentState ended) {
    try {
      var replaced = deployment(ended.id());
      var created = replaced.createdAt();
      return created == null
          ? Optional.empty()
          : reader.list(List.of(), created).stream()
              .filter(brief -> ServiceDeploymentReader.created(brief).isAfter(created))
              .filter(brief -> isBeforeTheEnd(brief, replaced))
              .reduce((newer, older) -> older)
              .map(
                  next ->
                      "service deployment "
                          + ServiceDeploymentId.of(next.serviceDeploymentArn())
                          + " of the same service was started after it at "
                          + next.createdAt()
                          + ": ECS replaces a deployment by a later one; follow that:"
                          + " mvn xacct:wait -Denv="
                          + environment.name());
    } catch (SdkException | TransientFailure e) {
      return Optional.empty();
    }
  }

  /** Only then it was ended by it. */
  private static boolean isBeforeTheEnd(ServiceDeploymentBrief later, ServiceDeployment ended) {
    return Stream.of(ended.finishedAt(), ended.stoppedAt())
        .filter(Objects::nonNull)
        .noneMatch(end -> ServiceDeploymentReader.created(later).isAfter(end));
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
  public Optional<String> consoleUrl(String deploymentId) {
    return rehearsedMinute.isPresent()
        ? Optional.empty()
        : ConsolePages.serviceDeployment(
            deploymentId,
            environment.cluster(),
            environment.service(),
            environment.region(),
            endpoint());
  }

  @Override
  public Optional<String> foreignEndpoint() {
    return rehearsedMinute.isPresent()
        ? Optional.empty()
        : ConsolePages.foreign(endpoint()).map(URI::toString);
  }

  private Optional<URI> endpoint() {
    return ConsolePages.endpoint(ecs);
  }

  @Override
  public String statusCommand() {
    return "mvn xacct:status -Denv=" + environment.name();
  }

  @Override
  public String followCommand() {
    return "mvn xacct:wait -Denv=" + environment.name();
  }

  @Override
  public String stopCommand(String deploymentId) {
    return "aws ecs stop-service-deployment --service-deployment-arn "
        + ServiceDeploymentId.arn(deploymentId, environment)
        + " --stop-type ROLLBACK --region "
        + environment.region();
  }
}
