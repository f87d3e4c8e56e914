package io.github.xacct.deploy.port;

import java.util.List;
import java.util.Optional;

/** Which image the running tasks of a service run. */
public interface RunningTasks {

  /**
   * One running task.
   *
   * @param primary whether it is of the task set that has the production traffic
   * @param imageDigest of the app's container; absent where ECS does not say it
   */
  record ServiceTask(String taskId, boolean primary, Optional<String> imageDigest) {}

  /**
   * All of them.
   *
   * @param container the app's
   */
  List<ServiceTask> running(String container);
}
