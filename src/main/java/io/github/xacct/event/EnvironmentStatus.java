package io.github.xacct.event;

import io.github.xacct.model.Reported;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an environment stands: what is deployed, what is in flight, what failed of late.
 *
 * @param where account, region, cluster and service, in words
 * @param running ARN of the task definition that has the production traffic
 * @param image that it runs
 * @param proof whether its tasks run that image, in words
 * @param imageProof the same: its outcome, how many of how many tasks, and which do not
 * @param since when it was deployed, and what that deployment said of itself
 * @param inFlight the deployment in flight
 * @param taskSets of the deployment in flight
 * @param failures of late, newest first
 * @param problems for which a deployment would be refused now, and what could not be read
 * @param unknown which of these are absent only because they could not be read: {@code running},
 *     {@code inFlight}
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

  /** What has the production traffic. */
  public static final String RUNNING = "running";

  /** The deployment in flight. */
  public static final String IN_FLIGHT = "inFlight";

  /** One deployment in a line: its id, status, time, and what it says of itself or its error. */
  public record Deployment(
      String id, Reported<DeploymentStatus> status, Instant at, String words) {}
}
