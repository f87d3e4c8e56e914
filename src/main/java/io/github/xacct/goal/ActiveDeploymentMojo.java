package io.github.xacct.goal;

import io.github.xacct.deploy.Active;
import io.github.xacct.deploy.Look;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Reporter;
import java.util.List;
import java.util.Optional;

/** What the goals have in common that act on the deployment in flight. */
abstract class ActiveDeploymentMojo extends FollowingMojo {

  /** What is done to it. */
  abstract void act(
      TargetAccount target,
      Environment environment,
      Settings settings,
      Look look,
      FollowingOptions options,
      Reporter reporter);

  @Override
  final void run() {
    refuseOffline("this goal");
    var options = followingOptions(OnActive.FAIL.name());
    var settings = settings(SettingsReader.Environments.ONE);
    var environment = settings.environment().orElseThrow();
    try (var stage = stage(settings, List.of(environment))) {
      telling(
          stage,
          environment,
          reporter -> {
            try (var target =
                    TargetAccount.enter(
                        stage,
                        environment,
                        RunName.of(facts()),
                        arn -> appSpec(environment, arn),
                        reporter);
                var interruption = interruption(reporter, target, environment)) {
              var heard = target.telling(interruption);
              act(heard, environment, settings, heard.ports().engine().look(), options, reporter);
            }
          });
    }
  }

  private String appSpec(Environment environment, String arn) {
    var files = new RevisionFiles(facts(), environment, containerNamed(environment));
    return files.appSpec(files.taskDefinition()).withTaskDefinition(arn).content().text();
  }

  /** The deployment in flight, which must be there. */
  static Active active(Optional<Active> active, Environment environment) {
    return active.orElseThrow(
        () ->
            XacctException.yours(
                    "No deployment is in flight in environment " + environment.name() + ".")
                .suggestion("mvn xacct:status -Denv=" + environment.name()));
  }
}
