package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The operations that create, describe, delete and execute change sets. */
final class ChangeSetCalls {
  private static final String NO_CHANGES =
      "The submitted information didn't contain changes. Submit different information to create a"
          + " change set.";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

  private final StackStore stacks;
  private final StackJobs jobs;

  ChangeSetCalls(StackStore stacks, StackJobs jobs) {
    this.stacks = stacks;
    this.jobs = jobs;
  }

  ObjectNode create(Call call) {
    String name = call.text("ChangeSetName");
    if (!NAME.matcher(name).matches()) {
      throw StackErrors.invalid(
          "1 validation error detected: Value '%s' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
              .formatted(name));
    }
    boolean actual = call.text("DeploymentMode").equals("REVERT_DRIFT");
    Optional<Stack> before = before(call, name);
    Submission submission =
        Submission.of(
            call, before.map(s -> s.submission).orElseGet(Submission::none), stacks.urls());
    submission.checkCapabilities();
    Stack probe = before.orElseGet(() -> new Stack(call.place(), call.text("StackName")));
    ChangeSet set = set(call, actual ? probe.as(stacks.work()::actual) : probe, submission);
    set.revertsDrift = actual;
    Stack stack = before.orElseGet(() -> stacks.add(call.place(), probe));
    synchronized (stack) {
      if (before.isEmpty()) {
        stack.become("REVIEW_IN_PROGRESS", "User Initiated");
      }
      if (stack.changeSets.containsKey(name)) {
        throw AwsError.badRequest(
            "AlreadyExistsException", "ChangeSet [" + name + "] already exists");
      }
      stack.changeSets.put(name, set);
      if (!call.text("RoleARN").isEmpty()) {
        stack.roleArn = call.text("RoleARN");
      }
    }
    stacks.save(stack);
    return Json.object().put("Id", set.id).put("StackId", stack.id);
  }

  /** Returns the existing stack of a change set; empty if the change set creates the stack. */
  private Optional<Stack> before(Call call, String name) {
    String stackName = call.text("StackName");
    Optional<Stack> found = stacks.find(call.place(), stackName);
    String type = call.input().path("ChangeSetType").asText("UPDATE");
    switch (type) {
      case "CREATE" -> {
        if (found.filter(s -> !s.inReview()).isPresent()) {
          throw StackErrors.invalid(
              "Stack [%s] already exists and cannot be created again with the changeSet [%s]."
                  .formatted(stackName, name));
        }
        StackJobs.checkName(stackName);
      }
      case "UPDATE" -> jobs.checkUpdatable(stacks.named(call));
      default -> throw new UnsupportedOperationException("ChangeSetType " + type);
    }
    return found;
  }

  private ChangeSet set(Call call, Stack stack, Submission submission) {
    StackTemplate wanted = submission.bound(stack.pseudo(), stacks.exports(stack.place()));
    ChangeSet set = new ChangeSet();
    set.name = call.text("ChangeSetName");
    set.id = call.place().arn("cloudformation", "changeSet/" + set.name + "/" + UUID.randomUUID());
    set.description = call.text("Description");
    set.onStackFailure = call.text("OnStackFailure");
    set.submission = submission.complete(wanted);
    Optional<String> missing = wanted.missingExport();
    if (missing.isPresent()) {
      set.fail(missing.get());
      return set;
    }
    set.changes =
        new StackDifference(
                stack,
                wanted,
                submission.tags(),
                (declaration, properties) ->
                    submission.importsExisting()
                        && stacks.work().isImported(stack, declaration, properties))
            .changes().stream().map(ResourceChange::node).toList();
    if (set.changes.isEmpty() && !stack.inReview() && !jobs.outputsChange(stack, wanted)) {
      set.fail(NO_CHANGES);
    }
    return set;
  }

  /** A change set and its stack. */
  private record Found(Stack stack, ChangeSet set) {}

