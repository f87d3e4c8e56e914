package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An immutable service revision, guarded by the service's monitor. Its number differs from that of
 * {@code ecs-svc/}, because AWS does not document that they are equal.
 */
final class ServiceRevision {
  private static final AtomicLong LAST_ID =
      new AtomicLong(5_000_000_000_000_000_000L - System.currentTimeMillis());

  final String arn;
  final TaskDefinitionRevision taskDefinition;

  /** The ARN of its tasks' target group, decided when the deployment begins. */
  String targetGroup;

  final Instant createdAt;

  /** The service at that time, with the API's member names. */
  final ObjectNode service;

  Optional<TaskSet> tasks = Optional.empty();

  ServiceRevision(
      String arn,
      TaskDefinitionRevision taskDefinition,
      String targetGroup,
      Instant createdAt,
      ObjectNode service) {
    this.arn = arn;
    this.taskDefinition = taskDefinition;
    this.targetGroup = targetGroup;
    this.createdAt = createdAt;
    this.service = service;
  }

  static String newArn(RunningService service) {
    return service.place.arn(
        "ecs", "service-revision/" + service.key.id() + "/" + LAST_ID.getAndDecrement());
  }
}
