package io.github.xacct.goal;

import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.DeploymentFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Follows the deployment that is in flight, whoever started it, as blue-green-deploy does. If none
 * is in flight, it reports how the deployment of the last run ended, whose ID is in
 * deployment.json, and ends with that deployment's result.
 */
@Mojo(name = "wait", threadSafe = true)
public class WaitMojo extends FollowingMojo implements ActiveDeployment.Action {
  /**
   * ID of the deployment to follow, or whose end to report. Default: that of an earlier step of the
   * same CI run, else the one in flight, else that of the last run.
   */
  @Parameter(property = "xacct.deployment")
  private String deployment;

  private Optional<History.Past> named = Optional.empty();

  @Override
  public Needed needs(TargetAccount target, Settings settings, Environment environment) {
    var written = ActiveDeployment.written(deployment);
    named = written.or(() -> ofThisRun(environment)).flatMap(id -> find(id, target));
    if (named.isEmpty() && written.isPresent()) {
      throw XacctException.yours(
              "xacct.deployment: %s is not a deployment of %s."
                  .formatted(
                      written.get(),
                      target.engine().isByEcs()
                          ? "service " + environment.service()
                          : "group "
                              + environment.application()
                              + "/"
                              + environment.deploymentGroup()))
          .suggestion("mvn xacct:history -Denv=" + environment.name());
    }
    if (named.filter(past -> past.status().ended()).isPresent()) {
      return Needed.NOTHING;
    }
    return ActiveDeployment.toFollow(named.map(History.Past::id), settings, environment);
  }

  private static Optional<History.Past> find(String id, TargetAccount target) {
    return target.history(HistoryPatience.WHOLE).find(id);
  }

  @Override
  public void check(TargetAccount target, TargetAccountState state, Environment environment) {
    if (named.isEmpty() && state.active().isEmpty()) {
      named = ofTheLastRun(environment).flatMap(id -> find(id, target));
    }
    if (named.isEmpty()) {
      ActiveDeployment.requireOne(state, environment);
      state.active().ifPresent(active -> nameTheOther(active, environment));
    }
  }

  /** Two builds at once: whichever is in flight now, a later step is about its own build's. */
  private Optional<String> ofThisRun(Environment environment) {
    return goalOutput()
        .ci()
        .named()
        .flatMap(run -> DeploymentFiles.deploymentId(folder(environment), run));
  }

  private void nameTheOther(Active active, Environment environment) {
    ofTheLastRun(environment)
        .filter(last -> !last.equals(active.id()))
        .ifPresent(
            last ->
                getLog()
                    .info(
                        "Following the deployment in flight, "
                            + active.id()
                            + ". How that of the last run here ended: -Dxacct.deployment="
                            + last));
  }

  private Path folder(Environment environment) {
    return outputFolder().resolve(environment.name());
  }

  private Optional<String> ofTheLastRun(Environment environment) {
    return DeploymentFiles.deploymentId(folder(environment));
  }

  @Override
  public Verdict act(ActiveDeployment.DeploymentContext context) {
    return named.isPresent()
        ? context.follow(named.get(), new ActiveDeployment(this).readyGate(context))
        : context.follow(new ActiveDeployment(this).readyGate(context));
  }

  @Override
  boolean needsTemplates() {
    return false;
  }

  @Override
  void run() {
    new ActiveDeployment(this).run(this);
  }
}
