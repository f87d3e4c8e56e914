package io.github.xacct.stack;

import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import java.util.List;
import java.util.stream.Stream;

/**
 * The accounts and environments whose stacks a run processes.
 *
 * @param tools whether the development account's stack is included
 * @param environments names of environments of the plan
 * @param held whether the pipeline's stack is left for a later run
 */
public record Scope(boolean tools, List<String> environments, boolean held) {

  /** Creates a scope that includes the pipeline if all environments are included. */
  public Scope(boolean tools, List<String> environments) {
    this(tools, environments, false);
  }

  /** Returns this scope without the pipeline's stack. */
  public Scope withoutPipeline() {
    return new Scope(tools, environments, true);
  }

  /** Returns the stacks in the order of deployment. */
  public List<Stack> stacks(StackPlan plan) {
    return Stream.of(
            tools ? plan.ofTools().stream() : Stream.<Stack>empty(),
            environments.stream().flatMap(name -> plan.of(name).stream()),
            withPipeline(plan) ? plan.pipeline().stream() : Stream.<Stack>empty())
        .flatMap(stacks -> stacks)
        .toList();
  }

  /** Whether the pipeline's stack is included, which needs the outputs of all others. */
  public boolean withPipeline(StackPlan plan) {
    return tools && !held && environments.containsAll(plan.environments());
  }

  /** Returns the accounts and regions of the stacks. */
  public List<StackLocation> places(StackPlan plan) {
    return stacks(plan).stream().map(Stack::place).distinct().toList();
  }
}
