package io.github.xacct.goal;

import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.Look;
import io.github.xacct.model.Environment;
import io.github.xacct.report.Reporter;
import org.apache.maven.plugins.annotations.Mojo;

/** Follows the deployment that is in flight, whoever started it, as blue-green-deploy would. */
@Mojo(name = "wait", threadSafe = true)
public class WaitMojo extends ActiveDeploymentMojo {

  @Override
  void check(TargetAccount target, Look look, Environment environment) {
    demandActive(look, environment);
  }

  @Override
  void act(
      TargetAccount target,
      Environment environment,
      Settings settings,
      Look look,
      FollowingOptions options,
      Reporter reporter) {
    var active = look.active().orElseThrow();
    var word = readyWord(settings.checks(environment), environment, look, reporter);
    conclude(
        new Attach(target.ports()).follow(active, look, options.until(), options.breaker(), word),
        reporter);
  }
}
