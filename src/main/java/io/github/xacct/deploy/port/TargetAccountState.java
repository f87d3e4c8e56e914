package io.github.xacct.deploy.port;

import io.github.xacct.model.XacctException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of the target account.
 *
 * @param runningTaskDefinition ARN of the revision with the production traffic
 * @param active the deployment in flight
 * @param problems for which a deployment would fail; all of them
 * @param warnings for the user
 * @param testRoute to the test listener, if there is one and it could be read
 * @param timing how long a deployment may take
 * @param lastDeploymentFailed whether the deployment of the running version failed; it keeps the
 *     traffic until it is rolled back, if at all
 * @param standing the service to compare a deployment with; empty if there is no service or group
 * @param split the target groups that share the production traffic while no deployment is in
 *     flight; empty if one has all of it, or if that is unknown
 */
public record TargetAccountState(
    Optional<String> runningTaskDefinition,
    Optional<Active> active,
    List<XacctException> problems,
    List<String> warnings,
    Optional<Route> testRoute,
    Timing timing,
    boolean lastDeploymentFailed,
    Optional<ServiceSnapshot> standing,
    Optional<String> split) {

  /** A state without a known split of the production traffic. */
  public TargetAccountState(
      Optional<String> runningTaskDefinition,
      Optional<Active> active,
      List<XacctException> problems,
      List<String> warnings,
      Optional<Route> testRoute,
      Timing timing,
      boolean lastDeploymentFailed,
      Optional<ServiceSnapshot> standing) {
    this(
        runningTaskDefinition,
        active,
        problems,
        warnings,
        testRoute,
        timing,
        lastDeploymentFailed,
        standing,
        Optional.empty());
  }

  /** A warning about the split. */
  public Optional<String> splitTraffic() {
    return split.map(
        shares ->
            "Production traffic is split and no deployment is in flight: "
                + shares
                + ". The next successful deployment ends the split.");
  }

  /**
   * What had the production traffic before the deployment in flight; empty if that has shifted the
   * traffic already, so that the running version is its own.
   */
  public Optional<String> servedBefore() {
    boolean moved = active.flatMap(Active::taskDefinition).filter(arn -> runsNow(arn)).isPresent();
    return moved ? Optional.empty() : runningTaskDefinition;
  }

  private boolean runsNow(String taskDefinition) {
    return runningTaskDefinition.filter(taskDefinition::equals).isPresent();
  }

  /** The words of a warning about deployments in flight that could not be read. */
  public static final String IN_FLIGHT = "deployments in flight";

  /** Why it is unknown whether a deployment is in flight; empty if it is known. */
  public Optional<String> inFlightUnknown() {
    return active.isPresent()
        ? Optional.empty()
        : warnings.stream().filter(warning -> warning.contains(IN_FLIGHT)).findFirst();
  }

  /** The beginning of a warning about a part that could not be read. */
  public static final String UNREAD = "Could not check ";

  /** The warnings about service, group and deployment in flight that could not be read. */
  public List<String> unread() {
    return warnings.stream()
        .filter(
            warning ->
                Stream.of("service ", "deployment group ", IN_FLIGHT)
                    .anyMatch(what -> warning.startsWith(UNREAD + what)))
        .toList();
  }

  /** Whether the route to the test listener is missing because it could not be read. */
  public boolean testRouteUnread() {
    return testRoute.isEmpty()
        && warnings.stream()
            .anyMatch(
                warning ->
                    Stream.of("the test listener", "the test rule", "deployment group ")
                        .anyMatch(what -> warning.startsWith(UNREAD + what)));
  }

  /** A state in which the running version was deployed successfully, without further details. */
  public TargetAccountState(
      Optional<String> runningTaskDefinition,
      Optional<Active> active,
      List<XacctException> problems,
      List<String> warnings,
      Optional<URI> testUrl,
      Timing timing) {
    this(
        runningTaskDefinition,
        active,
        problems,
        warnings,
        testUrl.map(Route::to),
        timing,
        false,
        Optional.empty());
  }

  /** The URL of the new version on the test listener, if there is one. */
  public Optional<URI> testUrl() {
    return testRoute.map(Route::url);
  }

  /** The same state with another timing. */
  public TargetAccountState withTiming(Timing other) {
    return new TargetAccountState(
        runningTaskDefinition,
        active,
        problems,
        warnings,
        testRoute,
        other,
        lastDeploymentFailed,
        standing,
        split);
  }
}
