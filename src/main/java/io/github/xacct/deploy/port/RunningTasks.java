package io.github.xacct.deploy.port;

import java.util.List;
import java.util.Optional;

/** Which image the running tasks of a service run. */
public interface RunningTasks {

  /**
   * A running task of the service.
   *
   * @param primary whether it is of the task set that has the production traffic
   * @param imageDigest of the app's container; absent where ECS does not report it
   */
  record ServiceTask(String taskId, boolean primary, Optional<String> imageDigest) {}

  /**
   * The running tasks of the service.
   *
   * @param container the app's
   */
  List<ServiceTask> running(String container);
}
