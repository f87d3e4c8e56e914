package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.Structures;
import io.github.xacct.stack.plan.ParameterNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks that the stacks' templates have the configured parameters, and that AWS accepts the tags.
 */
public final class StackParameterNames {
  private StackParameterNames() {}

  /** Reports unknown parameters and invalid tags, even if the goal creates no stacks. */
  public static void check(Structures written, Element root) {
    check(written.stackParameters, root, ParameterNames::problemOfTooling);
    Map<String, String> ofAll = TagLimits.read(written.stackTags, root.child("stackTags"));
    Element parent = root.child("environments");
    int position = 0;
    for (EnvironmentXml xml : Element.listOf(written.environments)) {
      position++;
      Element environment = parent.child("environment", xml.name, position);
      check(xml.stackParameters, environment, ParameterNames::problemOfEnvironment);
      tags(xml, ofAll, environment.child("stackTags"));
    }
  }

  private static void tags(EnvironmentXml xml, Map<String, String> ofAll, Element element) {
    var tags = new HashMap<>(ofAll);
    tags.putAll(TagLimits.read(xml.stackTags, element));
    if (ofAll.size() <= TagLimits.MOST && tags.size() > TagLimits.MOST) {
      element.problem(
          tags.size()
              + " tags with those of all stacks are too many: write at most "
              + TagLimits.MOST);
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
