package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Flattens a task definition to readable paths with values. Lists whose order ECS ignores are keyed
 * by name, so that the path {@code environment[LOG_LEVEL]} does not change with other elements.
 */
final class Leaves {

  /** The value of a path, and whether it must be hidden. */
  record Leaf(String text, boolean hidden) {}

  /** How a list is keyed by name; with a value field, name and value become one leaf. */
  private record Named(String key, String value) {}

  private static final Map<String, Named> NAMED =
      Map.ofEntries(
          Map.entry("containerDefinitions", new Named("name", "")),
          Map.entry("volumes", new Named("name", "")),
          Map.entry("environment", new Named("name", "value")),
          Map.entry("secrets", new Named("name", "valueFrom")),
          Map.entry("secretOptions", new Named("name", "valueFrom")),
          Map.entry("tags", new Named("key", "value")),
          Map.entry("systemControls", new Named("namespace", "value")),
          Map.entry("dependsOn", new Named("containerName", "condition")),
          Map.entry("mountPoints", new Named("containerPath", "")),
          Map.entry("portMappings", new Named("containerPort", "")),
          Map.entry("ulimits", new Named("name", "")));

  private static final Set<String> SETS = Set.of("requiresCompatibilities");

  /** Fields with user-defined keys, any of which may hold a secret. */
  private static final Set<String> FREE_MAPS =
      Set.of("options", "dockerLabels", "driverOpts", "labels", "environment", "tags");

  private final SortedMap<String, Leaf> leaves = new TreeMap<>();

  private Leaves() {}

  /** All leaves, sorted by path. */
  static SortedMap<String, Leaf> of(JsonNode normalForm) {
    var leaves = new Leaves();
    leaves.object(normalForm, "", "");
    return leaves.leaves;
  }

  private void object(JsonNode object, String path, String field) {
    boolean free = FREE_MAPS.contains(field);
    object
        .properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              String child = free ? path + "[" + key + "]" : FieldPath.child(path, key);
              if (free) {
                put(
                    child,
                    text(entry.getValue(), key),
                    SecretRedaction.hides(key, entry.getValue()));
              } else {
                value(entry.getValue(), child, key);
              }
            });
  }

  private void value(JsonNode value, String path, String field) {
    if (value.isObject()) {
      object(value, path, field);
    } else if (value.isArray() && NAMED.containsKey(field)) {
      named(value, path, field);
    } else if (value.isArray() && !value.isEmpty() && value.get(0).isContainerNode()) {
      for (int i = 0; i < value.size(); i++) {
        value(value.get(i), path + "[" + i + "]", "");
      }
    } else {
      // A command may contain a secret; the scalar fields of a structure do not.
      put(path, text(value, field), value.isArray() && SecretRedaction.hides("", value));
    }
  }

  private void named(JsonNode list, String path, String field) {
    Named named = Objects.requireNonNull(NAMED.get(field));
    String listPath = field.equals("containerDefinitions") ? "containers" : path;
    for (JsonNode element : list) {
      String name = name(element, named, field);
      String at = unused(listPath + "[" + name + "]");
      if (!named.value().isEmpty()) {
        JsonNode value = element.path(named.value());
        put(at, value.asText(), FREE_MAPS.contains(field) && SecretRedaction.hides(name, value));
      } else {
        object(element, at, "");
      }
    }
  }

  private static String name(JsonNode element, Named named, String field) {
    if (!field.equals("portMappings")) {
      return element.path(named.key()).asText();
    }
    String port =
        element.has(named.key())
            ? element.path(named.key()).asText()
            : element.path("containerPortRange").asText();
    String protocol = element.path("protocol").asText("tcp");
    return protocol.equals("tcp") ? port : port + "/" + protocol;
  }

  /** The path, with a number appended if it is taken, so that no duplicate is lost. */
  private String unused(String path) {
    String candidate = path;
    for (int n = 2; taken(candidate); n++) {
      candidate = path + "#" + n;
    }
    return candidate;
  }

  private boolean taken(String path) {
    return leaves.containsKey(path) || !leaves.subMap(path + ".", path + "/").isEmpty();
  }

  private void put(String path, String text, boolean hidden) {
    leaves.put(path, new Leaf(text, hidden));
  }

  private static String text(JsonNode value, String field) {
    if (SETS.contains(field)) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(JsonNode::asText)
          .sorted()
          .collect(Collectors.joining(", "));
    }
    return value.isArray() ? JsonText.compact(value) : value.asText();
  }
}
