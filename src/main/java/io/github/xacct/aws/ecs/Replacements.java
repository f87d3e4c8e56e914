package io.github.xacct.aws.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** How the tasks of a deployment are distinguished from the service's others. */
public interface Replacements {

  /**
   * What a deployment starts: a task set of CodeDeploy's, or a service revision of ECS's own.
   *
   * @param id of the task set or revision
   * @param named whether its tasks name it: then startedBy decides
   * @param taskDefinition its ARN
   * @param createdAt absent where ECS does not report it
   * @param targetGroups ARNs of the target groups that its tasks are registered with
   */
  record Replacement(
      String id,
      boolean named,
      String taskDefinition,
      Optional<Instant> createdAt,
      List<String> targetGroups) {

    /** Whether a task is one of these, as far as clocks that differ by so much permit. */
    boolean has(Task task, Duration skew) {
      return id.equals(task.startedBy())
          || taskDefinition.equals(task.taskDefinitionArn())
              && task.createdAt() != null
              && createdAt.filter(at -> !task.createdAt().isBefore(at.minus(skew))).isPresent();
    }

    /** Whether a task is surely one of these. */
    boolean surelyHas(Task task) {
      return named ? id.equals(task.startedBy()) : has(task, Duration.ZERO);
    }
  }

  /** What a deployment has started; empty before it has. */
  Optional<Replacement> of(Service service, String deploymentId);

  /** What has the production traffic. */
  Optional<Replacement> serving(Service service);
}
