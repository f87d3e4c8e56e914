package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.aws.elb.Listeners;
import io.github.xacct.aws.elb.TargetHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/**
 * Finds reasons against the next step of a deployment: a production rule whose weights differ from
 * those that ECS reports, or a target group without targets.
 */
final class RuleObjections {
  /** How long rule and ECS may differ during a step: ECS changes one after the other. */
  private static final Duration SETTLES = Duration.ofSeconds(15);

  /** The same for a Network Load Balancer, at which ECS waits ten minutes for a shift. */
  private static final Duration SETTLES_BEHIND_NLB = Duration.ofMinutes(11);

  private static final Duration REHEARSED = Duration.ofMillis(300);

  private final AwsSession session;
  private final ServiceDeploymentReader reader;
  private final OptionalReads optionalReads;
  private final boolean rehearsed;
  private final Consumer<String> warn;
  private final StandingObjection standing;
  private volatile Optional<ServiceDeployment> seen = Optional.empty();

  /** Kept, because rules and hooks do not change during a deployment. */
  private volatile Optional<Service> service = Optional.empty();

  /**
   * @param warn receives warnings of what cannot be compared, and why
   */
  RuleObjections(
      AwsSession session,
      ServiceDeploymentReader reader,
      OptionalReads optionalReads,
      boolean rehearsed,
      Consumer<String> warn) {
    this.session = session;
    this.reader = reader;
    this.optionalReads = optionalReads;
    this.rehearsed = rehearsed;
    this.warn = warn;
    this.standing = new StandingObjection(session.clock());
  }

  /** Records the deployment as it was last reported. */
  void show(ServiceDeployment deployment) {
    seen = Optional.of(deployment);
  }

  /** Returns the reason against the step after a pause, if there is one. */
  Optional<String> before(Supplier<ServiceDeployment> deployment) {
    try {
      return reader
          .service()
          .flatMap(
              found -> {
                var now = deployment.get();
                return of(found, now).or(() -> ofTargets(found, now));
              });
    } catch (AwsServiceException e) {
      if (AwsErrors.mayPass(e)) {
        throw e;
      }
      warn.accept(
          "The production rule is not compared before the next step. AWS said: "
              + AwsErrors.words(e));
      return Optional.empty();
    }
  }

  private Optional<String> of(Service found, ServiceDeployment deployment) {
    var listeners = new Listeners(session);
    return ServiceRouting.all(found).stream()
        .flatMap(
            routing ->
                routing
                    .weights(listeners)
                    .map(weights -> LiveWeights.objection(routing, weights, deployment, reader))
                    .orElseGet(() -> Optional.of(routing.gone()))
                    .stream())
        .findFirst();
  }

  /** Returns an objection if a target group of the new revision has no targets. */
  private Optional<String> ofTargets(Service found, ServiceDeployment deployment) {
    var green = Optional.ofNullable(deployment.targetServiceRevision());
    return ServiceRouting.all(found).stream()
        .flatMap(
            routing ->
                green
                    .flatMap(revision -> LiveWeights.targetGroup(routing, revision, reader))
                    .stream())
        .flatMap(group -> ofTargets(group).stream())
        .findFirst();
  }

  private Optional<String> ofTargets(String group) {
    boolean deserted =
        optionalReads
            .of("the targets of " + group, () -> new TargetHealth(session).hasNoTargets(group))
            .value()
            .orElse(false);
    return deserted
        ? Optional.of(
            "no task of the new revision is registered in target group "
                + group
                + ", to which the next step would send requests")
        : Optional.empty();
  }

  /** Returns the reason against any later step, for the deployment as it was last recorded. */
  Optional<String> meanwhile(String deploymentId) {
    var now =
        seen.filter(d -> ServiceDeploymentId.of(d.serviceDeploymentArn()).equals(deploymentId));
    if (now.isEmpty()) {
      return Optional.empty();
    }
    var found =
        optionalReads
            .of(
                "the production rule meanwhile",
                () -> {
                  service = service.or(reader::service);
                  return service.flatMap(s -> of(s, now.get()));
                })
            .value()
            .flatMap(one -> one);
    return standing.of(found, settles()).map(this::withoutPause);
  }

  private Duration settles() {
    if (rehearsed) {
      return REHEARSED;
    }
    return service.flatMap(ServiceRouting::of).filter(ServiceRouting::isBehindNlb).isPresent()
        ? SETTLES_BEHIND_NLB
        : SETTLES;
  }

  private String withoutPause(String objection) {
    return service
        .map(s -> new TrafficStrategy(s.deploymentConfiguration()))
        .filter(TrafficStrategy::stepsWithoutPause)
        .map(
            unasked ->
                objection
                    + "; the service has no pause before its steps, so that ECS may have taken one"
                    + " more meanwhile")
        .orElse(objection);
  }
}
