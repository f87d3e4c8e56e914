package io.github.xacct.stack;

import io.github.xacct.stack.plan.Stack;

/** Thrown if waiting for a stack is interrupted; CloudFormation continues with the stack. */
final class InterruptedWork extends RuntimeException {
  private static final long serialVersionUID = 1;

  InterruptedWork(Stack stack) {
    super("interrupted; CloudFormation goes on with stack " + stack.name());
  }
}
