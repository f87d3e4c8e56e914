package io.github.xacct.goal;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the app's image with Jib, without Docker, into <code>target/xacct/image.tar</code>, which
 * docker load and skopeo read, and describes it in <code>target/xacct/image.json</code>.
 */
@Mojo(name = "image", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class ImageMojo extends XacctMojo {

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().image(true);
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    var whole =
        settings.environment().map(e -> goal.app().withImageFor(e, settings)).orElse(settings);
    goal.appImage().work(whole, goal.reporter()).build();
  }
}
