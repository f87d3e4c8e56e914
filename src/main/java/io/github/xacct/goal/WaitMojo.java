package io.github.xacct.goal;

import io.github.xacct.deploy.Verdict;
import org.apache.maven.plugins.annotations.Mojo;

/** Follows the deployment that is in flight, whoever started it, as blue-green-deploy would. */
@Mojo(name = "wait", threadSafe = true)
public class WaitMojo extends ActiveDeploymentMojo {

  @Override
  Verdict act(Scene scene) {
    return scene.follow(readyWord(scene));
  }
}
