package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import java.util.List;
import java.util.Optional;

/**
 * The operations that list and describe tasks. Source: ECS API reference, ListTasks and
 * DescribeTasks.
 */
final class EcsTasks {
  private final EcsNames named;

  EcsTasks(EcsNames named) {
    this.named = named;
  }

  ObjectNode list(Call call) {
    List<RunningService> candidates = named.holders(call);
    String serviceName = call.text("serviceName");
    String startedBy = call.text("startedBy");
    String family = call.text("family");
    boolean startedByAlone = serviceName.isEmpty() && family.isEmpty();
    if (!startedBy.isEmpty() && !startedByAlone) {
      throw AwsError.badRequest(
          "InvalidParameterException", "startedBy must be the only filter when it is used.");
    }
    if (!serviceName.isEmpty()) {
      candidates =
          List.of(
              EcsNames.service(candidates, serviceName)
                  .orElseThrow(
                      () -> AwsError.badRequest("ServiceNotFoundException", "Service not found.")));
    }
    String desired = call.input().path("desiredStatus").asText("RUNNING");
    List<String> arns =
        candidates.stream()
            .flatMap(
                s ->
                    s.tasks().stream()
                        .filter(t -> (t.alive() ? "RUNNING" : "STOPPED").equals(desired))
                        .filter(t -> startedBy.isEmpty() || t.startedBy().equals(startedBy))
                        .filter(
                            t ->
                                family.isEmpty()
                                    || t.taskSet.taskDefinition.family().equals(family))
                        .map(s::taskArn))
            .toList();
    return ListPage.of(call, "taskArns", arns, "maxResults", 100);
  }

  ObjectNode describe(Call call) {
    List<RunningService> candidates = named.holders(call);
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("tasks");
    ArrayNode failures = answer.putArray("failures");
    for (String name : Json.textsOf(call.input().path("tasks"))) {
      Optional<ObjectNode> task = task(candidates, AccountRegion.nameIn(name));
      task.ifPresent(found::add);
      if (task.isEmpty()) {
        EcsNames.missing(
            failures, call, "task/" + EcsNames.cluster(call) + "/" + AccountRegion.nameIn(name));
      }
    }
    return answer;
  }

  private static Optional<ObjectNode> task(List<RunningService> candidates, String id) {
    for (RunningService service : candidates) {
      synchronized (service) {
        Optional<Task> task = service.tasks().stream().filter(t -> t.id.equals(id)).findFirst();
        if (task.isPresent()) {
          return task.map(t -> EcsShapes.task(service, t));
        }
      }
    }
    return Optional.empty();
  }
}
