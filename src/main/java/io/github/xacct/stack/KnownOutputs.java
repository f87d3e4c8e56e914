package io.github.xacct.stack;

import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Stack.Output;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The outputs of stacks: of this run, and of those that existed before. */
final class KnownOutputs {
  private final Map<Output, String> known = new ConcurrentHashMap<>();

  /** Adds the outputs of a stack. */
  void add(String stack, Map<String, String> outputs) {
    outputs.forEach((key, value) -> known.put(new Output(stack, key), value));
  }

  /** Returns a view of all outputs. */
  Map<Output, String> all() {
    return Collections.unmodifiableMap(known);
  }

  /** Returns the outputs of these stacks by key; the first stack's wins. */
  Map<String, String> of(List<Stack> stacks) {
    var outputs = new LinkedHashMap<String, String>();
    stacks.forEach(
        stack ->
            new TreeMap<>(
                    known.entrySet().stream()
                        .filter(entry -> entry.getKey().stack().equals(stack.name()))
                        .collect(Collectors.toMap(e -> e.getKey().key(), Map.Entry::getValue)))
                .forEach(outputs::putIfAbsent));
    outputs.remove("TemplateVersion");
    return outputs;
  }

  /** Fails if an output that the stack needs is not known. */
  void demandAllOf(Stack stack) {
    if (stack.hasAllInputs(known)) {
      return;
    }
    var missing = stack.inputs().values().stream().filter(o -> !known.containsKey(o)).findFirst();
    throw XacctException.yours(
            "Stack %s needs the output %s of stack %s, which is not known."
                .formatted(
                    stack.name(), missing.orElseThrow().key(), missing.orElseThrow().stack()))
        .suggestion("run bootstrap for that account first, or copy its .xacct/environments.json.");
  }
}
