package io.github.xacct.stack;

import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.util.Set;

/** Reports which stacks exist when a run fails. */
record ExistingStacks(StackPlan plan, Set<String> begun, Set<String> done) {

  /** Adds the existing stacks and the command that resumes, unless the failure contains it. */
  XacctException reportedWith(XacctException failure, String command) {
    if (String.join(" ", failure.suggestion()).contains(command)) {
      return failure;
    }
    var reported = failure;
    var complete = plan.all().stream().map(Stack::name).filter(done::contains).toList();
    if (!complete.isEmpty()) {
      reported = reported.evidence("Complete: " + String.join(", ", complete) + ".");
    }
    var open = begun.stream().filter(name -> !done.contains(name)).sorted().toList();
    if (!open.isEmpty()) {
      reported =
          reported.evidence(
              "Begun, and not known to be complete: " + String.join(", ", open) + ".");
    }
    return reported.suggestion("resume: " + command);
  }
}
