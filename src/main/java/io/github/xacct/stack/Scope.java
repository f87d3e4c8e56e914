package io.github.xacct.stack;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which places a run is about.
 *
 * @param tools whether the development account's stack is among them
 * @param environments of the plan
 */
public record Scope(boolean tools, List<String> environments) {

  /** Their stacks, in an order that works. */
  public List<Stack> stacks(StackPlan plan) {
    return Stream.concat(
            tools ? Stream.of(plan.tooling()) : Stream.empty(),
            environments.stream().flatMap(name -> plan.of(name).stream()))
        .toList();
  }

  /** The places themselves. */
  public List<Place> places(StackPlan plan) {
    return stacks(plan).stream().map(Stack::place).distinct().toList();
  }
}
