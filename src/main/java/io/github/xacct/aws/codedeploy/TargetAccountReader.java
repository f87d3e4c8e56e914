package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
import io.github.xacct.aws.ecs.Services;
import io.github.xacct.aws.elb.Listeners;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Reads service, deployment group and load balancer, side by side where they do not depend. */
final class TargetAccountReader {
  private static final List<DeploymentStatus> IN_FLIGHT =
      List.of(
          DeploymentStatus.CREATED,
          DeploymentStatus.QUEUED,
          DeploymentStatus.IN_PROGRESS,
          DeploymentStatus.BAKING,
          DeploymentStatus.READY);

  private final Sight sight;
  private Optional<Optional<Service>> known = Optional.empty();
  private boolean deploymentsNeeded = true;
  private final AwsSession session;
  private final Environment environment;
  private final CodeDeployClient codeDeploy;
  private final EcsClient ecs;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final List<String> soon = Collections.synchronizedList(new ArrayList<>());

  TargetAccountReader(
      AwsSession session,
      Environment environment,
      CodeDeployClient codeDeploy,
      EcsClient ecs,
      Sight sight) {
    this.sight = sight;
    this.session = session;
    this.environment = environment;
    this.codeDeploy = codeDeploy;
    this.ecs = ecs;
  }

  /** The same where the service has just been read; empty if there is none. */
  TargetAccountReader of(Optional<Service> service) {
    known = Optional.of(service);
    return this;
  }

