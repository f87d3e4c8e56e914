package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;

/**
 * Reports the stack of CodeDeploy that is not needed once ECS deploys the service; it is not
 * deleted.
 */
final class FormerStack {
  private FormerStack() {}

  /** Reports the former stack, if it exists, with the commands that delete it. */
  static void report(Stack stack, StackPlan plan, Accounts accounts, Reporter reporter) {
    if (stack.deployments().isEmpty()) {
      return;
    }
    plan.former(stack.place().name())
        .filter(former -> accounts.in(former.place()).look(former.name()).isPresent())
        .ifPresent(
            former ->
                reporter.report(
                    new Event.Warning(
                        former.name()
                            + ": its service is deployed by ECS, so nothing needs this stack any"
                            + " more: "
                            + deletion(former.name(), former.place()))));
  }

  /** Returns the commands that delete a protected stack. */
  static String deletion(String name, StackLocation place) {
    return """
    aws cloudformation update-termination-protection --no-enable-termination-protection \
    --stack-name %s --region %s, then delete-stack"""
        .formatted(name, place.region());
  }
}
