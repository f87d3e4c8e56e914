package io.github.xacct.revision;

import io.github.xacct.model.TaskSettings;
import java.util.Optional;

/**
 * Which container of a task definition the load balancer talks to, as far as somebody said so.
 *
 * @param name absent means the only container
 * @param port absent means the container's only port
 */
public record AppContainer(Optional<String> name, Optional<Integer> port) {

  /** The only container with its only port. */
  public static AppContainer theOnlyOne() {
    return new AppContainer(Optional.empty(), Optional.empty());
  }

  /** The one that the configuration names. */
  public static AppContainer of(TaskSettings task) {
    return new AppContainer(Optional.of(task.containerName()), Optional.of(task.containerPort()));
  }
}
