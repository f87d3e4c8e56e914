package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Moves a service from one revision to the next; bound to one environment. CodeDeploy is one such
 * engine, ECS itself the other.
 *
 * <p>Every method may throw {@link TransientFailure} if a retry may succeed, and {@link
 * io.github.xacct.model.XacctException} if it cannot.
 */
public interface DeploymentEngine {

  /** The name of the engine in messages. */
  String name();

  /** How long transient failures of calls that precede a deployment are retried. */
  default Duration patience() {
    return Duration.ofMinutes(5);
  }

  /** Reads the state of the target account. Changes nothing. */
  TargetAccountState look();

  /** Reads the state of the target account; parts that are not needed may be missing. */
  default TargetAccountState look(Needed needed) {
    return look();
  }

  /**
   * Creates a deployment.
   *
   * @param revision the revision to deploy
   * @param description shown wherever the deployment is listed, at most 256 characters
   * @return id of the deployment
   * @throws TransientFailure with {@link TransientFailure#perhapsDone}, if the deployment may have
   *     been created although the call failed
   * @throws Occupied if another deployment is in flight
   */
  String start(Revision revision, String description);

  /** The ID of the deployment with this description, if it is among the newest listed. */
  Optional<String> find(String description);

  /** The ID of the deployment that a run created, if it is among the newest listed. */
  Optional<String> ofRun(String run);

  /** Whether a deployment was created by a run. */
  boolean isOf(String deploymentId, String run);

  /** The current state of a deployment. */
  DeploymentState state(String deploymentId);

  /** Why a deployment in Ready must not take the next step, by the engine's own state. */
  default Optional<String> objection(String deploymentId) {
    return Optional.empty();
  }

  /**
   * Why a deployment that continues by itself must be stopped, by the engine's own state. Checked
   * at each poll between two steps; state that cannot be read is not a reason.
   */
  default Optional<String> objectionMeanwhile(String deploymentId) {
    return Optional.empty();
  }

  /** Whether a rollback is a deployment of its own, whose ID appears shortly after the failure. */
  default boolean rollbackIsAnother() {
    return true;
  }

  /** Where deployments exclude each other, and why; for messages. */
  default String oneAtATime() {
    return "in this deployment group, and a group runs one at a time";
  }

  /** Whether the deployment of a run may be listed without its description. */
  default boolean mayLackDescription() {
    return false;
  }

  /** Continues a deployment in Ready that waits for approval, so that its traffic shifts. */
  void proceed(String deploymentId);

  /**
   * Continues a deployment that waits at one of several pauses.
   *
   * @param pause ID of the approved pause; at any other the deployment keeps waiting. Empty for an
   *     engine with a single wait
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

  /** Advice on the error that a deployment ended with; empty if there is none. */
  List<String> advice(DeploymentState ended);

  /** Further evidence of why a deployment failed, one line each; read within seconds. */
  default List<String> evidence(DeploymentState ended) {
    return List.of();
  }

  /** The deleted resources that a deployment needs, one sentence each; read without a retry. */
  default List<String> gone() {
    return List.of();
  }

  /** The URL of the deployment in the AWS console; empty if there is none. */
  Optional<String> consoleUrl(String deploymentId);

  /** The endpoint if it is not AWS, in which case no durations are known. */
  default Optional<String> foreignEndpoint() {
    return Optional.empty();
  }

  /** The command that shows the status of the environment. */
  String statusCommand();

  /** The command that follows the deployment in flight. */
  String followCommand();

  /** The command that runs another goal for the environment. */
  String goalCommand(String goal);

  /** The command that stops a deployment and rolls it back. */
  String stopCommand(String deploymentId);
}
