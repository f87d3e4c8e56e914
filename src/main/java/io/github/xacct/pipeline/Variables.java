package io.github.xacct.pipeline;

import io.github.xacct.model.XacctException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables that actions export to later ones, which refer to them as {@code #{Namespace.NAME}}.
 */
public final class Variables {
  /** CodePipeline's limit for a value of an action's configuration. */
  static final int LONGEST_VALUE = 1000;

  private static final Pattern REFERENCE = Pattern.compile("#\\{([\\w@-]+)\\.([\\w@-]+)}");

  private final Map<String, Map<String, String>> byNamespace = new TreeMap<>();

  /** Adds the variables that an action exported. */
  public void put(String namespace, Map<String, String> variables) {
    byNamespace.put(namespace, new LinkedHashMap<>(variables));
  }

  /** Returns all variables by namespace. */
  public Map<String, Map<String, String>> all() {
    return byNamespace;
  }

  /**
   * Returns the configuration of an action with its variables filled in.
   *
   * @throws XacctException where CodePipeline would fail the action
   */
  Map<String, String> fill(Pipeline.Action action) {
    var filled = new LinkedHashMap<String, String>();
    action.configuration().forEach((key, value) -> filled.put(key, fill(action, key, value)));
    return filled;
  }

  private String fill(Pipeline.Action action, String key, String value) {
    String filled =
        REFERENCE
            .matcher(value)
            .replaceAll(m -> Matcher.quoteReplacement(value(action, m.group(1), m.group(2))));
    if (filled.length() > LONGEST_VALUE) {
      throw XacctException.yours(
              "CodePipeline would refuse action %s: its %s has %s characters, more than %s."
                  .formatted(action.name(), key, filled.length(), LONGEST_VALUE))
          .evidence(filled);
    }
    return filled;
  }

  private String value(Pipeline.Action action, String namespace, String name) {
    String value = byNamespace.getOrDefault(namespace, Map.of()).get(name);
    if (value == null) {
      throw XacctException.yours(
              "Action %s refers to #{%s.%s}, which no earlier stage has set."
                  .formatted(action.name(), namespace, name))
          .suggestion("export it in the buildspec of the stage that sets it");
    }
    return value;
  }
}
