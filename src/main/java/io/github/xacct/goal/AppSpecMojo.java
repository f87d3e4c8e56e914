package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageOption;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.image.ImageJson;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes <code>taskdef.json</code> and <code>appspec.yaml</code> of an environment to <code>
 * target/xacct/ENV</code>, from the templates in <code>src/main/ecs</code> or from the
 * configuration. Works offline.
 */
@Mojo(name = "appspec", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class AppSpecMojo extends XacctMojo {

  /**
   * Write <code>&lt;IMAGE1_NAME&gt;</code> instead of an image, for CodePipeline's own
   * CodeDeployToECS action.
   */
  @Parameter(property = "xacct.placeholders", defaultValue = "false")
  private String placeholders;

  /**
   * The image, HOST/REPOSITORY@sha256:DIGEST, or @FILE for that of an image.json. Default: the one
   * that push-ecr pushed.
   */
  @Parameter(property = "xacct.image")
  private String deployedImage;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment();
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var environment = settings.environment().orElseThrow();
    var files = goal.app().files(environment);
    var taskDefinition = goal.app().warnOfSecrets(files.taskDefinition());
    var appSpec = files.appSpec(taskDefinition);
    var finished =
        Element.isTrue(placeholders) ? taskDefinition : taskDefinition.withImage(image(goal));
    Path folder = goal.outputFolder(environment);
    RevisionFiles.write(folder.resolve("taskdef.json"), finished.text(), goal.reporter());
    RevisionFiles.write(folder.resolve("appspec.yaml"), appSpec.yaml(), goal.reporter());
  }

  private ImageReference image(GoalContext goal) {
    return ImageOption.given(deployedImage, goal.facts().basedir())
        .or(() -> pushed(goal))
        .orElseThrow(
            () ->
                XacctException.yours("There is no pushed image to put into taskdef.json.")
                    .suggestion(
                        "push it first: mvn package xacct:push-ecr xacct:appspec -Denv=ENV,")
                    .suggestion("or name one: -Dxacct.image=HOST/REPOSITORY@sha256:DIGEST,")
                    .suggestion("or write placeholders for CodePipeline: -Dxacct.placeholders"));
  }

  private static Optional<ImageReference> pushed(GoalContext goal) {
    Path file = goal.outputFolder().resolve(ImageWork.IMAGE_JSON);
    return Optional.of(file)
        .filter(Files::exists)
        .map(ImageJson::read)
        .filter(ImageDescription::pushed)
        .map(image -> new ImageReference(image.repository(), image.digest()));
  }
}
