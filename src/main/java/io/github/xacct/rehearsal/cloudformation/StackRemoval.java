package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.model.ErrorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes the resources of a stack, except those that their policy retains. */
final class StackRemoval {
  private final Stack stack;
  private final ResourceWork work;

  StackRemoval(Stack stack, ResourceWork work) {
    this.stack = stack;
    this.work = work;
  }

  /**
   * Deletes all resources, newest first.
   *
   * @param created whether the stack was ever complete; only then RetainExceptOnCreate retains
   * @param retained logical IDs of resources to retain in any case
   * @param verb DELETE or ROLLBACK
   */
  void all(boolean created, Set<String> retained, String verb) {
    List<String> failed = new ArrayList<>();
    for (StackResource resource : stack.existingResources()) {
      boolean keep =
          retained.contains(resource.logicalId())
              || resource.deletionPolicy().equals("Retain")
              || (created || resource.status().equals("IMPORT_COMPLETE"))
                  && resource.deletionPolicy().equals("RetainExceptOnCreate");
      if (!remove(resource, keep, true)) {
        failed.add(resource.logicalId());
      }
    }
    synchronized (stack) {
      if (!failed.isEmpty()) {
        stack.become(
            verb + "_FAILED", "The following resource(s) failed to delete: " + failed + ". ");
        return;
      }
      stack.outputs = List.of();
      if (verb.equals("DELETE")) {
        stack.deletedAt = StackResource.now();
      }
      stack.become(verb + "_COMPLETE", "");
    }
  }

  /**
   * Deletes the resources that an update removed or replaced; the update succeeds even if this
   * fails.
   */
  void afterUpdate(List<StackResource> leftovers) {
    for (StackResource resource : leftovers) {
      boolean gone = stack.resource(resource.logicalId()).isEmpty();
      String policy = gone ? resource.deletionPolicy() : resource.updateReplacePolicy();
      remove(resource, !policy.equals("Delete"), false);
    }
  }

  /** Deletes the resources that a failed update created. */
  void afterRollback(List<StackResource> made) {
    made.forEach(r -> remove(r, r.deletionPolicy().equals("Retain"), false));
  }

  private boolean remove(StackResource resource, boolean keep, boolean ours) {
    if (keep) {
      work.markRetained(stack.place(), resource);
      record(resource.with("DELETE_SKIPPED", Optional.empty()), ours);
      return true;
    }
    record(resource.with("DELETE_IN_PROGRESS", Optional.empty()), ours);
    try {
      work.demand(stack, resource, "delete");
      work.delete(stack.place(), resource);
      record(resource.with("DELETE_COMPLETE", Optional.empty()), ours);
      return true;
    } catch (HandlerFailed e) {
      record(resource.with("DELETE_FAILED", Optional.of(ErrorText.of(e))), ours);
      return false;
    }
  }

  private void record(StackResource resource, boolean ours) {
    if (ours) {
      stack.put(resource);
    } else {
      stack.record(resource);
    }
  }
}
