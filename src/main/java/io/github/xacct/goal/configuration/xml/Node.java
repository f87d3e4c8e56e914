package io.github.xacct.goal.configuration.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * An element of the {@code <configuration>} as written.
 *
 * @param name of the element
 * @param text empty if there is none
 * @param attributes by name
 * @param children in the order written
 */
public record Node(String name, String text, Map<String, String> attributes, List<Node> children) {

  /** Converts the configuration that Maven passes to a goal. */
  public static Node of(PlexusConfiguration written) {
    return new Node(
        written.getName(),
        text(written.getValue()),
        attributes(written.getAttributeNames(), written::getAttribute),
        Arrays.stream(written.getChildren()).map(Node::of).toList());
  }

  /** Converts a configuration in the project's model. */
  public static Node of(Xpp3Dom written) {
    return new Node(
        written.getName(),
        text(written.getValue()),
        attributes(written.getAttributeNames(), written::getAttribute),
        Arrays.stream(written.getChildren()).map(Node::of).toList());
  }

  private static Map<String, String> attributes(String[] names, UnaryOperator<String> value) {
    var attributes = new LinkedHashMap<String, String>();
    for (String name : names) {
      attributes.put(name, value.apply(name));
    }
    return attributes;
  }

  /** Creates an element with only these children. */
  public static Node group(String name, List<Node> children) {
    return new Node(name, "", Map.of(), List.copyOf(children));
  }

  /** Returns the text of the first child with this name, if any. */
  public Optional<String> textOf(String child) {
    return children.stream()
        .filter(node -> node.name().equals(child) && node.hasText())
        .map(node -> node.text().trim())
        .findFirst();
  }

  /** Returns the children by name, in the order of the first of each name. */
  Map<String, List<Node>> byName() {
    var byName = new LinkedHashMap<String, List<Node>>();
    children.forEach(c -> byName.computeIfAbsent(c.name(), name -> new ArrayList<>()).add(c));
    return byName;
  }

  public boolean hasText() {
    return !text.isBlank();
  }

  /** The text; it has surrounding whitespace only if xml:space preserves it. */
  private static String text(String text) {
    return text == null ? "" : text;
  }
}
