package io.github.xacct.aws.codedeploy;

import static java.util.Comparator.comparing;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
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

/** Reads service, deployment group and load balancer, side by side where they do not depend. */
final class TargetAccountReader {

  private final Sight sight;
  private final Needed needed;
  private final ReadingGaps gaps = new ReadingGaps();
  private final List<XacctException> goneListeners = new CopyOnWriteArrayList<>();
  private Optional<Sight.Seen<Optional<Service>>> known = Optional.empty();
  private final AwsSession session;
  private final Environment environment;
  private final CodeDeployClient codeDeploy;
  private final EcsClient ecs;

  TargetAccountReader(
      AwsSession session,
      Environment environment,
      CodeDeployClient codeDeploy,
      EcsClient ecs,
      Sight sight,
      Needed needed) {
    this.sight = sight;
    this.needed = needed;
    this.session = session;
    this.environment = environment;
    this.codeDeploy = codeDeploy;
    this.ecs = ecs;
  }

  /** The same where the service has just been read, or could not be. */
  TargetAccountReader of(Sight.Seen<Optional<Service>> service) {
    known = Optional.of(service);
    return this;
  }

  /**
   * Reads service, deployment group, listeners and the deployment in flight, side by side.
   *
   * @param group is given the deployment group as it stands
   */
  TargetAccountState look(Consumer<DeploymentGroupInfo> group) {
    var service = CompletableFuture.supplyAsync(() -> known.orElseGet(this::service));
    var found = CompletableFuture.supplyAsync(this::group);
    var active = new DeploymentInFlight(environment, codeDeploy, sight, needed, gaps).beside(found);
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
      test.ifPresent(led -> doubts.addAll(led.doubts()));
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
          test.flatMap(Listeners.Led::route),
          info.map(g -> timing(g, steps)).orElse(withoutGroup(facts)),
          facts.lastDeploymentFailed(),
          info.flatMap(g -> ServiceSnapshotReader.of(facts, configuration(g), steps)),
          facts.production().filter(p -> inFlight.isEmpty()).flatMap(ListenerRules::split));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static <T> Optional<T> orNone(Sight.Seen<Optional<T>> seen) {
    return seen.value().flatMap(one -> one);
  }

  private Sight.Seen<Optional<Service>> service() {
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

  /** Asked for as long as it matters if it is needed, and else for seconds. */
  private <T> Sight.Seen<T> read(boolean isNeeded, String what, Supplier<T> call) {
    return isNeeded
        ? Sight.Seen.of(AwsErrors.ask("Cannot look at " + what + ".", call))
        : sight.of(what, call);
  }

  private Sight.Seen<Optional<DeploymentGroupInfo>> group() {
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

  /** The one of a deployment of this environment. */
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

  /** Of a group that could not be read only CodeDeploy's own limits are known. */
  private static Timing withoutGroup(CodeDeployFacts facts) {
    return facts.groupRead() && facts.serviceRead() ? Timing.immediate() : Timing.unknown();
  }

  /** Ready wait and termination wait, as the group says, with the steps of the traffic. */
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

  /** No deployment works without a listener that its group names. */
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

  /** Read beside the rest; the deployment may work without it. */
  private <T> CompletableFuture<Sight.Seen<Optional<T>>> optional(
      Optional<DeploymentGroupInfo> info,
      String what,
      Function<DeploymentGroupInfo, Optional<T>> read) {
    return info.map(
            group ->
                CompletableFuture.supplyAsync(() -> sight.of(what, () -> read.apply(group)))
                    .thenApply(seen -> gaps.noted(what, seen)))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Sight.Seen<>(Optional.empty(), Optional.empty(), false)));
  }

  private static <T> Optional<T> seen(CompletableFuture<Sight.Seen<Optional<T>>> reading) {
    return reading.join().value().flatMap(one -> one);
  }
}
