package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.xml.Element;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Pushes the app's image to the development account's ECR, by digest and tags, building it if the
 * registry lacks it; creates the repository if it is missing. Writes <code>image.json</code> and
 * CodePipeline's <code>imageDetail.json</code> to <code>target/xacct</code>.
 */
@Mojo(name = "push-ecr", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class PushEcrMojo extends XacctMojo {

  /**
   * Image of another builder to copy instead: a tarball (docker save, Buildpacks, Bazel), or a
   * folder with an OCI layout; relative to the project.
   */
  @Parameter(property = "xacct.copyFrom")
  private String copyFrom;

  @Override
  boolean buildsImage() {
    return !Element.isWritten(copyFrom);
  }

  @Override
  NeededEnvironments needed() {
    return NeededEnvironments.ANY;
  }

  @Override
  void run() {
    refuseOffline("push-ecr");
    var settings = settings();
    var whole = settings.environment().map(e -> app().withImageFor(e, settings)).orElse(settings);
    try (var stage = stage(settings, List.of())) {
      earlierPush()
          .remember(
              Element.isWritten(copyFrom)
                  ? appImage()
                      .copy(whole, reporter())
                      .copy(facts().basedir().resolve(copyFrom.trim()), stage.access(), () -> {})
                  : appImage().work(whole, reporter()).push(stage.access(), () -> {}));
    }
  }
}
