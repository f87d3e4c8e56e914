package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rolls a stack back after a failed update. It compares the current with the earlier resources, so
 * that a failed rollback can be continued.
 */
final class StackRollback {
  private final Stack stack;
  private final ResourceWork work;
  private final AccountRegion place;

  StackRollback(Stack stack, ResourceWork work) {
    this.stack = stack;
    this.work = work;
    this.place = stack.place();
  }

  /** Restores the resources before the update; skipped resources count as restored. */
  void run(Set<String> skipped) {
    Stack.Earlier earlier = stack.earlier;
    List<StackResource> leftovers = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<StackResource> before = new ArrayList<>(earlier.resources().values());
    java.util.Collections.reverse(before);
    for (StackResource old : before) {
      StackResource now = stack.resource(old.logicalId()).orElse(old);
      if (!old.exists()) {
        continue;
      }
      if (!old.physicalId().equals(now.physicalId())) {
        leftovers.add(now);
        restored(old);
      } else if (now.attempted() || !now.properties().equals(old.properties())) {
        if (skipped.contains(old.logicalId())) {
          restored(old);
        } else if (!restore(now, old)) {
          failed.add(old.logicalId());
        }
      }
    }
    if (!failed.isEmpty()) {
      stack.become(
          "UPDATE_ROLLBACK_FAILED", "The following resource(s) failed to update: " + failed + ". ");
      return;
    }
    synchronized (stack) {
      stack.resources.values().stream()
          .filter(r -> !earlier.resources().containsKey(r.logicalId()))
          .filter(StackResource::exists)
          .forEach(leftovers::add);
      stack.resources = new LinkedHashMap<>(earlier.resources());
      stack.submission = earlier.submission();
      stack.description = earlier.description();
      stack.outputs = earlier.outputs();
      stack.earlier = null;
    }
    stack.become("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "");
    java.util.Collections.reverse(leftovers);
    new StackRemoval(stack, work).afterRollback(leftovers);
    stack.become("UPDATE_ROLLBACK_COMPLETE", "");
  }

  private void restored(StackResource old) {
    stack.put(old.with("UPDATE_IN_PROGRESS", Optional.empty()));
    stack.put(old.with("UPDATE_COMPLETE", Optional.empty()));
    stack.earlier.resources().put(old.logicalId(), stack.resource(old.logicalId()).orElseThrow());
  }

  private boolean restore(StackResource now, StackResource old) {
    stack.put(now.with("UPDATE_IN_PROGRESS", Optional.empty()));
    try {
      stack.put(
          work.update(place, now, old.properties()).with("UPDATE_COMPLETE", Optional.empty()));
      stack.earlier.resources().put(old.logicalId(), stack.resource(old.logicalId()).orElseThrow());
      return true;
    } catch (HandlerFailed e) {
      stack.put(now.with("UPDATE_FAILED", Optional.of(ErrorText.of(e))).withAttempted());
      return false;
    }
  }
}
