package io.github.xacct.goal;

import io.github.xacct.goal.configuration.NeededEnvironments;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the app's image with Jib, without Docker, into <code>target/xacct/image.tar</code>, which
 * docker load and skopeo read, and describes it in <code>target/xacct/image.json</code>.
 */
@Mojo(name = "image", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class ImageMojo extends XacctMojo {

  @Override
  boolean buildsImage() {
    return true;
  }

  @Override
  NeededEnvironments needed() {
    return NeededEnvironments.ANY;
  }

  @Override
  void run() {
    var settings = settings();
    var whole = settings.environment().map(e -> app().withImageFor(e, settings)).orElse(settings);
    appImage().work(whole, reporter()).build();
  }
}
