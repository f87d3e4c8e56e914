package io.github.xacct.stack;

import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.util.Set;

/** Which stacks stand when a run ends early. */
record StandingStacks(StackPlan plan, Set<String> begun, Set<String> done) {

  /** The failure with what stands, and what to type, unless it says so itself. */
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
    return reported.suggestion("go on where it stopped: " + command);
  }
}
