package io.github.xacct.goal;

import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.image.ImageJson;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.preflight.Intent;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Checks both accounts before a deployment to an environment: the caller's identity, the registry,
 * the role and its permissions, service, deployment group, load balancer, task definition, hooks,
 * rollback. Reports each problem with its correction; changes nothing.
 */
@Mojo(name = "preflight", threadSafe = true)
public class PreflightMojo extends XacctMojo {

  /**
   * Format of the output: text, or json: one JSON document on standard output and everything else
   * on standard error. Run Maven with -q to omit its own lines.
   */
  @Parameter(property = "xacct.output", defaultValue = "text")
  private String output;

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST, or @FILE for that of an image.json; then the
   * permission to push is not checked. Default: that of the last push, if there was one.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("preflight").printing(output);
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    var intent = intent(goal, settings, environment);
    try (var stage = goal.stage(settings, List.of(environment))) {
      stage.settle(environment);
      var session = RunName.of(goal.facts()).sessionName();
      PreflightRun.report(new PreflightRun(settings.app(), intent, session).on(stage), goal);
    }
  }

  private Intent intent(GoalContext goal, Settings settings, Environment environment) {
    var files = goal.app().files(environment);
    var taskDefinition = goal.app().warnOfSecrets(files.taskDefinition());
    return new Intent(
        settings.registry(),
        environment,
        taskDefinition,
        files.appSpec(taskDefinition),
        pushed(goal),
        goal.configuration().healthCheckPath(environment),
        settings.checks(environment),
        Element.isWritten(deployedImage),
        settings.release(environment).url());
  }

  private Optional<ImageDescription> pushed(GoalContext goal) {
    if (Element.isWritten(deployedImage) && deployedImage.trim().startsWith("@")) {
      return ImageOption.described(deployedImage, goal.facts().basedir());
    }
    return Optional.of(goal.outputFolder().resolve(ImageWork.IMAGE_JSON))
        .filter(Files::exists)
        .map(ImageJson::read);
  }
}
