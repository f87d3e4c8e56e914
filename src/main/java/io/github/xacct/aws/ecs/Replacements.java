package io.github.xacct.aws.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Distinguishes the tasks of a deployment from the service's other tasks. */
public interface Replacements {

  /**
   * What a deployment starts: a task set if CodeDeploy deploys, a service revision if ECS does.
   *
   * @param id the ID of the task set or service revision
   * @param named whether its tasks contain the ID in startedBy, which then decides
   * @param taskDefinition its ARN
   * @param createdAt empty if ECS does not report it
   * @param targetGroups ARNs of the target groups that its tasks are registered with
   */
  record Replacement(
      String id,
      boolean named,
      String taskDefinition,
      Optional<Instant> createdAt,
      List<String> targetGroups) {

    /** Whether the task is part of the replacement, with this tolerance between the clocks. */
    boolean has(Task task, Duration skew) {
      return id.equals(task.startedBy())
          || taskDefinition.equals(task.taskDefinitionArn())
              && task.createdAt() != null
              && createdAt.filter(at -> !task.createdAt().isBefore(at.minus(skew))).isPresent();
    }

    /**
     * Whether the task is certainly part of it: by its ID if tasks contain it, else without
     * tolerance.
     */
    boolean certainlyHas(Task task) {
      return named ? id.equals(task.startedBy()) : has(task, Duration.ZERO);
    }
  }

  /** Returns what a deployment has started; empty if it has started nothing yet. */
  Optional<Replacement> of(Service service, String deploymentId);

  /** Returns what receives the production traffic. */
  Optional<Replacement> serving(Service service);
}
