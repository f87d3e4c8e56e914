package io.github.xacct.aws.codedeploy;

import static java.util.Comparator.comparing;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.aws.ecs.Services;
import io.github.xacct.aws.elb.Listeners;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.DeploymentRules;
import io.github.xacct.preflight.ListenerRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;

/**
 * Reads the state of the target account: service, deployment group and load balancer, in parallel.
 */
final class TargetAccountReader {

  private final OptionalReads optionalReads;
  private final Needed needed;
  private final ReadingGaps gaps = new ReadingGaps();
  private final List<XacctException> goneListeners = new CopyOnWriteArrayList<>();
  private Optional<OptionalReads.Result<Optional<Service>>> known = Optional.empty();
  private final AwsSession session;
  private final Environment environment;
  private final CodeDeployClient codeDeploy;
  private final EcsClient ecs;

  TargetAccountReader(
      AwsSession session,
      Environment environment,
      CodeDeployClient codeDeploy,
      EcsClient ecs,
      OptionalReads optionalReads,
      Needed needed) {
    this.optionalReads = optionalReads;
    this.needed = needed;
    this.session = session;
    this.environment = environment;
    this.codeDeploy = codeDeploy;
    this.ecs = ecs;
  }

  /** Uses this result for the service instead of reading it. */
  TargetAccountReader of(OptionalReads.Result<Optional<Service>> service) {
    known = Optional.of(service);
    return this;
  }

