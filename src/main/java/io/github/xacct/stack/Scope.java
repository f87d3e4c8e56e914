package io.github.xacct.stack;

import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which places a run is about.
 *
 * @param tools whether the development account's stack is among them
 * @param environments of the plan
 * @param held whether the pipeline is left for a later run, though all that it takes is there
 */
public record Scope(boolean tools, List<String> environments, boolean held) {

  /** All of the places' stacks. */
  public Scope(boolean tools, List<String> environments) {
    this(tools, environments, false);
  }

  /** The same scope without the stack of the pipeline. */
  public Scope withoutPipeline() {
    return new Scope(tools, environments, true);
  }

  /** Their stacks, in an order that works. */
  public List<Stack> stacks(StackPlan plan) {
    return Stream.of(
            tools ? plan.ofTools().stream() : Stream.<Stack>empty(),
            environments.stream().flatMap(name -> plan.of(name).stream()),
            withPipeline(plan) ? plan.pipeline().stream() : Stream.<Stack>empty())
        .flatMap(stacks -> stacks)
        .toList();
  }

  /** Whether the pipeline is among them: it takes what all others put out. */
  public boolean withPipeline(StackPlan plan) {
    return tools && !held && environments.containsAll(plan.environments());
  }

  /** The accounts and regions of the stacks. */
  public List<StackLocation> places(StackPlan plan) {
    return stacks(plan).stream().map(Stack::place).distinct().toList();
  }
}
