package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Sight;
import io.github.xacct.aws.ecs.Services;
import io.github.xacct.aws.elb.Listeners;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.Needed;
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
import software.amazon.awssdk.services.codedeploy.model.DeploymentDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentIdException;
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
  private final Needed needed;
  private Optional<Sight.Seen<Optional<Service>>> known = Optional.empty();
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
    var named = CompletableFuture.supplyAsync(() -> needed.deployment().flatMap(this::named));
    var active =
        named
            .thenApply(one -> one.isPresent() ? Listing.NONE : inFlight())
            .thenCombine(found, (ids, seen) -> named.join().or(() -> active(ids, orNone(seen))));
    try {
      var info = orNone(found.join());
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
      var facts =
          new CodeDeployFacts(
              orNone(noted("service " + environment.service(), service.join())),
              info,
              seen(served),
              service.join().value().isPresent(),
              found.join().value().isPresent());
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
          info.map(g -> timing(g, steps)).orElse(withoutGroup(facts)),
          facts.broughtBadly(),
          info.flatMap(g -> ServiceSnapshotReader.of(facts, configuration(g), steps)));
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
    return noted(what, seen);
  }

  /**
   * What the list says.
   *
   * @param ids empty where it could not be read
   * @param trouble for which it may be read a little later
   */
  private record Listing(Optional<List<String>> ids, Optional<TransientFailure> trouble) {
    static final Listing NONE = new Listing(Optional.empty(), Optional.empty());
  }

  private Listing inFlight() {
    try {
      return new Listing(
          unlessUnreadable(TargetAccountState.IN_FLIGHT, this::listed), Optional.empty());
    } catch (TransientFailure e) {
      return new Listing(Optional.empty(), Optional.of(e));
    }
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
   * list may lag, or lack what it should have. A list that cannot be read is not needed where the
   * group names the one in flight.
   */
  private Optional<Active> active(Listing listed, Optional<DeploymentGroupInfo> group) {
    Optional<String> last =
        group
            .map(DeploymentGroupInfo::lastAttemptedDeployment)
            .filter(attempt -> attempt.status() != null && IN_FLIGHT.contains(attempt.status()))
            .map(LastDeploymentInfo::deploymentId);
    if (last.isEmpty() && listed.trouble().isPresent()) {
      throw listed.trouble().get();
    }
    return listed
        .ids()
        .flatMap(ids -> ids.stream().findFirst())
        .or(() -> last)
        .flatMap(id -> unlessUnreadable(TargetAccountState.IN_FLIGHT + ": " + id, () -> active(id)))
        .flatMap(one -> one);
  }

  /** Whoever knows its ID needs no list: what is in flight under it is what is meant. */
  private Optional<Active> named(String id) {
    return AwsErrors.ask(
        "Cannot read deployment " + id + ".",
        () -> {
          try {
            return active(id);
          } catch (DeploymentDoesNotExistException | InvalidDeploymentIdException e) {
            return Optional.empty(); // the list tells which one is in flight
          }
        });
  }

  private Optional<Active> active(String id) {
    var info =
        AwsErrors.member(
            "CodeDeploy GetDeployment",
            "deploymentInfo",
            codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo());
    if (info.status() != null && !IN_FLIGHT.contains(info.status()) || !isOfTheGroup(info)) {
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

  /** An ID may be another service's. */
  private boolean isOfTheGroup(DeploymentInfo info) {
    return needed.deployment().isEmpty()
        || environment.application().equals(info.applicationName())
            && environment.deploymentGroup().equals(info.deploymentGroupName());
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
            why ->
                (seen.soon() ? soon : warnings).add(TargetAccountState.UNREAD + what + ". " + why));
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
  private <T> Optional<T> unlessUnreadable(String what, Supplier<T> read) {
    if (!needed.inFlight()) {
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
            warnings.add(TargetAccountState.UNREAD + what + ". " + AwsErrors.words(e));
            return Optional.empty();
          }
        });
  }
}
