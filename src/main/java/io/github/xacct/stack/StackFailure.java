package io.github.xacct.stack;

import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;

/**
 * Reports a failed stack: the first failed resource with its reason, what exists now, what to do.
 */
record StackFailure(Stack stack, Work.End end, String command) {

  XacctException exception() {
    var failure = end.firstFailure();
    var reported =
        XacctException.yours(
            "Stack %s in %s failed%s"
                .formatted(
                    stack.name(),
                    stack.place(),
                    failure
                        .map(event -> " at " + event.logicalId() + " (" + event.type() + ").")
                        .orElse(": " + end.state().status() + ".")));
    reported =
        reported.evidence(
            "CloudFormation said: "
                + failure
                    .map(event -> event.status() + " - " + event.reason())
                    .orElse(end.state().reason()));
    reported = reported.evidence(left());
    boolean denied =
        failure.filter(e -> e.reason().contains("is not authorized to perform")).isPresent();
    return denied
        ? reported
            .suggestion(
                "mvn xacct:templates writes what bootstrap needs in this account:"
                    + " target/xacct/templates/*/administrator-policy*.json")
            .suggestion(next())
        : reported.suggestion(next());
  }

  private String left() {
    return switch (end.state().status()) {
      case "DELETE_COMPLETE", "ROLLBACK_COMPLETE" ->
          "Nothing of this stack is left; the earlier stacks exist.";
      case "UPDATE_ROLLBACK_COMPLETE" -> "This stack is in its previous state.";
      default -> "This stack was left in " + end.state().status() + ".";
    };
  }

  private String next() {
    return end.state().status().equals("UPDATE_ROLLBACK_FAILED")
        ? Refusals.continueRollback(stack) + " first, then " + command
        : "fix the cause and resume: " + command;
  }
}
