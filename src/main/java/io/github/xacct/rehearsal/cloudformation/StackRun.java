package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.cloudformation.template.ResourceDeclaration;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType.Recreation;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Creates or updates a stack, one resource after the other, with rollback on failure. Events and
 * statuses are as in AWS, without its waiting times.
 */
final class StackRun {
  private final Stack stack;
  private final ResourceWork work;
  private final AccountRegion place;
  private final Exports exports;

  StackRun(Stack stack, ResourceWork work, Exports exports) {
    this.exports = exports;
    this.stack = stack;
    this.work = work;
    this.place = stack.place();
  }

  /**
   * Creates the resources of the template, in the order of their references.
   *
   * @param onFailure ROLLBACK, DELETE or DO_NOTHING
   */
  void create(StackTemplate wanted, String onFailure) throws InterruptedException {
    Optional<String> problem = wanted.missingExport().map(missing -> missing + ". ");
    if (problem.isEmpty()) {
      problem =
          named("create", createAll(wanted, Optional.empty()))
              .or(() -> exports.refusal(stack, wanted.outputs(stack)).map(r -> r + ". "));
    }
    if (problem.isEmpty()) {
      finish(wanted);
      stack.become("CREATE_COMPLETE", "");
      return;
    }
    String reason = problem.get();
    switch (onFailure) {
      case "DO_NOTHING" -> stack.become("CREATE_FAILED", reason);
      case "DELETE" -> {
        stack.become("DELETE_IN_PROGRESS", reason + "Delete requested by user.");
        new StackRemoval(stack, work).all(false, Set.of(), "DELETE");
      }
      default -> {
        stack.become("ROLLBACK_IN_PROGRESS", reason + "Rollback requested by user.");
        new StackRemoval(stack, work).all(false, Set.of(), "ROLLBACK");
      }
    }
  }