  /** The same for whoever can do without the deployment in flight. */
  TargetAccountReader withoutDeployments() {
    deploymentsNeeded = false;
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
    var active = CompletableFuture.supplyAsync(this::inFlight).thenCombine(found, this::active);
    try {
      var info = found.join();
      info.ifPresent(group);
      var listeners = new Listeners(session);
      var served = optional(info, "the production listener", listeners::production);
      var testRoute = optional(info, "the test listener", listeners::testRoute);
      var routing =
          optional(
              info,
              info.map(g -> "deployment configuration " + configuration(g)).orElse(""),
              this::routing);
      var steps = seen(routing).map(TrafficSteps::of).orElse(TrafficSteps.UNKNOWN);
      var facts = new CodeDeployFacts(service.join(), info, seen(served));
      var test = seen(testRoute);
      test.ifPresent(led -> warnings.addAll(led.doubts()));
      seen(served).ifPresent(rules -> warnings.addAll(rules.doubts("production", "")));
      var inFlight = active.join().map(a -> withTaskDefinition(a, facts));
      refuseIfMoreMayBeSeenSoon();
      return new TargetAccountState(
          facts.runningTaskDefinition(),
          inFlight,
          CodeDeployRules.problems(facts, environment, inFlight.isPresent()),
          warnings.stream().sorted().toList(),
          test.flatMap(Listeners.Led::route),
          info.map(g -> timing(g, steps)).orElse(Timing.immediate()),
          facts.broughtBadly(),
          info.flatMap(g -> ServiceSnapshotReader.of(facts, configuration(g), steps)));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Optional<Service> service() {
    return AwsErrors.ask(
        "Cannot look at service " + environment.service() + ".",
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

  private Optional<DeploymentGroupInfo> group() {
    return AwsErrors.ask(
        "Cannot look at deployment group " + environment.deploymentGroup() + ".",
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
  }

  /** What the list says; empty where it could not be read. */
  private Optional<List<String>> inFlight() {
    return unlessUnreadable(this::listed);
  }

  private List<String> listed() {
    try {
      return codeDeploy
          .listDeploymentsPaginator(
              r ->
                  r.applicationName(environment.application())
                      .deploymentGroupName(environment.deploymentGroup())
                      .includeOnlyStatuses(IN_FLIGHT.toArray(new DeploymentStatus[0])))
          .deployments()
          .stream()
          .limit(1)
          .toList();
    } catch (DeploymentGroupDoesNotExistException | ApplicationDoesNotExistException e) {
      return List.of(); // reported already where the group is read
    }
  }

  /**
   * An empty list means that there is none where the group's last deployment has ended, too: the
   * list may lag, or lack what it should have.
   */
  private Optional<Active> active(
      Optional<List<String>> listed, Optional<DeploymentGroupInfo> group) {
    Optional<String> last =
        group
            .map(DeploymentGroupInfo::lastAttemptedDeployment)
            .filter(attempt -> attempt.status() != null && IN_FLIGHT.contains(attempt.status()))
            .map(LastDeploymentInfo::deploymentId);
    return listed
        .flatMap(ids -> ids.stream().findFirst().or(() -> last))
        .flatMap(id -> unlessUnreadable(() -> active(id)))
        .flatMap(one -> one);
  }

  private Optional<Active> active(String id) {
    var info =
        AwsErrors.member(
            "CodeDeploy GetDeployment",
            "deploymentInfo",
            codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo());
    if (info.status() != null && !IN_FLIGHT.contains(info.status())) {
      return Optional.empty();
    }
    return Optional.of(
        new Active(
            id,
            CodeDeployStates.reported(info),
            Optional.ofNullable(info.createTime()).orElse(Instant.EPOCH),
            Optional.ofNullable(info.creatorAsString()).orElse("somebody"),
            Optional.ofNullable(info.description()).orElse(""),
            Optional.empty()));
  }

  /** CodeDeploy writes the deployment's id into the task set that it makes. */
  private static Active withTaskDefinition(Active active, CodeDeployFacts facts) {
    var taskDefinition =
        facts.service().stream()
            .flatMap(service -> service.taskSets().stream())
            .filter(set -> active.id().equals(set.externalId()))
            .map(TaskSet::taskDefinition)
            .findFirst();
    return new Active(
        active.id(),
        active.status(),
        active.since(),
        active.by(),
        active.description(),
        taskDefinition);
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

  /** Read beside the rest; the deployment may work without it. */
  private <T> CompletableFuture<Sight.Seen<Optional<T>>> optional(
      Optional<DeploymentGroupInfo> info,
      String what,
      Function<DeploymentGroupInfo, Optional<T>> read) {
    return info.map(
            group ->
                CompletableFuture.supplyAsync(() -> sight.of(what, () -> read.apply(group)))
                    .thenApply(seen -> noted(what, seen)))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    new Sight.Seen<>(Optional.empty(), Optional.empty(), false)));
  }

  private <T> Sight.Seen<T> noted(String what, Sight.Seen<T> seen) {
    seen.why()
        .ifPresent(
            why -> (seen.soon() ? soon : warnings).add("Could not check " + what + ". " + why));
    return seen;
  }

  private static <T> Optional<T> seen(CompletableFuture<Sight.Seen<Optional<T>>> reading) {
    return reading.join().value().flatMap(one -> one);
  }

  /** All that is in doubt is waited for at the same time. */
  private void refuseIfMoreMayBeSeenSoon() {
    if (!soon.isEmpty()) {
      throw new TransientFailure(String.join("; ", soon.stream().sorted().toList()), null);
    }
  }

  /** What may not be read is warnings, not refused: the deployment may work all the same. */
  private <T> Optional<T> unlessUnreadable(Supplier<T> read) {
    String what = TargetAccountState.IN_FLIGHT;
    if (!deploymentsNeeded) {
      return noted(what, sight.of(what, read)).value();
    }
    return AwsErrors.ask(
        "Cannot read " + what + ".",
        () -> {
          try {
            return Optional.ofNullable(read.get());
          } catch (AwsServiceException e) {
            if (AwsErrors.mayPass(e)) {
              throw e; // the next look may read it
            }
            warnings.add("Could not check " + what + ". " + AwsErrors.words(e));
            return Optional.empty();
          }
        });
  }
}
