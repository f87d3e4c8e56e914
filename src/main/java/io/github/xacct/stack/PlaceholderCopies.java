package io.github.xacct.stack;

import io.github.xacct.stack.plan.Stack;
import java.util.Optional;

/** Copies the placeholder image into the repositories that stacks make for it. */
public interface PlaceholderCopies {

  /** The image that is copied, as {@code REPOSITORY@DIGEST}, and where it is not the real one. */
  String source();

  /** Why the image cannot be had from here, if it cannot. */
  Optional<String> unreachable();

  /** Whether the repository of a stack that stands has it. */
  boolean isIn(Stack stack);

  /** Copies it into the repository of a stack that stands. */
  void copyTo(Stack stack);
}
