package io.github.xacct.goal;

import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.FollowingOptions;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Look;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.ReadyWord;
import io.github.xacct.deploy.ScalingPause;
import io.github.xacct.deploy.Verdict;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import java.util.List;

/** What the goals have in common that act on the deployment in flight. */
abstract class ActiveDeploymentMojo extends FollowingMojo {

  /**
   * What a goal acts on.
   *
   * @param look before it acted
   * @param reporter that hears of it
   */
  record Scene(
      TargetAccount target,
      Environment environment,
      Settings settings,
      Look look,
      FollowingOptions options,
      Reporter reporter) {

    /** Follows the deployment in flight, as far as the user wishes. */
    Verdict follow(ReadyWord word) {
      return new Attach(target.ports())
          .follow(look.active().orElseThrow(), look, options.until(), options.breaker(), word);
    }

    /** Follows a deployment that may have ended already. */
    Verdict follow(History.Past past, ReadyWord word) {
      return new Attach(target.ports())
          .follow(past, look, options.until(), options.breaker(), word);
    }

    /** Stops the deployment in flight. */
    Verdict stop(boolean rollback) {
      return new Attach(target.ports()).stop(look.active().orElseThrow(), look, rollback);
    }
  }

  /**
   * Says no before anything is written or done.
   *
   * @throws XacctException if there is nothing to act on
   */
  void check(TargetAccount target, Look look, Environment environment) {
    look.inFlightUnknown()
        .ifPresent(
            why -> {
              throw XacctException.yours(
                      "It is not known whether a deployment is in flight in environment "
                          + environment.name()
                          + ".")
                  .evidence(why)
                  .suggestion("allow the deploy role to read deployments; nothing was changed.");
            });
    if (look.active().isEmpty()) {
      throw XacctException.yours(
              "No deployment is in flight in environment " + environment.name() + ".")
          .suggestion("mvn xacct:status -Denv=" + environment.name());
    }
  }

  /** Who is heard before production traffic moves, as the environment has it. */
  final ReadyWord readyWord(Scene scene) {
    var environment = scene.environment();
    return readyWord(
        scene.settings().checks(environment),
        environment,
        scene.look(),
        scene.target(),
        scene.reporter());
  }

  /** What is done to it. */
  abstract Verdict act(Scene scene);

  @Override
  final boolean needsTemplates() {
    return false;
  }

  @Override
  final void run() {
    refuseOffline("This goal");
    var options = followingOptions(OnActive.FAIL.name());
    var settings = settings();
    var environment = settings.environment().orElseThrow();
    try (var stage = stage(settings, List.of(environment));
        var target =
            TargetAccount.enter(
                stage,
                environment,
                RunName.of(facts()),
                arn -> appSpec(environment, arn),
                reporter())) {
      var look = target.ports().look();
      if (look.active().isEmpty()) {
        new ScalingPause(target.ports()).repair();
      }
      check(target, look, environment);
      telling(
          stage,
          settings,
          environment,
          reporter -> {
            try (var interruption = interruption(reporter, target, environment)) {
              // Whoever reads the deployment's id may interrupt at once.
              var heard = target.reportingTo(Reporters.all(interruption, reporter));
              conclude(
                  act(new Scene(heard, environment, settings, look, options, reporter)), reporter);
            }
          });
    }
  }

  private String appSpec(Environment environment, String arn) {
    var files = revisionFiles(environment);
    return files.appSpec(files.taskDefinition()).withTaskDefinition(arn).content().text();
  }
}
