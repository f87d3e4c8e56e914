package io.github.xacct.event;

import io.github.xacct.model.Reported;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of an environment: what is deployed, what is in flight, what failed recently.
 *
 * @param where account, region, cluster and service, in words
 * @param running ARN of the task definition that has the production traffic
 * @param image of that task definition
 * @param proof whether its tasks run that image, as a sentence
 * @param imageProof the same as typed values: outcome, counts and the tasks that run another image
 * @param since the deployment that brought it
 * @param inFlight the deployment in flight, if any
 * @param taskSets of the deployment in flight
 * @param failures recent failed deployments, newest first
 * @param problems reasons why a deployment would be refused now, and what could not be read
 * @param unknown components that are absent because they could not be read: {@link #RUNNING},
 *     {@link #IN_FLIGHT}
 */
public record EnvironmentStatus(
    String environment,
    String where,
    Optional<String> running,
    Optional<String> image,
    Optional<String> proof,
    Optional<Event.ImageProof> imageProof,
    Optional<Deployment> since,
    Optional<Deployment> inFlight,
    List<Event.TaskSet> taskSets,
    List<Deployment> failures,
    List<String> problems,
    List<String> unknown) {

  /** Name of the component {@code running}. */
  public static final String RUNNING = "running";

  /** Name of the component {@code inFlight}. */
  public static final String IN_FLIGHT = "inFlight";

  /** A deployment in brief; {@code words} are its description or its error. */
  public record Deployment(
      String id, Reported<DeploymentStatus> status, Instant at, String words) {}
}
