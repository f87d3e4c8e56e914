package io.github.xacct.deploy.port;

import java.util.Optional;

/**
 * What of the target account a goal cannot do without. That is asked for for minutes; the rest for
 * seconds, and then a warning says that it is not known.
 *
 * @param service whether the service is needed
 * @param group whether the deployment group is
 * @param inFlight whether it must be known which deployment is in flight
 * @param deployment ID of the one that is acted on; absent for whichever is in flight
 */
public record Needed(
    boolean service, boolean group, boolean inFlight, Optional<String> deployment) {
  /** All reads, as a deployment requires them. */
  public static final Needed ALL = new Needed(true, true, true, Optional.empty());

  /** Service and group, as a plan or a description requires them. */
  public static final Needed SERVICE_AND_GROUP = new Needed(true, true, false, Optional.empty());

  /** The service alone, which shows what runs. */
  public static final Needed SERVICE = new Needed(true, false, false, Optional.empty());

  /** To judge what runs, which a deployment in flight may change meanwhile. */
  public static final Needed SERVICE_AND_DEPLOYMENT =
      new Needed(true, false, true, Optional.empty());

  /** No read at all, for the report of an end that is known. */
  public static final Needed NOTHING = new Needed(false, false, false, Optional.empty());

  /**
   * To follow, continue or stop a deployment: by its ID if that is known.
   *
   * @param testListener whether somebody asks the new version, and so must know by which route
   */
  public static Needed toFollow(Optional<String> deployment, boolean testListener) {
    return new Needed(testListener, testListener, deployment.isEmpty(), deployment);
  }
}
