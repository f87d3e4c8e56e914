package io.github.xacct.goal;

import io.github.xacct.stack.ParameterNames;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whether the stacks' templates have the parameters that {@code <stackParameters>} sets. */
final class StackParameterNames {
  private StackParameterNames() {}

  /** Reports those that no template has, though the goal may make no stacks. */
  static void check(Structures written, Element root) {
    check(written.stackParameters, root, ParameterNames::problemOfTooling);
    Element parent = root.child("environments");
    int position = 0;
    for (EnvironmentXml xml : Element.listOf(written.environments)) {
      position++;
      check(
          xml.stackParameters,
          parent.child("environment", xml.name, position),
          ParameterNames::problemOfEnvironment);
    }
  }

  private static void check(
      Map<String, String> parameters, Element owner, Function<String, Optional<String>> problemOf) {
    Element element = owner.child("stackParameters");
    Element.mapOf(parameters)
        .keySet()
        .forEach(
            name -> problemOf.apply(name).ifPresent(text -> element.child(name).problem(text)));
  }
}
