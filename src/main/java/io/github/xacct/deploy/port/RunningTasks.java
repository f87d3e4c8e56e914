package io.github.xacct.deploy.port;

import java.util.List;
import java.util.Optional;

/** The images that the running tasks of a service run. */
public interface RunningTasks {

  /**
   * A running task of the service.
   *
   * @param primary whether it belongs to the task set with the production traffic
   * @param imageDigest of the app's container; empty if ECS does not report it
   */
  record ServiceTask(String taskId, boolean primary, Optional<String> imageDigest) {}

  /**
   * The running tasks of the service.
   *
   * @param container name of the app's container
   */
  List<ServiceTask> running(String container);
}
