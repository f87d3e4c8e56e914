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
 * What a stack that stands keeps whatever the configuration has: CloudFormation may change neither
 * a service, which deployments change, nor its listeners.
 */
final class FrozenParameters {
  private final Reporter reporter;

  FrozenParameters(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Their values in a stack; none if it does not stand. */
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

  /** A parameter that the stack's template did not have yet was as it is by default. */
  private static Optional<String> before(Stack stack, String name, StackState state) {
    return Optional.ofNullable(state.parameters().get(name))
        .or(() -> Objects.requireNonNull(stack.template().parameters().get(name)).byDefault());
  }

  /** Reports parameters that stay, although the configuration has others. */
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

  /** Reports tags that stay, although the configuration has others. */
  void reportTags(Stack stack, StackState standing) {
    if (stack.template() == Template.SERVICE && !standing.tags().equals(stack.tags())) {
      reporter.report(
          new Event.Warning(
              "%s: tags stay %s, although the configuration has %s%s"
                  .formatted(stack.name(), standing.tags(), stack.tags(), controlled(stack))));
    }
  }

  private static String controlled(Stack stack) {
    return ": after their creation, service and listeners are controlled by "
        + (stack.deployments().isPresent() ? "ECS" : "CodeDeploy");
  }
}
