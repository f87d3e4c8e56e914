package io.github.xacct.stack;

import io.github.xacct.stack.plan.Stack;

/** Nobody follows a stack to its end any more; CloudFormation goes on with it all the same. */
final class InterruptedWork extends RuntimeException {
  private static final long serialVersionUID = 1;

  InterruptedWork(Stack stack) {
    super("interrupted; CloudFormation goes on with stack " + stack.name());
  }
}