  private Found find(Call call) {
    String name = call.text("ChangeSetName");
    if (name.startsWith("arn:")) {
      return stacks.all(call.place()).stream()
          .flatMap(s -> s.changeSets.values().stream().map(c -> new Found(s, c)))
          .filter(f -> f.set().id.equals(name))
          .findFirst()
          .orElseThrow(() -> notFound(name));
    }
    if (call.text("StackName").isEmpty()) {
      throw StackErrors.invalid(
          "StackName must be specified if ChangeSetName is not specified as an ARN.");
    }
    Stack stack = stacks.named(call);
    return Optional.ofNullable(stack.changeSets.get(name))
        .map(set -> new Found(stack, set))
        .orElseThrow(() -> notFound(name));
  }

  private static AwsError notFound(String name) {
    return new AwsError(404, "ChangeSetNotFound", "ChangeSet [" + name + "] does not exist");
  }

  ObjectNode describe(Call call) {
    Found found = find(call);
    ChangeSet set = found.set();
    ObjectNode node = StackShapes.describedChangeSet(found.stack(), set);
    node.set("Parameters", StackShapes.parameters(set.submission));
    node.set("Tags", StackShapes.tags(set.submission.tags()));
    node.set("Capabilities", Json.texts(set.submission.capabilities()));
    node.putArray("NotificationARNs");
    node.putObject("RollbackConfiguration");
    boolean values = call.text("IncludePropertyValues").equals("true");
    ArrayNode changes = node.putArray("Changes");
    for (ObjectNode change : set.changes) {
      changes
          .addObject()
          .put("Type", "Resource")
          .set("ResourceChange", values ? change : ResourceChange.withoutValues(change));
    }
    return node;
  }

  ObjectNode list(Call call) {
    Stack stack = stacks.named(call);
    ObjectNode answer = Json.object();
    ArrayNode summaries = answer.putArray("Summaries");
    synchronized (stack) {
      // A summary does not contain OnStackFailure.
      stack.changeSets.values().stream()
          .map(set -> StackShapes.changeSet(stack, set))
          .forEach(shape -> summaries.add(shape.without("OnStackFailure")));
    }
    return answer;
  }

  ObjectNode delete(Call call) {
    Optional<Found> found = Optional.empty();
    try {
      found = Optional.of(find(call));
    } catch (AwsError e) {
      if (!e.code().equals("ChangeSetNotFound")) {
        throw e;
      }
    }
    found.ifPresent(
        f -> {
          synchronized (f.stack()) {
            f.stack().changeSets.remove(f.set().name);
          }
          stacks.save(f.stack());
        });
    return Json.object();
  }

  ObjectNode execute(Call call) {
    Found found = find(call);
    Stack stack = found.stack();
    ChangeSet set = found.set();
    boolean creates = stack.inReview();
    take(stack, set, creates);
    boolean keep = call.text("DisableRollback").equals("true");
    StackTemplate wanted = set.submission.bound(stack.pseudo(), stacks.exports(stack.place()));
    stacks.work().change(stack, call);
    // Not within the stack's monitor: all stacks of an account and region are written to one file.
    if (creates) {
      jobs.create(stack, set.submission, wanted, keep ? "DO_NOTHING" : onFailure(set));
    } else {
      if (set.revertsDrift) {
        stack.replaceResources(stacks.work()::actual);
      }
      jobs.update(stack, set.submission, wanted, keep || onFailure(set).equals("DO_NOTHING"));
    }
    return Json.object();
  }

  /** Marks the change set as executing and all others as obsolete. */
  private void take(Stack stack, ChangeSet set, boolean creates) {
    synchronized (stack) {
      if (!set.executable()) {
        throw AwsError.badRequest(
            "InvalidChangeSetStatus",
            "ChangeSet [%s] cannot be executed in its current status of [%s]"
                .formatted(set.id, set.status.equals("FAILED") ? "FAILED" : set.executionStatus));
      }
      if (!creates) {
        jobs.checkUpdatable(stack);
      }
      stack.changeSets.values().stream()
          .filter(ChangeSet::executable)
          .forEach(s -> s.executionStatus = "OBSOLETE");
      set.executionStatus = "EXECUTE_COMPLETE";
      stack.changeSetId = set.id;
      stack.updatedAt = StackResource.now();
    }
  }

  private static String onFailure(ChangeSet set) {
    return set.onStackFailure.isEmpty() ? "ROLLBACK" : set.onStackFailure;
  }
}
