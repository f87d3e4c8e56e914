package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.OptionalReads;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentIdException;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Finds an environment's deployment in flight: by its ID, in the list, or from the group. */
final class DeploymentInFlight {
  private static final List<DeploymentStatus> IN_FLIGHT =
      List.of(
          DeploymentStatus.CREATED,
          DeploymentStatus.QUEUED,
          DeploymentStatus.IN_PROGRESS,
          DeploymentStatus.BAKING,
          DeploymentStatus.READY);

  private final AwsSession session;
  private final Environment environment;
  private final CodeDeployClient codeDeploy;
  private final OptionalReads optionalReads;
  private final Needed needed;
  private final ReadingGaps gaps;

  /**
   * Creates the reader of one environment.
   *
   * @param gaps receives what could not be read
   */
  DeploymentInFlight(
      AwsSession session,
      Environment environment,
      CodeDeployClient codeDeploy,
      OptionalReads optionalReads,
      Needed needed,
      ReadingGaps gaps) {
    this.session = session;
    this.environment = environment;
    this.codeDeploy = codeDeploy;
    this.optionalReads = optionalReads;
    this.needed = needed;
    this.gaps = gaps;
  }

  /**
   * Reads the deployment in flight asynchronously.
   *
   * @param group the deployment group, which is read at the same time
   */
  CompletableFuture<Optional<Active>> beside(
      CompletableFuture<OptionalReads.Result<Optional<DeploymentGroupInfo>>> group) {
    var named = session.readAsync(() -> needed.deployment().flatMap(this::named));
    return named
        .thenApply(one -> one.isPresent() ? Listing.NONE : listing())
        .thenCombine(
            group,
            (ids, seen) ->
                named.join().or(() -> active(ids, seen.value().flatMap(found -> found))));
  }

  /**
   * The result of reading the list.
   *
   * @param ids the IDs; empty if the list could not be read
   * @param trouble why it could not be read, if another read may succeed soon
   */
  private record Listing(Optional<List<String>> ids, Optional<TransientFailure> trouble) {
    static final Listing NONE = new Listing(Optional.empty(), Optional.empty());
  }

  private Listing listing() {
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
      return List.of(); // already reported when the group was read
    }
  }

  /**
   * Returns the deployment in flight from the list or, because the list may lag, from the group's
   * last deployment. A list that cannot be read is not needed if the group names one.
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

  /** Reads the deployment of a known ID, without the list; empty if it is not in flight. */
  private Optional<Active> named(String id) {
    return AwsErrors.ask(
        "Cannot read deployment " + id + ".",
        () -> {
          try {
            return active(id);
          } catch (DeploymentDoesNotExistException | InvalidDeploymentIdException e) {
            return Optional.empty(); // the list shows which one is in flight
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

  /** Whether a deployment that was given by its ID is of this environment's group. */
  private boolean isOfTheGroup(DeploymentInfo info) {
    return needed.deployment().isEmpty()
        || environment.application().equals(info.applicationName())
            && environment.deploymentGroup().equals(info.deploymentGroupName());
  }

  /** Adds the task definition of the task set whose external ID is the deployment's ID. */
  static Active withTaskDefinition(Active active, CodeDeployFacts facts) {
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

  /** Warns, rather than fails, if something may not be read: the deployment may work without it. */
  private <T> Optional<T> unlessUnreadable(String what, Supplier<T> read) {
    if (!needed.inFlight()) {
      return gaps.noted(what, optionalReads.of(what, read)).value();
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
            gaps.add(what, AwsErrors.words(e));
            return Optional.empty();
          }
        });
  }
}
