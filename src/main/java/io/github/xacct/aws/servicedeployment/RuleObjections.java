package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
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
 * What speaks against the next step of a deployment: a production rule that has other weights than
 * ECS takes it for.
 */
final class RuleObjections {
  /** How long the rule may differ from what ECS wants of it: it changes the one after the other. */
  private static final Duration SETTLES = Duration.ofSeconds(15);

  /** Behind a Network Load Balancer ECS takes ten minutes for a shift. */
  private static final Duration SETTLES_BEHIND_NLB = Duration.ofMinutes(11);

  private static final Duration REHEARSED = Duration.ofMillis(300);

  private final AwsSession session;
  private final ServiceDeploymentReader reader;
  private final Sight sight;
  private final boolean rehearsed;
  private final Consumer<String> warn;
  private final StandingObjection standing;
  private volatile Optional<ServiceDeployment> seen = Optional.empty();

  /** Its rules and hooks stay what they are while it is deployed. */
  private volatile Optional<Service> service = Optional.empty();

  /**
   * @param warn is given what cannot be compared, and why
   */
  RuleObjections(
      AwsSession session,
      ServiceDeploymentReader reader,
      Sight sight,
      boolean rehearsed,
      Consumer<String> warn) {
    this.session = session;
    this.reader = reader;
    this.sight = sight;
    this.rehearsed = rehearsed;
    this.warn = warn;
    this.standing = new StandingObjection(session.clock());
  }

  /** Remembers how a deployment stands. */
  void show(ServiceDeployment deployment) {
    seen = Optional.of(deployment);
  }

  /** What speaks against the step that a pause precedes. */
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

  /** A target group that gets the next step's requests and has nobody to answer them. */
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
        sight
            .of("the targets of " + group, () -> new TargetHealth(session).isDeserted(group))
            .value()
            .orElse(false);
    return deserted
        ? Optional.of(
            "no task of the new revision is registered in target group "
                + group
                + ", to which the next step would send requests")
        : Optional.empty();
  }

  /** What speaks against any later step, of the deployment as it was shown last. */
  Optional<String> meanwhile(String deploymentId) {
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
        .filter(TrafficStrategy::stepsUnasked)
        .map(
            unasked ->
                objection
                    + "; the service has no pause before its steps, so that ECS may have taken one"
                    + " more meanwhile")
        .orElse(objection);
  }
}
