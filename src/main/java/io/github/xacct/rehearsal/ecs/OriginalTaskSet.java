package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Optional;

/**
 * The task set of a starting service: the last rehearsal's primary, else the task definition in the
 * resource store, else a placeholder.
 */
public final class OriginalTaskSet {
  private OriginalTaskSet() {}

  public static TaskSet of(
      RunningService service,
      TargetGroup group,
      ComputeState state,
      TaskDefinitions taskDefinitions) {
    Optional<ComputeState.Primary> saved = state.primary(service.key);
    Optional<TaskDefinitionRevision> last =
        saved.flatMap(p -> taskDefinitions.find(service.place, p.taskDefinitionArn()));
    if (last.isPresent()) {
      return TaskSet.original(
          last.get(),
          group,
          saved.get().deploymentId(),
          saved.get().containerName(),
          saved.get().containerPort(),
          saved.get().overrides());
    }
    JsonNode behind = service.property("LoadBalancers").path(0);
    String container = behind.path("ContainerName").asText();
    int port = behind.path("ContainerPort").asInt();
    String named = service.property("TaskDefinition").asText();
    return TaskSet.original(
        Optional.of(named)
            .filter(name -> !name.isEmpty())
            .flatMap(name -> taskDefinitions.find(service.place, name))
            .orElseGet(() -> placeholder(service, container, port, taskDefinitions)),
        group,
        Optional.empty(),
        container,
        port,
        Json.object());
  }

  private static TaskDefinitionRevision placeholder(
      RunningService service, String name, int port, TaskDefinitions taskDefinitions) {
    String family = service.name() + "-placeholder";
    Optional<TaskDefinitionRevision> before = taskDefinitions.find(service.place, family);
    if (before.isPresent()) {
      return before.get();
    }
    ObjectNode input = Json.object().put("family", family).put("networkMode", "awsvpc");
    input.put("cpu", "256").put("memory", "512").putArray("requiresCompatibilities").add("FARGATE");
    ObjectNode container = input.putArray("containerDefinitions").addObject();
    container.put("name", name);
    container.put("image", TaskDefinitionRevision.PLACEHOLDER_IMAGE);
    container.putArray("portMappings").addObject().put("containerPort", port);
    return taskDefinitions.add(service.place, input, Json.array(), "rehearsal");
  }
}
