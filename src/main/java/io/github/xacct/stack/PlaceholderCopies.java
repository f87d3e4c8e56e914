package io.github.xacct.stack;

import io.github.xacct.stack.plan.Stack;
import java.util.Optional;

/** Copies the placeholder image to the repositories that stacks create for it. */
public interface PlaceholderCopies {

  /** Returns the copied image as {@code REPOSITORY@DIGEST}, with a note in a rehearsal. */
  String source();

  /** Returns why this machine cannot pull the image; empty if it can. */
  Optional<String> unreachable();

  /** Whether the repository of an existing stack contains the image. */
  boolean isIn(Stack stack);

  /** Copies the image to the repository of an existing stack. */
  void copyTo(Stack stack);
}