  /**
   * Reads service, deployment group, listeners and the deployment in flight, in parallel.
   *
   * @param group receives the deployment group as it was read
   */
  TargetAccountState look(Consumer<DeploymentGroupInfo> group) {
    var service = session.readAsync(() -> known.orElseGet(this::service));
    var found = session.readAsync(this::group);
    var active =
        new DeploymentInFlight(session, environment, codeDeploy, optionalReads, needed, gaps)
            .beside(found);
    try {
      var info = orNone(found.join());
      info.ifPresent(group);
      var listeners = new Listeners(session);
      var served =
          optional(info, "the production listener", unlessGone(true, listeners::production));
      var testRoute = optional(info, "the test listener", unlessGone(false, listeners::testRoute));
      var routing =
          optional(
              info,
              info.map(g -> "deployment configuration " + configuration(g)).orElse(""),
              this::routing);
      var steps = seen(routing).map(TrafficSteps::of).orElse(TrafficSteps.UNKNOWN);
      var facts =
          new CodeDeployFacts(
              orNone(gaps.noted("service " + environment.service(), service.join())),
              info,
              seen(served),
              service.join().value().isPresent(),
              found.join().value().isPresent());
      var test = seen(testRoute);
      var doubts = new ArrayList<String>();
      test.ifPresent(listenerRoute -> doubts.addAll(listenerRoute.doubts()));
      seen(served).ifPresent(rules -> doubts.addAll(rules.doubts("production", "")));
      var inFlight = active.join().map(a -> DeploymentInFlight.withTaskDefinition(a, facts));
      gaps.refuseIfMoreMayBeSeenSoon();
      return new TargetAccountState(
          facts.runningTaskDefinition(),
          inFlight,
          Stream.concat(
                  CodeDeployRules.problems(facts, environment, inFlight.isPresent()).stream(),
                  inFlight.isPresent()
                      ? Stream.of()
                      : goneListeners.stream().sorted(comparing(XacctException::problem)))
              .toList(),
          gaps.warnings(doubts),
          test.flatMap(Listeners.ListenerRoute::route),
          info.map(g -> timing(g, steps)).orElse(withoutGroup(facts)),
          facts.lastDeploymentFailed(),
          info.flatMap(g -> ServiceSnapshotReader.of(facts, configuration(g), steps)),
          facts.production().filter(p -> inFlight.isEmpty()).flatMap(ListenerRules::split));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static <T> Optional<T> orNone(OptionalReads.Result<Optional<T>> seen) {
    return seen.value().flatMap(one -> one);
  }

  private OptionalReads.Result<Optional<Service>> service() {
    return read(
        needed.service(),
        "service " + environment.service(),
        () -> {
          try {
            return Services.one(
                ecs.describeServices(
                    r -> r.cluster(environment.cluster()).services(environment.service())));
          } catch (ClusterNotFoundException e) {
            return Optional.<Service>empty();
          }
        });
  }

  /** Makes a read; one that is not needed is retried for seconds only. */
  private <T> OptionalReads.Result<T> read(boolean isNeeded, String what, Supplier<T> call) {
    return isNeeded
        ? OptionalReads.Result.of(AwsErrors.ask("Cannot read " + what + ".", call))
        : optionalReads.of(what, call);
  }

  private OptionalReads.Result<Optional<DeploymentGroupInfo>> group() {
    String what = "deployment group " + environment.deploymentGroup();
    var seen =
        read(
            needed.group(),
            what,
            () -> {
              try {
                return Optional.of(
                    AwsErrors.member(
                        "CodeDeploy GetDeploymentGroup",
                        "deploymentGroupInfo",
                        codeDeploy
                            .getDeploymentGroup(
                                r ->
                                    r.applicationName(environment.application())
                                        .deploymentGroupName(environment.deploymentGroup()))
                            .deploymentGroupInfo()));
              } catch (DeploymentGroupDoesNotExistException | ApplicationDoesNotExistException e) {
                return Optional.<DeploymentGroupInfo>empty();
              }
            });
    return gaps.noted(what, seen);
  }

  /** Returns the deployment configuration of this environment's deployments. */
  private String configuration(DeploymentGroupInfo group) {
    return environment.deploymentConfiguration().orElse(group.deploymentConfigName());
  }

  private Optional<TrafficRoutingConfig> routing(DeploymentGroupInfo group) {
    var info =
        session
            .briefClient(CodeDeployClient.builder())
            .getDeploymentConfig(r -> r.deploymentConfigName(configuration(group)))
            .deploymentConfigInfo();
    return Optional.of(
        AwsErrors.member("CodeDeploy GetDeploymentConfig", "deploymentConfigInfo", info)
            .trafficRoutingConfig());
  }

  /** If group or service could not be read, the timing is unknown. */
  private static Timing withoutGroup(CodeDeployFacts facts) {
    return facts.groupRead() && facts.serviceRead() ? Timing.immediate() : Timing.unknown();
  }

  /** The group's ready wait and termination wait, with the duration of the traffic shift. */
  private static Timing timing(DeploymentGroupInfo group, TrafficSteps steps) {
    var blueGreen = Optional.ofNullable(group.blueGreenDeploymentConfiguration());
    var ready =
        blueGreen
            .map(b -> b.deploymentReadyOption())
            .filter(o -> o.actionOnTimeout() == DeploymentReadyAction.STOP_DEPLOYMENT)
            .map(o -> o.waitTimeInMinutes());
    var termination =
        blueGreen
            .map(b -> b.terminateBlueInstancesOnDeploymentSuccess())
            .map(t -> t.terminationWaitTimeInMinutes());
    var timing =
        Timing.of(
            Duration.ofMinutes(ready.orElse(0)),
            steps.shift(),
            Duration.ofMinutes(termination.orElse(0)));
    return steps.equals(TrafficSteps.UNKNOWN) ? timing.ofUnknownShift() : timing;
  }

  /** Records as a problem that the group's listener does not exist. */
  private <T> Function<DeploymentGroupInfo, Optional<T>> unlessGone(
      boolean production, Function<DeploymentGroupInfo, Optional<T>> read) {
    return group -> {
      try {
        return read.apply(group);
      } catch (ListenerNotFoundException e) {
        goneListeners.add(
            new DeploymentRules(environment)
                .noListener(
                    production ? "production" : "test",
                    Listeners.arn(group, production).orElseThrow()));
        return Optional.empty();
      }
    };
  }

  /** Reads something asynchronously that the deployment may work without. */
  private <T> CompletableFuture<OptionalReads.Result<Optional<T>>> optional(
      Optional<DeploymentGroupInfo> info,
      String what,
      Function<DeploymentGroupInfo, Optional<T>> read) {
    return info.map(
            group ->
                session
                    .readAsync(() -> optionalReads.of(what, () -> read.apply(group)))
                    .thenApply(seen -> gaps.noted(what, seen)))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new OptionalReads.Result<>(Optional.empty(), Optional.empty(), false)));
  }

  private static <T> Optional<T> seen(
      CompletableFuture<OptionalReads.Result<Optional<T>>> reading) {
    return reading.join().value().flatMap(one -> one);
  }
}
