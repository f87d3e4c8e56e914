package io.github.xacct.goal;

import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.GoodVersions;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.RollbackTarget;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deploys an earlier version again, by default the last good one: the newest deployment that
 * succeeded with another task definition than the running one. Checks first that its task
 * definition is active and its image can still be pulled.
 */
@Mojo(name = "rollback", threadSafe = true)
public class RollbackMojo extends FollowingMojo implements ActiveDeployment.Action {

  /**
   * What to do when a deployment is in flight: fail, or stop (it, which goes back to the version
   * before: the quickest way as long as that one has not ended).
   */
  @Parameter(property = "xacct.onActive", defaultValue = "fail")
  private String onActive;

  /**
   * The version to go back to, of those whose deployment succeeded: a number of good versions back
   * (1 is the last good one), a deployment ID, a revision (family:12 or :12), a commit or an image
   * digest, both of which may be shortened. See the goal history.
   */
  @Parameter(property = "xacct.to", defaultValue = "1")
  private String to;

  @SuppressWarnings("NullAway.Init") // by check
  private Rollback.Good good;

  @Override
  public void check(TargetAccount target, TargetAccountState state, Environment environment) {
    if (!onActive.equals("fail") && !onActive.equals("stop")) {
      throw XacctException.yours(
          "xacct.onActive: invalid value '" + onActive + "': expected fail or stop.");
    }
    var version = version();
    if (state.active().isPresent() && onActive.equals("stop")) {
      return;
    }
    state
        .active()
        .ifPresent(
            active -> {
              throw XacctException.yours("Deployment " + active.id() + " is in flight.")
                  .evidence("It is " + active.status() + " since " + active.since() + ".")
                  .suggestion(
                      "stop it and go back to what was before: mvn xacct:stop -Denv="
                          + environment.name());
            });
    var history = target.history(HistoryPatience.WHOLE);
    good =
        new GoodVersions(
                target.ports().taskDefinitions(), history, environment.task().containerName())
            .find(version, state, environment.name());
  }

  private RollbackTarget version() {
    try {
      return RollbackTarget.parse(to);
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.to: " + e.getMessage() + ".");
    }
  }

  private AppSpec appSpec(Environment environment) {
    var files = app().files(environment);
    return files.appSpec(files.taskDefinition());
  }

  @Override
  public Verdict act(ActiveDeployment.DeploymentContext context) {
    var state = context.look();
    if (state.active().isPresent()) {
      return context.stop(true);
    }
    var target = context.target();
    var settings = context.settings();
    var environment = context.environment();
    try (var builder =
        target
            .access()
            .builder(
                settings.registry().region(),
                "for the registry of account " + settings.registry().account())) {
      var repository =
          new EcrRepository(builder, settings.registry(), List.of(), context.reporter());
      return new Rollback(
              target.ports(), image -> repository.holds(image.digest()), appSpec(environment))
          .run(
              good,
              environment.task().containerName(),
              RunName.of(facts()).label().by(),
              state,
              context.options().until(),
              context.options().breaker(),
              new ActiveDeployment(this).readyGate(context))
          .verdict();
    }
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
