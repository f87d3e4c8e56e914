package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.List;
import java.util.UUID;

/** The operations that detect and describe the drift of a stack's resources. */
final class DriftCalls {
  private final StackStore stacks;
  private final ResourceStore store;

  DriftCalls(StackStore stacks, ResourceStore store) {
    this.stacks = stacks;
    this.store = store;
  }

  /** Detects drift immediately, unlike AWS. */
  ObjectNode detect(Call call) {
    Stack stack = stacks.named(call);
    String id = UUID.randomUUID().toString();
    synchronized (stack) {
      if (stack.busy() || stack.inReview()) {
        throw StackErrors.invalid(
            "Drift detection cannot be performed on stack [%s] while in %s status"
                .formatted(stack.name, stack.status));
      }
      int drifted = 0;
      for (StackResource resource : stack.existingResources()) {
        ObjectNode drift = ResourceDrift.of(stack.place(), resource, store);
        drift.put("StackId", stack.id);
        stack.keep(resource.withDrift(drift));
        String status = drift.path("StackResourceDriftStatus").asText();
        drifted += status.equals("MODIFIED") || status.equals("DELETED") ? 1 : 0;
      }
      stack.drift =
          Json.object()
              .put("StackId", stack.id)
              .put("StackDriftDetectionId", id)
              .put("StackDriftStatus", drifted > 0 ? "DRIFTED" : "IN_SYNC")
              .put("DetectionStatus", "DETECTION_COMPLETE")
              .put("DriftedStackResourceCount", drifted)
              .put("Timestamp", StackResource.now());
    }
    stacks.save(stack);
    return Json.object().put("StackDriftDetectionId", id);
  }

  ObjectNode status(Call call) {
    String id = call.text("StackDriftDetectionId");
    return stacks.all(call.place()).stream()
        .filter(s -> s.drift != null)
        .filter(s -> s.drift.path("StackDriftDetectionId").asText().equals(id))
        .map(s -> s.drift)
        .findFirst()
        .orElseThrow(() -> StackErrors.invalid("DriftDetectionId [" + id + "] does not exist"));
  }

  ObjectNode drifts(Call call) {
    Stack stack = stacks.named(call);
    List<String> wanted = QueryFields.texts(call, "StackResourceDriftStatusFilters");
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("StackResourceDrifts");
    synchronized (stack) {
      stack.resources.values().stream()
          .filter(r -> r.drift() != null)
          .map(StackResource::drift)
          .filter(
              d -> wanted.isEmpty() || wanted.contains(d.path("StackResourceDriftStatus").asText()))
          .forEach(list::add);
    }
    return answer;
  }
}
