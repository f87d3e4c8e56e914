package io.github.xacct.deploy.port;

import java.util.Optional;

/**
 * The parts of the target account's state that a goal requires. They are retried for minutes; other
 * parts for seconds, after which a warning reports that they are unknown.
 *
 * @param service whether the service is required
 * @param group whether the deployment group is required
 * @param inFlight whether the deployment in flight must be known
 * @param deployment ID of the deployment to act on; empty for the one in flight
 */
public record Needed(
    boolean service, boolean group, boolean inFlight, Optional<String> deployment) {
  /** Everything, as a deployment requires. */
  public static final Needed ALL = new Needed(true, true, true, Optional.empty());

  /** Service and deployment group, as a plan or a description requires. */
  public static final Needed SERVICE_AND_GROUP = new Needed(true, true, false, Optional.empty());

  /** The service alone, to see what is running. */
  public static final Needed SERVICE = new Needed(true, false, false, Optional.empty());

  /** The service and the deployment in flight, which may change what is running. */
  public static final Needed SERVICE_AND_DEPLOYMENT =
      new Needed(true, false, true, Optional.empty());

  /** Nothing, to report an end that is already known. */
  public static final Needed NOTHING = new Needed(false, false, false, Optional.empty());

  /**
   * What is required to follow, continue or stop a deployment, by its ID if known.
   *
   * @param testListener whether the new version is tested, which requires a route to it
   */
  public static Needed toFollow(Optional<String> deployment, boolean testListener) {
    return new Needed(testListener, testListener, deployment.isEmpty(), deployment);
  }
}
