package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.aws.elb.Listeners;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Reported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/** Reads the state of a service that ECS itself deploys, in parallel where possible. */
final class ServiceStateReader {
  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final OptionalReads optionalReads;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final List<String> soon = Collections.synchronizedList(new ArrayList<>());

  ServiceStateReader(
      AwsSession session,
      Environment environment,
      ServiceDeploymentReader reader,
      DeploymentDescriptions descriptions,
      OptionalReads optionalReads) {
    this.session = session;
    this.environment = environment;
    this.reader = reader;
    this.descriptions = descriptions;
    this.optionalReads = optionalReads;
  }

  /** Reads the service's rules, revision and deployment in flight. */
  TargetAccountState look(Service service) {
    var routing = ServiceRouting.of(service);
    var listeners = new Listeners(session);
    var inFlight = readAsync("deployments in flight", this::inFlight);
    var weights =
        readAsync(
            "the production rule",
            () ->
                ServiceRouting.all(service).stream()
                    .map(one -> new ServiceDeploymentRules.Live(one, one.weights(listeners)))
                    .toList());
    var test = readAsync("the test rule", () -> routing.flatMap(r -> r.test(listeners)));
    try {
      var active = inFlight.join().flatMap(one -> one);
      var serving = revision(service, active);
      var listenerRoute = test.join().flatMap(one -> one);
      listenerRoute.ifPresent(route -> warnings.addAll(route.doubts()));
      var live = serving.map(ServiceStateReader::targetGroups).orElse(List.of());
      var found = weights.join().orElse(List.of());
      refuseIfMoreMayBeSeenSoon();
      var strategy = new TrafficStrategy(service.deploymentConfiguration());
      return new TargetAccountState(
          serving.map(ServiceRevision::taskDefinition).or(() -> taskDefinition(service)),
          active.map(this::active),
          ServiceDeploymentRules.problems(
              service, environment, active.isPresent() ? List.of() : found, live),
          warnings.stream().sorted().toList(),
          listenerRoute.flatMap(Listeners.ListenerRoute::route),
          strategy.timing(),
          false,
          Optional.of(snapshot(service, strategy)));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Optional<String> taskDefinition(Service service) {
    return Optional.ofNullable(service.taskDefinition()).filter(arn -> !arn.isEmpty());
  }

  private Optional<ServiceDeployment> inFlight() {
    return reader.list(ServiceDeploymentReader.IN_FLIGHT, Instant.EPOCH).stream()
        .findFirst()
        .map(ServiceDeploymentBrief::serviceDeploymentArn)
        .flatMap(reader::deployment)
        .filter(d -> ServiceDeploymentReader.IN_FLIGHT.contains(d.status()));
  }

  /**
   * Reads the serving revision; during a deployment the source, until production traffic has
   * shifted.
   */
  private Optional<ServiceRevision> revision(Service service, Optional<ServiceDeployment> active) {
    var arn =
        active
            .flatMap(ServiceStateReader::serving)
            .or(
                () ->
                    service.currentServiceRevisions().stream()
                        .findFirst()
                        .map(ServiceCurrentRevisionSummary::arn));
    var seen = optionalReads.of("the service's revision", () -> arn.flatMap(reader::revision));
    note("the service's revision", seen);
    return seen.value().flatMap(one -> one);
  }

  private static Optional<String> serving(ServiceDeployment deployment) {
    boolean moved =
        ServiceDeploymentStates.status(deployment) == DeploymentStatus.IN_PROGRESS
            && Optional.ofNullable(deployment.lifecycleStage())
                .filter(DeploymentStage::isAfterShift)
                .isPresent();
    return moved
        ? Optional.ofNullable(deployment.targetServiceRevision()).map(target -> target.arn())
        : deployment.sourceServiceRevisions().stream().findFirst().map(source -> source.arn());
  }

  private static List<String> targetGroups(ServiceRevision revision) {
    return Optional.ofNullable(revision.resolvedConfiguration()).stream()
        .flatMap(resolved -> resolved.loadBalancers().stream())
        .map(ServiceRevisionLoadBalancer::targetGroupArn)
        .toList();
  }

  private Active active(ServiceDeployment deployment) {
    var revision =
        Optional.ofNullable(deployment.targetServiceRevision()).map(ServiceRevisionSummary::arn);
    var paused = ServiceDeploymentStates.awaiting(deployment).findFirst().isPresent();
    return new Active(
        ServiceDeploymentId.of(deployment.serviceDeploymentArn()),
        paused
            ? Reported.of(DeploymentStatus.READY)
            : ServiceDeploymentStates.inFlight(deployment.status()),
        Optional.ofNullable(deployment.createdAt()).orElse(Instant.EPOCH),
        "somebody",
        revision
            .flatMap(arn -> descriptions.surely(deployment.serviceDeploymentArn(), arn))
            .orElse(""),
        revision.flatMap(reader::taskDefinition));
  }

  private static ServiceSnapshot snapshot(Service service, TrafficStrategy strategy) {
    var balancer = service.loadBalancers().stream().findFirst();
    var alarms =
        Optional.ofNullable(service.deploymentConfiguration().alarms())
            .filter(a -> Boolean.TRUE.equals(a.enable()))
            .map(DeploymentAlarms::alarmNames)
            .orElse(List.of());
    return new ServiceSnapshot(
        AppSpecSettings.none(),
        Optional.ofNullable(service.launchTypeAsString()),
        service.desiredCount() == null ? 1 : service.desiredCount(),
        balancer.map(b -> b.containerName()),
        balancer.map(b -> b.containerPort()),
        balancer.map(b -> b.targetGroupArn()),
        new ServiceSnapshot.Group(
            service.deploymentConfiguration().strategyAsString(),
            strategy.words(),
            alarms,
            true,
            Optional.of(strategy.own())));
  }

  /** Reads something asynchronously that the deployment may work without. */
  private <T> CompletableFuture<Optional<T>> readAsync(String what, Supplier<T> read) {
    return session
        .readAsync(() -> optionalReads.of(what, read))
        .thenApply(
            seen -> {
              note(what, seen);
              return seen.value();
            });
  }

  private void note(String what, OptionalReads.Result<?> seen) {
    seen.why()
        .ifPresent(
            why -> (seen.soon() ? soon : warnings).add("Could not check " + what + ". " + why));
  }

  /** Fails if something should be read again, so that all of it is retried together. */
  private void refuseIfMoreMayBeSeenSoon() {
    if (!soon.isEmpty()) {
      throw new TransientFailure(
          String.join("; ", Stream.of(soon.toArray(String[]::new)).sorted().toList()), null);
    }
  }
}
