package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.rehearsal.cloudformation.template.StackTemplate;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Starts the creation, update, rollback or deletion of a stack, if its status allows it. */
final class StackJobs {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");
  private static final Set<String> UPDATABLE =
      Set.of(
          "CREATE_COMPLETE",
          "UPDATE_COMPLETE",
          "UPDATE_ROLLBACK_COMPLETE",
          "IMPORT_COMPLETE",
          "CREATE_FAILED",
          "UPDATE_FAILED");

  private final StackStore stacks;

  StackJobs(StackStore stacks) {
    this.stacks = stacks;
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw StackErrors.invalid(
          "1 validation error detected: Value '%s' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*"
              .formatted(name));
    }
  }

  void checkUpdatable(Stack stack) {
    if (!UPDATABLE.contains(stack.status)) {
      throw StackErrors.invalid(
          "Stack:%s is in %s state and can not be updated.".formatted(stack.id, stack.status));
    }
  }

  /** Returns whether outputs differ, which counts as a change even if no resource changes. */
  boolean outputsChange(Stack stack, StackTemplate wanted) {
    List<Output> after = wanted.outputs(stack);
    return !after.equals(stack.outputs);
  }

  void create(Stack stack, Submission submission, StackTemplate wanted, String onFailure) {
    synchronized (stack) {
      stack.submission = submission.complete(wanted);
      stack.description = wanted.template().description();
      stack.disableRollback = onFailure.equals("DO_NOTHING");
      stack.become("CREATE_IN_PROGRESS", "User Initiated");
    }
    stacks.start(stack, () -> run(stack).create(wanted, onFailure));
  }

  private StackRun run(Stack stack) {
    return new StackRun(stack, stacks.work(), stacks.exports(stack.place()));
  }

  void update(Stack stack, Submission submission, StackTemplate wanted, boolean keepOnFailure) {
    boolean tagsChange;
    synchronized (stack) {
      tagsChange = !submission.tags().equals(stack.submission.tags());
      stack.earlier =
          new Stack.Earlier(
              stack.submission,
              stack.description,
              stack.outputs,
              new LinkedHashMap<>(stack.resources));
      stack.submission = submission.complete(wanted);
      stack.description = wanted.template().description();
      stack.updatedAt = StackResource.now();
      stack.become("UPDATE_IN_PROGRESS", "User Initiated");
    }
    stacks.start(stack, () -> run(stack).update(wanted, tagsChange, keepOnFailure));
  }

  void continueRollback(Stack stack, Set<String> skipped) {
    synchronized (stack) {
      if (!stack.status.equals("UPDATE_ROLLBACK_FAILED")) {
        throw StackErrors.invalid(
            "Stack:%s is in %s state and can not continue rollback."
                .formatted(stack.id, stack.status));
      }
      for (String id : skipped) {
        if (stack.resource(id).filter(r -> r.status().equals("UPDATE_FAILED")).isEmpty()) {
          throw StackErrors.invalid(
              "The following resource(s) cannot be skipped, because they are not in the"
                  + " UPDATE_FAILED state: ["
                  + id
                  + "]");
        }
      }
      stack.become("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
    }
    stacks.start(stack, () -> new StackRollback(stack, stacks.work()).run(skipped));
  }

  void delete(Stack stack, Set<String> retained) {
    boolean created;
    synchronized (stack) {
      if (stack.protectedFromDeletion) {
        throw StackErrors.invalid(
            "Stack [" + stack.name + "] cannot be deleted while TerminationProtection is enabled");
      }
      if (stack.deleted() || stack.status.equals("DELETE_IN_PROGRESS")) {
        return;
      }
      if (stack.busy()) {
        throw StackErrors.invalid(
            "Stack [%s] cannot be deleted while in status %s".formatted(stack.name, stack.status));
      }
      if (!retained.isEmpty() && !stack.status.equals("DELETE_FAILED")) {
        throw StackErrors.invalid(
            "Invalid operation on stack [%s]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state."
                .formatted(stack.id));
      }
      created = !stack.status.matches("CREATE_FAILED|ROLLBACK_FAILED");
      String before = stack.status;
      stack.become("DELETE_IN_PROGRESS", "User Initiated");
      Optional<String> inUse = stacks.exports(stack.place()).inUse(stack);
      if (inUse.isPresent()) {
        stack.become(before, inUse.get());
        return;
      }
    }
    stacks.start(
        stack, () -> new StackRemoval(stack, stacks.work()).all(created, retained, "DELETE"));
  }
}
