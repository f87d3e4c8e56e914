package io.github.xacct.goal;

import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.util.List;

/** Refuses an image that the tasks' CPU cannot run, before ECS starts tasks that die of it. */
final class TaskPlatform {
  private TaskPlatform() {}

  /**
   * An image that is in the registry already.
   *
   * @param tasks architecture that the task definition says
   * @throws XacctException if the image is known to be for other platforms only
   */
  static void require(Architecture tasks, ImageReference image, ImagePlatforms platforms) {
    platforms
        .of(image)
        .filter(all -> !all.contains("linux/" + tasks.oci()))
        .ifPresent(
            all -> {
              throw refusal("The image " + image, all, tasks);
            });
  }

  /** An image that is built with a platform that the user wrote. */
  static void require(Architecture tasks, ImageSettings image) {
    if (!image.architectures().contains(tasks)) {
      throw refusal("The image of this build", List.of(image.platform()), tasks);
    }
  }

  private static XacctException refusal(String image, List<String> has, Architecture tasks) {
    return XacctException.yours(
            "%s is for %s, but the tasks run on linux/%s."
                .formatted(image, String.join(", ", has), tasks.oci()))
        .evidence("runtimePlatform.cpuArchitecture of the task definition: " + tasks)
        .suggestion("build it for the tasks, or for both:")
        .suggestion("<image><platform>linux/amd64,linux/arm64</platform>;")
        .suggestion("or change the architecture of the tasks. " + DocPage.EXEC_FORMAT_ERROR);
  }
}