  /** Updates changed resources, creates new ones and deletes removed ones. */
  void update(StackTemplate wanted, boolean tagsChange, boolean keepOnFailure)
      throws InterruptedException {
    List<String> failed = deniedRemovals(wanted);
    if (failed.isEmpty()) {
      failed = createAll(wanted, Optional.of(tagsChange));
    }
    Optional<String> problem =
        named("update", failed).or(() -> exports.refusal(stack, wanted.outputs(stack)));
    if (problem.isEmpty()) {
      List<StackResource> leftovers = leftovers(wanted);
      finish(wanted);
      stack.become("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "");
      new StackRemoval(stack, work).afterUpdate(leftovers);
      stack.earlier = null;
      stack.become("UPDATE_COMPLETE", "");
      return;
    }
    String reason = problem.get();
    if (keepOnFailure) {
      stack.become("UPDATE_FAILED", reason);
    } else {
      stack.become("UPDATE_ROLLBACK_IN_PROGRESS", reason);
      new StackRollback(stack, work).run(Set.of());
    }
  }

  private static Optional<String> named(String verb, List<String> failed) {
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of("The following resource(s) failed to %s: %s. ".formatted(verb, failed));
  }

  private List<String> deniedRemovals(StackTemplate wanted) {
    List<String> denied = new ArrayList<>();
    for (StackResource resource : stack.existingResources()) {
      Optional<String> refusal =
          wanted.resource(resource.logicalId()).isPresent()
              ? Optional.empty()
              : refusal("Update:Delete", resource.logicalId(), resource.type());
      if (refusal.isPresent()) {
        stack.put(resource.with("UPDATE_FAILED", refusal));
        denied.add(resource.logicalId());
      }
    }
    return denied;
  }

  private Optional<String> refusal(String action, String logicalId, String type) {
    return StackPolicy.of(stack.policy).flatMap(p -> p.refusal(action, logicalId, type));
  }

  /** Returns the removed and the replaced resources, newest first. */
  private List<StackResource> leftovers(StackTemplate wanted) {
    List<StackResource> leftovers = new ArrayList<>();
    for (StackResource old : stack.earlier.resources().values()) {
      boolean gone = wanted.resource(old.logicalId()).isEmpty();
      boolean replaced =
          stack
              .resource(old.logicalId())
              .filter(now -> !now.physicalId().equals(old.physicalId()))
              .isPresent();
      if (old.exists() && (gone || replaced)) {
        leftovers.add(0, old);
      }
    }
    return leftovers;
  }

  /**
   * Creates or updates all resources until one fails.
   *
   * @param tagsChange whether the stack's tags change; absent for a new stack
   * @return logical IDs of those that failed
   */
  private List<String> createAll(StackTemplate wanted, Optional<Boolean> tagsChange)
      throws InterruptedException {
    for (ResourceDeclaration declaration : wanted.resources()) {
      JsonNode resolved = wanted.properties(declaration, stack);
      Optional<StackResource> standing =
          stack.resource(declaration.logicalId()).filter(StackResource::exists);
      boolean done =
          standing.isEmpty()
              ? create(declaration, resolved, "CREATE", Optional.empty())
              : change(declaration, resolved, standing.get(), tagsChange.orElse(false));
      if (!done) {
        return List.of(declaration.logicalId());
      }
    }
    return List.of();
  }

  private boolean create(
      ResourceDeclaration declaration, JsonNode resolved, String verb, Optional<String> why)
      throws InterruptedException {
    StackResource named =
        work.named(
            declaration, resolved instanceof ObjectNode o ? o : Json.object(), stack.pseudo());
    StackResource nameless = named.nameless();
    stack.put((verb.equals("CREATE") ? nameless : named).with(verb + "_IN_PROGRESS", why));
    try {
      named = work.named(declaration, ResourceWork.fitting(declaration, resolved), stack.pseudo());
      if (stack.submission.importsExisting()
          && work.isImported(stack, declaration, named.properties())) {
        work.markOwned(stack, named);
        stack.put(named.with("IMPORT_IN_PROGRESS", Optional.of("Resource import started.")));
        stack.put(named.with("IMPORT_COMPLETE", Optional.of("Resource import completed.")));
        return true;
      }
      work.demand(stack, named, "create");
      StackResource made = work.create(place, named);
      work.markOwned(stack, made);
      stack.put(made.with(verb + "_IN_PROGRESS", Optional.of("Resource creation Initiated")));
      stack.put(made.with(verb + "_COMPLETE", Optional.empty()));
      return true;
    } catch (HandlerFailed e) {
      stack.put(nameless.with(verb + "_FAILED", Optional.of(ErrorText.of(e))));
      return false;
    }
  }

  private boolean change(
      ResourceDeclaration declaration, JsonNode resolved, StackResource now, boolean tagsChange)
      throws InterruptedException {
    StackResource kept = now.with(StackResource.Policies.of(declaration));
    try {
      ObjectNode properties = ResourceWork.fitting(declaration, resolved);
      Map<String, Recreation> changed =
          StackDifference.changed(declaration.type(), now.properties(), properties);
      boolean tagged = tagsChange && declaration.type().taggable();
      if (changed.isEmpty() && !tagged) {
        stack.keep(kept);
        return true;
      }
      boolean replace = changed.containsValue(Recreation.ALWAYS);
      Optional<String> refusal =
          refusal(replace ? "Update:Replace" : "Update:Modify", now.logicalId(), now.type());
      if (refusal.isPresent()) {
        throw new HandlerFailed(refusal.get());
      }
      if (replace) {
        return replace(declaration, resolved, now);
      }
      stack.put(kept.with("UPDATE_IN_PROGRESS", Optional.empty()));
      return modify(kept, properties);
    } catch (HandlerFailed e) {
      stack.put(now.with("UPDATE_FAILED", Optional.of(ErrorText.of(e))));
      return false;
    }
  }

  private boolean modify(StackResource kept, ObjectNode properties) {
    try {
      work.demand(stack, kept, "update");
      stack.put(work.update(place, kept, properties).with("UPDATE_COMPLETE", Optional.empty()));
      return true;
    } catch (HandlerFailed e) {
      stack.put(kept.with("UPDATE_FAILED", Optional.of(ErrorText.of(e))).withAttempted());
      return false;
    }
  }

  private boolean replace(ResourceDeclaration declaration, JsonNode resolved, StackResource old)
      throws InterruptedException {
    boolean made =
        create(
            declaration,
            resolved,
            "UPDATE",
            Optional.of(
                "Requested update requires the creation of a new physical resource; hence creating"
                    + " one."));
    if (!made) {
      String reason = stack.resource(old.logicalId()).orElseThrow().reason();
      stack.keep(old.with("UPDATE_FAILED", Optional.of(reason)));
    }
    return made;
  }

  private void finish(StackTemplate wanted) {
    synchronized (stack) {
      stack.outputs = wanted.outputs(stack);
      stack.imports = wanted.imports();
      Map<String, StackResource> ordered = new LinkedHashMap<>();
      wanted
          .resources()
          .forEach(r -> ordered.put(r.logicalId(), stack.resources.get(r.logicalId())));
      stack.resources = ordered;
    }
  }
}
