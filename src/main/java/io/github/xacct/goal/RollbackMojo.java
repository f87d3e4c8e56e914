package io.github.xacct.goal;

import io.github.xacct.aws.CodeDeployHistory;
import io.github.xacct.aws.EcrRepository;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.Look;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Reporter;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deploys the last good version again: the newest deployment that succeeded with another task
 * definition than the running one. Checks first that its image can still be pulled.
 */
@Mojo(name = "rollback", threadSafe = true)
public class RollbackMojo extends ActiveDeploymentMojo {

  /**
   * What to do when a deployment is in flight: fail, or stop (it, which goes back to the version
   * before: the quickest way as long as that one has not ended).
   */
  @Parameter(property = "xacct.onActive", defaultValue = "fail")
  private String onActive;

  private Rollback.Good good;

  @Override
  void check(TargetAccount target, Look look, Environment environment) {
    if (!onActive.equals("fail") && !onActive.equals("stop")) {
      throw XacctException.yours("xacct.onActive: '" + onActive + "' is neither fail nor stop.");
    }
    if (look.active().isPresent() && onActive.equals("stop")) {
      return;
    }
    look.active()
        .ifPresent(
            active -> {
              throw XacctException.yours("Deployment " + active.id() + " is in flight.")
                  .evidence("It is " + active.status() + " since " + active.since() + ".")
                  .suggestion(
                      "stop it and go back to what was before: mvn xacct:stop -Denv="
                          + environment.name());
            });
    var history = new CodeDeployHistory(target.session(), environment);
    good = new Rollback(target.ports(), history, image -> true).lastGood(look);
  }

  @Override
  void act(
      TargetAccount target,
      Environment environment,
      Settings settings,
      Look look,
      FollowingOptions options,
      Reporter reporter) {
    if (look.active().isPresent()) {
      conclude(new Attach(target.ports()).stop(look.active().get(), look, true), reporter);
      return;
    }
    var history = new CodeDeployHistory(target.session(), environment);
    try (var builder = target.access().builder(settings.registry().region())) {
      var repository = new EcrRepository(builder, settings.registry(), List.of(), reporter);
      var word = readyWord(settings.checks(environment), environment, look, reporter);
      var outcome =
          new Rollback(target.ports(), history, image -> repository.holds(image.digest()))
              .run(
                  good,
                  environment.task().containerName(),
                  RunName.of(facts()).signature().by(),
                  look,
                  options.until(),
                  options.breaker(),
                  word);
      conclude(outcome.verdict(), reporter);
    }
  }
}
