package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a service is moved from one revision to the next; bound to one environment. CodeDeploy is one
 * such engine, ECS itself the other.
 *
 * <p>Every method may throw {@link TransientFailure} when the answer may be had a little later, and
 * {@link io.github.xacct.model.XacctException} when it may not.
 */
public interface DeploymentEngine {

  /** The name of the engine in messages. */
  String name();

  /** How long trouble with calls that precede a deployment is worth waiting for its end. */
  default Duration patience() {
    return Duration.ofMinutes(5);
  }

  /** Looks at what stands in the target account. Changes nothing. */
  TargetAccountState look();

  /** The same for whoever can do without a part of it. */
  default TargetAccountState look(Needed needed) {
    return look();
  }

  /**
   * Creates a deployment.
   *
   * @param revision what it brings
   * @param description shown wherever the deployment is listed, at most 256 characters
   * @return id of the deployment
   * @throws TransientFailure that says so, if the deployment may have been created all the same
   * @throws Occupied if another deployment is in flight
   */
  String start(Revision revision, String description);

  /** The id of the deployment of this description, if it is listed among the newest. */
  Optional<String> find(String description);

  /** The id of the deployment that a run created, if it is listed among the newest. */
  Optional<String> ofRun(String run);

  /** Whether a deployment was created by a run. */
  boolean isOf(String deploymentId, String run);

  /** What a deployment is doing now. */
  DeploymentState state(String deploymentId);

  /**
   * Why a deployment that is ready must not take the next step, as the engine's own state shows.
   * Asked before each.
   */
  default Optional<String> objection(String deploymentId) {
    return Optional.empty();
  }

  /**
   * Why a deployment that goes on by itself must be stopped, as the engine's own state shows. Asked
   * at each look between two steps; what cannot be seen is no reason.
   */
  default Optional<String> objectionMeanwhile(String deploymentId) {
    return Optional.empty();
  }

  /** Whether a rollback is a deployment of its own, which appears a little after the failure. */
  default boolean rollbackIsAnother() {
    return true;
  }

  /** Where another deployment is in the way, and why. */
  default String oneAtATime() {
    return "in this deployment group, and a group runs one at a time";
  }

  /** Whether a deployment of a run may be without its description. */
  default boolean mayLackDescription() {
    return false;
  }

  /** Lets a deployment that is ready, and waits for approval, take the traffic. */
  void proceed(String deploymentId);

  /**
   * Lets a deployment go on that waits at one of several pauses.
   *
   * @param pause the one that was agreed to; another one stays. Empty where there is one only
   */
  default void proceed(String deploymentId, Optional<String> pause) {
    proceed(deploymentId);
  }

  /**
   * Requests that a deployment be stopped. Returns before it has stopped.
   *
   * @param rollback whether the original task set gets all traffic back
   * @return false if it had ended already
   */
  boolean stop(String deploymentId, boolean rollback);

  /** What helps against the error that a deployment ended with; empty if nothing is known. */
  List<String> advice(DeploymentState ended);

  /**
   * What else is known of why a deployment failed, beside its own error, in lines; read in seconds,
   * and without what cannot be read.
   */
  default List<String> evidence(DeploymentState ended) {
    return List.of();
  }

  /** What a deployment needs and is not there any more, a sentence each; asked once. */
  default List<String> gone() {
    return List.of();
  }

  /** Where a person can look at a deployment, or empty if there is no such page. */
  Optional<String> consoleUrl(String deploymentId);

  /** Where the calls go, if that is not AWS, of which nobody knows how long anything takes. */
  default Optional<String> foreignEndpoint() {
    return Optional.empty();
  }

  /** What a person types to see how the environment stands. */
  String statusCommand();

  /** What a person types to follow the deployment in flight. */
  String followCommand();

  /** The command that runs another goal for the environment. */
  String goalCommand(String goal);

  /** What a person types to stop a deployment and go back. */
  String stopCommand(String deploymentId);
}
