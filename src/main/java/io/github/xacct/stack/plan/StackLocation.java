package io.github.xacct.stack.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;

/**
 * The account and region of a stack.
 *
 * @param name {@link #TOOLS} or the name of the environment
 */
public record StackLocation(String name, AccountId account, Region region) {
  /** The name of the development account; no environment may have this name. */
  public static final String TOOLS = "tools";

  @Override
  public String toString() {
    return name + " (account " + account + ", " + region + ")";
  }
}
