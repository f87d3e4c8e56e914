package io.github.xacct.goal;

import io.github.xacct.aws.CodeDeployHistory;
import io.github.xacct.aws.EcrRepository;
import io.github.xacct.deploy.Look;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.Verdict;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
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
  Verdict act(Scene scene) {
    var look = scene.look();
    if (look.active().isPresent()) {
      return scene.stop(true);
    }
    var target = scene.target();
    var settings = scene.settings();
    var environment = scene.environment();
    var history = new CodeDeployHistory(target.session(), environment);
    try (var builder = target.access().builder(settings.registry().region())) {
      var repository = new EcrRepository(builder, settings.registry(), List.of(), scene.reporter());
      return new Rollback(target.ports(), history, image -> repository.holds(image.digest()))
          .run(
              good,
              environment.task().containerName(),
              RunName.of(facts()).signature().by(),
              look,
              scene.options().until(),
              scene.options().breaker(),
              readyWord(scene))
          .verdict();
    }
  }
}
