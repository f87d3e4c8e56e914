package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The operations that create, update, protect and delete stacks, without change sets. */
final class StackCalls {
  private final StackStore stacks;
  private final StackJobs jobs;

  StackCalls(StackStore stacks, StackJobs jobs) {
    this.stacks = stacks;
    this.jobs = jobs;
  }

  ObjectNode create(Call call) {
    String name = call.text("StackName");
    StackJobs.checkName(name);
    AccountRegion place = call.place();
    Optional<Stack> before = stacks.find(place, name);
    if (before.filter(s -> !s.inReview()).isPresent()) {
      throw AwsError.badRequest("AlreadyExistsException", "Stack [" + name + "] already exists");
    }
    Submission submission = Submission.of(call, Submission.none(), stacks.urls());
    submission.checkCapabilities();
    Stack stack = before.orElseGet(() -> new Stack(place, name));
    StackTemplate wanted = submission.bound(stack.pseudo(), stacks.exports(place));
    StackPolicy.of(call.text("StackPolicyBody"));
    stack.policy = call.text("StackPolicyBody");
    stack.protectedFromDeletion = call.text("EnableTerminationProtection").equals("true");
    stack.changeSets.values().forEach(s -> s.executionStatus = "OBSOLETE");
    if (before.isEmpty()) {
      stacks.add(place, stack);
    }
    stacks.work().change(stack, call);
    String onFailure = call.input().path("OnFailure").asText("ROLLBACK");
    boolean keep = call.text("DisableRollback").equals("true");
    jobs.create(stack, submission, wanted, keep ? "DO_NOTHING" : onFailure);
    return Json.object().put("StackId", stack.id);
  }

  ObjectNode update(Call call) {
    Stack stack = stacks.named(call);
    jobs.checkUpdatable(stack);
    if (!call.text("StackPolicyDuringUpdateBody").isEmpty()) {
      throw new UnsupportedOperationException("StackPolicyDuringUpdateBody");
    }
    Submission submission = Submission.of(call, stack.submission, stacks.urls());
    submission.checkCapabilities();
    StackTemplate wanted = submission.bound(stack.pseudo(), stacks.exports(stack.place()));
    if (new StackDifference(stack, wanted, submission.tags()).changes().isEmpty()
        && !jobs.outputsChange(stack, wanted)) {
      throw StackErrors.invalid("No updates are to be performed.");
    }
    if (!call.text("StackPolicyBody").isEmpty()) {
      setPolicy(call);
    }
    stacks.work().change(stack, call);
    jobs.update(stack, submission, wanted, call.text("DisableRollback").equals("true"));
    return Json.object().put("StackId", stack.id);
  }

  /** Deletes a stack; succeeds if it does not exist. */
  ObjectNode delete(Call call) {
    Set<String> retained = new HashSet<>(QueryFields.texts(call, "RetainResources"));
    stacks
        .find(call.place(), call.text("StackName"))
        .ifPresent(
            stack -> {
              stacks.work().change(stack, call);
              jobs.delete(stack, retained);
            });
    return Json.object();
  }

  ObjectNode continueRollback(Call call) {
    stacks.work().change(stacks.named(call), call);
    jobs.continueRollback(
        stacks.named(call), new HashSet<>(QueryFields.texts(call, "ResourcesToSkip")));
    return Json.object();
  }

  ObjectNode setPolicy(Call call) {
    Stack stack = stacks.named(call);
    StackPolicy.of(call.text("StackPolicyBody"));
    synchronized (stack) {
      stack.policy = call.text("StackPolicyBody");
    }
    stacks.save(stack);
    return Json.object();
  }

  ObjectNode policy(Call call) {
    Stack stack = stacks.named(call);
    ObjectNode answer = Json.object();
    return stack.policy.isEmpty() ? answer : answer.put("StackPolicyBody", stack.policy);
  }

  ObjectNode protect(Call call) {
    Stack stack = stacks.named(call);
    synchronized (stack) {
      stack.protectedFromDeletion = call.text("EnableTerminationProtection").equals("true");
    }
    stacks.save(stack);
    return Json.object().put("StackId", stack.id);
  }
}
