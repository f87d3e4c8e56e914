package io.github.xacct.deploy.port;

import io.github.xacct.model.XacctException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found in the target account.
 *
 * @param runningTaskDefinition ARN of the revision that has the production traffic
 * @param active the deployment in flight
 * @param problems for which a deployment would fail; all of them
 * @param warnings that the user should know of
 * @param testRoute how the test listener is asked, if there is one and it could be read
 * @param timing how long a deployment may take
 * @param lastDeploymentFailed whether the deployment that brought what is running has failed: it
 *     keeps the traffic until it is rolled back, if ever
 * @param standing what a deployment would be compared with; absent if there is no service or group
 * @param split which target groups share the production traffic though no deployment is in flight;
 *     absent if one has it all, or it is not known
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

  /** Where no split of the production traffic is known. */
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

  /** The split in words. */
  public Optional<String> splitTraffic() {
    return split.map(
        shares ->
            "Production traffic is split and no deployment is in flight: "
                + shares
                + ". The next deployment that succeeds ends that.");
  }

  /**
   * What had the production traffic before the deployment in flight; empty if that has moved the
   * traffic already, so that what runs is what it has brought.
   */
  public Optional<String> servedBefore() {
    boolean moved = active.flatMap(Active::taskDefinition).filter(arn -> runsNow(arn)).isPresent();
    return moved ? Optional.empty() : runningTaskDefinition;
  }

  private boolean runsNow(String taskDefinition) {
    return runningTaskDefinition.filter(taskDefinition::equals).isPresent();
  }

  /** What is written of deployments in flight that could not be read. */
  public static final String IN_FLIGHT = "deployments in flight";

  /** Why it is not known whether a deployment is in flight, if it is not. */
  public Optional<String> inFlightUnknown() {
    return active.isPresent()
        ? Optional.empty()
        : warnings.stream().filter(warning -> warning.contains(IN_FLIGHT)).findFirst();
  }

  /** What begins a warning of something that could not be read. */
  public static final String UNREAD = "Could not check ";

  /** What could not be read of the service, its group and the deployment in flight, and why. */
  public List<String> unread() {
    return warnings.stream()
        .filter(
            warning ->
                Stream.of("service ", "deployment group ", IN_FLIGHT)
                    .anyMatch(what -> warning.startsWith(UNREAD + what)))
        .toList();
  }

  /** Whether the route of the test listener is absent because it could not be read. */
  public boolean testRouteUnread() {
    return testRoute.isEmpty()
        && warnings.stream()
            .anyMatch(
                warning ->
                    Stream.of("the test listener", "the test rule", "deployment group ")
                        .anyMatch(what -> warning.startsWith(UNREAD + what)));
  }

  /** Where what is running was brought well, and nothing else is known of it. */
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

  /** What a person would open to see the new version, if there is a test listener. */
  public Optional<URI> testUrl() {
    return testRoute.map(Route::url);
  }

  /** The same with other times. */
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
