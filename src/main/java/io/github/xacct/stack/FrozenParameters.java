package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Determines the parameters that an existing stack keeps, whatever is configured: CloudFormation
 * must change neither the service nor its listeners, because deployments do.
 */
final class FrozenParameters {
  private final Reporter reporter;

  FrozenParameters(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Returns the values of these parameters in a stack; none if it does not exist. */
  static Map<String, String> of(Stack stack, Optional<StackState> state) {
    var frozen = new HashMap<String, String>();
    for (String name : stack.template().frozenParameters()) {
      state
          .filter(s -> !s.isEmpty())
          .flatMap(s -> before(stack, name, s))
          .ifPresent(value -> frozen.put(name, value));
    }
    return frozen;
  }

  /** Returns the current value, or the default of a parameter that is newer than the stack. */
  private static Optional<String> before(Stack stack, String name, StackState state) {
    return Optional.ofNullable(state.parameters().get(name))
        .or(() -> Objects.requireNonNull(stack.template().parameters().get(name)).byDefault());
  }

  /** Warns of parameters that are kept although the configuration differs. */
  void report(Stack stack, Map<String, String> frozen, Map<String, String> wanted) {
    frozen.forEach(
        (name, value) -> {
          if (!value.equals(wanted.get(name)) && !name.equals("DeploymentController")) {
            reporter.report(
                new Event.Warning(
                    "%s: %s stays %s, although the configuration has %s%s"
                        .formatted(
                            stack.name(), name, value, wanted.get(name), controlled(stack))));
          }
        });
  }

  /** Warns of tags that are kept although the configuration differs. */
  void reportTags(Stack stack, StackState state) {
    if (stack.template() == Template.SERVICE && !state.tags().equals(stack.tags())) {
      reporter.report(
          new Event.Warning(
              "%s: tags stay %s, although the configuration has %s%s"
                  .formatted(stack.name(), state.tags(), stack.tags(), controlled(stack))));
    }
  }

  private static String controlled(Stack stack) {
    return ": after their creation, service and listeners are controlled by "
        + (stack.deployments().isPresent() ? "ECS" : "CodeDeploy");
  }
}
