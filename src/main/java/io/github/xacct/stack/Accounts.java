package io.github.xacct.stack;

import io.github.xacct.stack.plan.StackLocation;

/** The way into each account. */
@FunctionalInterface
public interface Accounts {

  /** CloudFormation of a place; the same each time. */
  CloudFormation in(StackLocation place);

  /** What copies placeholder images there. */
  default PlaceholderCopies placeholders() {
    throw new IllegalStateException("no placeholder image is copied here");
  }
}
