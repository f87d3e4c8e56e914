package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who has a say when a deployment is ready and waits with green on the test listener: the checks in
 * their order, then a person if one is asked for. ECS's own deployments may wait several times.
 *
 * @param route by which green is asked, if that is known
 * @param checks each gives the reason why green must not go live, if it finds one
 * @param steps the reason why a deployment, as it stands, must not take its next step
 * @param approval whether a person has the last word
 * @param approved whether that person has spoken already, about the first wait that is met
 * @param continueCommand what that person types
 * @param unread looks again for the route where the test listener could not be read at first
 */
public record ReadyGate(
    Optional<Route> route,
    List<Function<Route, Optional<String>>> checks,
    Function<DeploymentState, Optional<String>> steps,
    boolean approval,
    boolean approved,
    String continueCommand,
    Optional<Supplier<Optional<Route>>> unread) {

  /** Where the test listener could be read. */
  public ReadyGate(
      Optional<Route> route,
      List<Function<Route, Optional<String>>> checks,
      Function<DeploymentState, Optional<String>> steps,
      boolean approval,
      boolean approved,
      String continueCommand) {
    this(route, checks, steps, approval, approved, continueCommand, Optional.empty());
  }

  /** A gate that does not decide on steps. */
  public ReadyGate(
      Optional<Route> route,
      List<Function<Route, Optional<String>>> checks,
      boolean approval,
      String continueCommand) {
    this(route, checks, state -> Optional.empty(), approval, false, continueCommand);
  }

  /** The same, which asks nobody about the first wait. */
  public ReadyGate approvedOnce() {
    return new ReadyGate(route, checks, steps, approval, true, continueCommand, unread);
  }

  /** Nobody: it goes on at once. */
  public static ReadyGate none() {
    return new ReadyGate(Optional.empty(), List.of(), false, "");
  }

  /** Of a deployment that is not ours: whoever started it lets it go on, or does not. */
  static ReadyGate somebodyElses() {
    return new ReadyGate(Optional.empty(), List.of(), true, "");
  }

  boolean isSomebodyElses() {
    return approval && continueCommand.isEmpty();
  }

  /** The first reason against it; a check without a URL to ask is such a reason too. */
  Optional<String> objection(DeploymentState state) {
    return objectionToGreen().or(() -> steps.apply(state));
  }

  private Optional<String> objectionToGreen() {
    if (checks.isEmpty()) {
      return Optional.empty();
    }
    var now = route.or(() -> unread.flatMap(Supplier::get));
    if (now.isEmpty()) {
      return Optional.of(
          unread.isPresent()
              ? "its smoke tests cannot run: the test listener could not be read; write"
                  + " <testUrl>"
              : "its smoke tests have no test listener: write <testUrl>");
    }
    return checks.stream().flatMap(check -> check.apply(now.get()).stream()).findFirst();
  }
}
