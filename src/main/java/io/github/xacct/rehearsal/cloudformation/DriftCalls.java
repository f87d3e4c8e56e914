package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Nodes;
import io.github.xacct.rehearsal.wire.QueryFields;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/** The calls that tell whether what a stack made is still as its template says. */
final class DriftCalls {
  private final Stacks stacks;
  private final Estate estate;

  DriftCalls(Stacks stacks, Estate estate) {
    this.stacks = stacks;
    this.estate = estate;
  }

  /** Detects at once; AWS takes a while. */
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
      for (StackResource resource : stack.standing()) {
        ObjectNode drift = ResourceDrift.of(stack.place(), resource, estate);
        drift.put("StackId", stack.id);
        stack.keep(resource.withDrift(drift));
        String status = drift.path("StackResourceDriftStatus").asText();
        drifted += status.equals("MODIFIED") || status.equals("DELETED") ? 1 : 0;
      }
      stack.drift =
          Nodes.object()
              .put("StackId", stack.id)
              .put("StackDriftDetectionId", id)
              .put("StackDriftStatus", drifted > 0 ? "DRIFTED" : "IN_SYNC")
              .put("DetectionStatus", "DETECTION_COMPLETE")
              .put("DriftedStackResourceCount", drifted)
              .put("Timestamp", StackResource.now());
    }
    stacks.save(stack);
    return Nodes.object().put("StackDriftDetectionId", id);
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
    ObjectNode answer = Nodes.object();
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
