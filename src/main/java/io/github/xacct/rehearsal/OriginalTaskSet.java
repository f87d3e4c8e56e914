package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Who serves when a rehearsal begins: the last one's primary, or a placeholder if there is none.
 */
final class OriginalTaskSet {
  private OriginalTaskSet() {}

  static TaskSet of(RunningService service, ComputeState state, TaskDefinitions taskDefinitions) {
    Optional<ComputeState.Primary> saved = state.primary(service.plan);
    Optional<TaskDefinition> last =
        saved.flatMap(p -> taskDefinitions.find(service.place, p.taskDefinitionArn()));
    TargetGroup group = service.loadBalancer.first;
    if (last.isPresent()) {
      return TaskSet.original(
          last.get(),
          group,
          saved.get().deploymentId(),
          saved.get().containerName(),
          saved.get().containerPort(),
          saved.get().overrides());
    }
    return TaskSet.original(
        placeholder(service, taskDefinitions),
        group,
        Optional.empty(),
        service.plan.containerName(),
        service.plan.containerPort(),
        Nodes.object());
  }

  private static TaskDefinition placeholder(
      RunningService service, TaskDefinitions taskDefinitions) {
    String family = service.plan.service() + "-placeholder";
    Optional<TaskDefinition> before = taskDefinitions.find(service.place, family);
    if (before.isPresent()) {
      return before.get();
    }
    ObjectNode input = Nodes.object().put("family", family).put("networkMode", "awsvpc");
    input.put("cpu", "256").put("memory", "512").putArray("requiresCompatibilities").add("FARGATE");
    ObjectNode container = input.putArray("containerDefinitions").addObject();
    container.put("name", service.plan.containerName());
    container.put("image", TaskDefinition.PLACEHOLDER_IMAGE);
    container
        .putArray("portMappings")
        .addObject()
        .put("containerPort", service.plan.containerPort());
    return taskDefinitions.add(service.place, input, Nodes.array(), "rehearsal");
  }
}
