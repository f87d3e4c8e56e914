package io.github.xacct.stack.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;

/**
 * Where a stack stands.
 *
 * @param name {@link #TOOLS} or the environment's
 */
public record StackLocation(String name, AccountId account, Region region) {
  /** The development account, as a place of its own; no environment may have this name. */
  public static final String TOOLS = "tools";

  @Override
  public String toString() {
    return name + " (account " + account + ", " + region + ")";
  }
}
