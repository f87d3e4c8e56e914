package io.github.xacct.goal;

import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.ScalingPause;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.FollowingOptions;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a goal on the deployment in flight. */
final class ActiveDeployment {
  private final GoalContext goal;
  private final FollowedDeployment followed;

  ActiveDeployment(GoalContext goal, FollowedDeployment followed) {
    this.goal = goal;
    this.followed = followed;
  }

  /** The action of one goal on the deployment in flight. */
  interface Action {

    /** Returns which state of the target account the action needs; called first. */
    default Needed needs(TargetAccount target, Settings settings, Environment environment) {
      return Needed.ALL;
    }

    /**
     * Checks the state before the action changes or writes anything.
     *
     * @throws XacctException if the action is not possible
     */
    default void check(TargetAccount target, TargetAccountState state, Environment environment) {
      requireOne(state, environment);
    }

    /** Performs the action. */
    Verdict act(DeploymentContext context);
  }

  /**
   * The input of an action.
   *
   * @param look state of the target account before the action
   * @param followed reports and checks of the deployment
   * @param reporter receives the events
   */
  record DeploymentContext(
      TargetAccount target,
      Environment environment,
      Settings settings,
      TargetAccountState look,
      FollowingOptions options,
      FollowedDeployment followed,
      Reporter reporter) {

    /** Follows the deployment in flight until the requested state. */
    Verdict follow(ReadyGate readyGate) {
      return new Attach(target.ports())
          .follow(look.active().orElseThrow(), look, options.until(), options.breaker(), readyGate);
    }

    /** Follows a deployment that may have ended already. */
    Verdict follow(History.Past past, ReadyGate readyGate) {
      return new Attach(target.ports())
          .follow(past, look, options.until(), options.breaker(), readyGate);
    }

    /** Returns the environment's checks before production traffic shifts. */
    ReadyGate readyGate() {
      return followed.readyGate(
          settings.checks(environment),
          environment,
          look,
          target,
          reporter,
          settings.release(environment).url());
    }

    /** Stops the deployment in flight. */
    Verdict stop(boolean rollback) {
      return new Attach(target.ports()).stop(look.active().orElseThrow(), look, rollback);
    }
  }

  /** Fails if no deployment is in flight. */
  static void requireOne(TargetAccountState state, Environment environment) {
    state
        .inFlightUnknown()
        .ifPresent(
            why -> {
              throw XacctException.yours(
                      "It is not known whether a deployment is in flight in environment "
                          + environment.name()
                          + ".")
                  .evidence(why)
                  .suggestion("allow the deploy role to read deployments; nothing was changed.");
            });
    if (state.active().isEmpty()) {
      throw XacctException.yours(
              "No deployment is in flight in environment " + environment.name() + ".")
          .suggestion("mvn xacct:status -Denv=" + environment.name());
    }
  }

  /** Returns the configured deployment ID; empty if there is none. */
  static Optional<String> written(@Nullable String deployment) {
    return Optional.ofNullable(deployment).filter(Element::isWritten).map(String::trim);
  }

  /** Returns which state is needed to follow a deployment, by its ID if known. */
  static Needed toFollow(Optional<String> id, Settings settings, Environment environment) {
    var checks = settings.checks(environment);
    return Needed.toFollow(id, checks.tests() && checks.testUrl().isEmpty());
  }

  /**
   * Fails if no deployment is in flight, or another one than specified.
   *
   * @param wanted ID of the deployment; null or empty for any
   */
  static void requireThis(
      @Nullable String wanted, TargetAccountState state, Environment environment) {
    requireOne(state, environment);
    var active = state.active().orElseThrow();
    written(wanted)
        .filter(id -> !id.equals(active.id()))
        .ifPresent(
            id -> {
              throw another(id, active, environment);
            });
  }

  private static XacctException another(String id, Active active, Environment environment) {
    return XacctException.yours(
            "Deployment " + id + " is not in flight in environment " + environment.name() + ".")
        .evidence(
            "In flight is %s since %s, started by %s%s"
                .formatted(
                    active.id(),
                    active.since(),
                    active.by(),
                    active.description().isEmpty() ? "." : ": " + active.description()))
        .evidence("Nothing was changed.")
        .suggestion("mvn xacct:history -Denv=" + environment.name());
  }

  /** Reads the state of the target account, checks it, and performs the action. */
  void run(Action action) {
    var options = followed.options(OnActive.FAIL.name());
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    try (var stage = goal.stage(settings, List.of(environment));
        var target =
            TargetAccount.enter(stage, environment, RunName.of(goal.facts()), goal.reporter())) {
      var state = target.ports().look(action.needs(target, settings, environment));
      if (state.active().isEmpty() && state.inFlightUnknown().isEmpty()) {
        new ScalingPause(target.ports()).repair();
      }
      action.check(target, state, environment);
      followed.reporting(
          stage,
          settings,
          environment,
          reporter -> {
            try (var interruption = followed.interruption(reporter, target, environment)) {
              // Before the reporter: whoever reads the deployment's ID may interrupt at once.
              var heard = target.reportingTo(Reporters.all(interruption, reporter));
              followed.conclude(
                  action.act(
                      new DeploymentContext(
                          heard, environment, settings, state, options, followed, reporter)),
                  reporter);
            }
          });
    }
  }
}
