package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The checks and the approval that a deployment in Ready needs before it continues: first the
 * checks in order, then a person if approval is required. A deployment by ECS may wait several
 * times.
 *
 * @param route to green, if it is known
 * @param checks each returns a reason against green, if it finds one
 * @param steps returns a reason against the next step of a deployment in this state, if there is
 *     one
 * @param approval whether a person must approve
 * @param approved whether that person has already approved the first wait
 * @param continueCommand the command that approves; empty if another run decides
 * @param unread reads the route again if the test listener could not be read at first
 */
public record ReadyGate(
    Optional<Route> route,
    List<Function<Route, Optional<String>>> checks,
    Function<DeploymentState, Optional<String>> steps,
    boolean approval,
    boolean approved,
    String continueCommand,
    Optional<Supplier<Optional<Route>>> unread) {

  /** Creates a gate for a test listener that could be read. */
  public ReadyGate(
      Optional<Route> route,
      List<Function<Route, Optional<String>>> checks,
      Function<DeploymentState, Optional<String>> steps,
      boolean approval,
      boolean approved,
      String continueCommand) {
    this(route, checks, steps, approval, approved, continueCommand, Optional.empty());
  }

  /** Creates a gate without checks between steps. */
  public ReadyGate(
      Optional<Route> route,
      List<Function<Route, Optional<String>>> checks,
      boolean approval,
      String continueCommand) {
    this(route, checks, state -> Optional.empty(), approval, false, continueCommand);
  }

  /** The same gate, with the first wait already approved. */
  public ReadyGate approvedOnce() {
    return new ReadyGate(route, checks, steps, approval, true, continueCommand, unread);
  }

  /** A gate that lets every deployment continue at once. */
  public static ReadyGate none() {
    return new ReadyGate(Optional.empty(), List.of(), false, "");
  }

  /** A gate for another run's deployment, which only that run continues. */
  static ReadyGate somebodyElses() {
    return new ReadyGate(Optional.empty(), List.of(), true, "");
  }

  boolean isSomebodyElses() {
    return approval && continueCommand.isEmpty();
  }

  /** The first reason against continuing; checks without a route to green are one as well. */
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
