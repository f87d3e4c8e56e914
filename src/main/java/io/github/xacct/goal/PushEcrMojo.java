package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Pushes the app's image to the development account's ECR, by digest and tags, building it if the
 * registry lacks it; creates a missing repository. Writes <code>image.json</code> and
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
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().online("push-ecr").image(!Element.isWritten(copyFrom));
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var whole =
        settings.environment().map(e -> goal.app().withImageFor(e, settings)).orElse(settings);
    try (var stage = goal.stage(settings, List.of())) {
      goal.earlierPush()
          .remember(
              Element.isWritten(copyFrom)
                  ? goal.appImage()
                      .copy(whole, goal.reporter())
                      .copy(
                          goal.facts().basedir().resolve(copyFrom.trim()), stage.access(), () -> {})
                  : goal.appImage().work(whole, goal.reporter()).push(stage.access(), () -> {}));
    }
  }
}
