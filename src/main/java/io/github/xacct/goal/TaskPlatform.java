package io.github.xacct.goal;

import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.util.List;

/**
 * Refuses an image for another CPU architecture than the tasks', before ECS starts tasks that fail.
 */
final class TaskPlatform {
  private TaskPlatform() {}

  /**
   * Checks an image in the registry.
   *
   * @param tasks architecture in the task definition
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

  /** Checks an image that is built for a configured platform. */
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
