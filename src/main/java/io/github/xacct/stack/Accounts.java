package io.github.xacct.stack;

import io.github.xacct.stack.plan.StackLocation;

/** Provides access to each account of the plan. */
@FunctionalInterface
public interface Accounts {

  /** Returns CloudFormation of an account and region; the same object at every call. */
  CloudFormation in(StackLocation place);

  /** Returns what copies placeholder images to the accounts. */
  default PlaceholderCopies placeholders() {
    throw new IllegalStateException("no placeholder image is copied here");
  }
}
