package io.github.xacct.goal;

import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Pushes the app's image to the development account's ECR, by digest and tags, building it if the
 * registry lacks it; creates the repository if it is missing. Writes <code>image.json</code> and
 * CodePipeline's <code>imageDetail.json</code> to <code>target/xacct</code>.
 */
@Mojo(name = "push-ecr", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public class PushEcrMojo extends XacctMojo {

  @Override
  boolean makesImage() {
    return true;
  }

  @Override
  SettingsReader.Environments needed() {
    return SettingsReader.Environments.ANY;
  }

  @Override
  void run() {
    refuseOffline("push-ecr");
    var settings = settings();
    var image = settings.environment().map(e -> imageFor(settings, e)).orElse(settings.image());
    try (var stage = stage(settings, List.of())) {
      rememberPushed(imageWork(settings, image, reporter()).push(stage.access(), () -> {}));
    }
  }
}
