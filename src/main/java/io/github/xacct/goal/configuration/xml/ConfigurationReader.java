package io.github.xacct.goal.configuration.xml;

import io.github.xacct.goal.configuration.xml.Dictionary.Entry;
import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts the {@code <configuration>} to the {@code ...Xml} classes according to the {@link
 * Dictionary}. Reports everything that would have no effect: unknown elements, text between
 * elements, elements within text, repeated elements and undefined properties.
 */
public final class ConfigurationReader {
  /** Attributes that Maven interprets or adds. */
  private static final Set<String> ATTRIBUTES = Set.of("implementation", "default-value");

  private final Expressions expressions;
  private final Misplaced misplaced;

  public ConfigurationReader(Expressions expressions) {
    this(expressions, true);
  }

  /**
   * Creates a reader that resolves these expressions.
   *
   * @param ofInit whether to accept the elements that only the goal init has
   */
  public ConfigurationReader(Expressions expressions, boolean ofInit) {
    this.expressions = expressions;
    this.misplaced = new Misplaced(ofInit);
  }

  /** Reads a configuration; unreadable elements are reported and omitted. */
  public Structures read(Node configuration, Element root) {
    return (Structures) group(Dictionary.CONFIGURATION, configuration, root);
  }

  private @Nullable Object read(Entry entry, Node node, Element element) {
    checkAttributes(node, element);
    return switch (entry.shape()) {
      case VALUE -> value(entry, node, element);
      case GROUP -> group(entry, node, element);
      case LIST -> list(entry, node, element);
      case MAP -> map(entry, node, element);
    };
  }

  private @Nullable String value(Entry entry, Node node, Element element) {
    if (!node.children().isEmpty()) {
      element.problem("expected text, found " + tags(node.children()));
      element.unreadable();
      return null;
    }
    if (!node.hasText() && isGate(entry.kind())) {
      element.problem("empty: write a value, or leave it out");
      element.unreadable();
    }
    // <skip>${xacct.skip}</skip> repeats the parameter's property; without it the default applies.
    boolean open =
        GoalParameter.ofElement(entry.name())
            .filter(p -> node.text().trim().equals("${" + p.property() + "}"))
            .isPresent();
    return node.hasText() && !open ? expressions.resolve(node.text(), entry.kind(), element) : null;
  }

  /** Whether an undefined value would disable a check before a release, which is an error. */
  private static boolean isGate(ValueKind kind) {
    return kind == ValueKind.FLAG || kind == ValueKind.COMMAND || kind == ValueKind.ENVIRONMENT;
  }

  private Object group(Entry entry, Node node, Element element) {
    if (node.hasText()) {
      element.problem(
          "unexpected text '%s': expected elements such as <%s>"
              .formatted(node.text().trim(), entry.names().get(0)));
      if (node.children().isEmpty()) {
        element.unreadable();
      }
    }
    Object group = create(entry.type());
    withAttributes(node, entry)
        .byName()
        .forEach((name, written) -> member(entry, name, written, group, element));
    return group;
  }

  private void member(Entry entry, String name, List<Node> written, Object group, Element element) {
    Element here = element.child(name);
    Entry child = entry.child(name).filter(c -> misplaced.isWelcome(entry, c)).orElse(null);
    Node node = written.get(0);
    if (child == null) {
      here.problem(misplaced.advice(entry, node));
      child = misplaced.meant(entry, name).orElse(null);
      if (child == null || isSet(group, child)) {
        return;
      }
      here = element.child(child.name());
      node =
          child.shape() == Shape.LIST && child.item().name().equals(name)
              ? Node.group(child.name(), List.of(node))
              : node;
    } else if (written.size() > 1) {
      here.problem("written " + times(written.size()) + ": write it once");
    }
    Object value = read(child, node, here);
    if (entry.isConfiguration() && child.shape() == Shape.VALUE) {
      judge(child.name(), (String) value, here);
    } else {
      set(group, child, value);
    }
  }

  /** Reports an invalid value of a parameter that Maven itself passes to the goal. */
  private static void judge(String parameter, @Nullable String value, Element element) {
    if (value != null) {
      GoalParameter.ofElement(parameter)
          .flatMap(p -> p.form().problem(value))
          .ifPresent(element::problem);
    }
  }

  private @Nullable List<Object> list(Entry entry, Node node, Element element) {
    Entry item = entry.item();
    if (node.hasText()) {
      element.problem(asList(entry, node));
      element.unreadable();
      return null;
    }
    var list = new ArrayList<>();
    int position = 0;
    for (Node written : node.children()) {
      position++;
      if (item.shape() == Shape.VALUE) {
        list.add(item(item, written, element.child(written.name(), null, position)));
      } else if (written.name().equals(item.name())) {
        String name = written.textOf("name").orElse(null);
        list.add(read(item, written, element.child(item.name(), name, position)));
      } else {
        element
            .child(written.name())
            .problem("unknown element: write <" + item.name() + "> for each");
        String name = written.textOf("name").orElse(null);
        Element here = element.child(item.name(), name, position);
        here.unreadable();
        list.add(read(item, written, here));
      }
    }
    return list;
  }

  private @Nullable String item(Entry item, Node written, Element element) {
    if (!written.hasText() && written.children().isEmpty()) {
      element.problem("empty: write a value, or leave it out");
    }
    return (String) read(item, written, element);
  }

  /** Returns how to write a text as a list, with an example instead of the text. */
  private static String asList(Entry entry, Node node) {
    Entry item = entry.item();
    if (item.shape() != Shape.VALUE) {
      return "expected <" + item.name() + "> elements, found text";
    }
    String[] words =
        item.kind() == ValueKind.COMMAND
            ? new String[] {"CMD-SHELL", node.text().trim()}
            : node.text().trim().split("[\\s,]+");
    return "expected an element for each item, found one text: write "
        + java.util.Arrays.stream(words)
            .map(word -> "<" + item.name() + ">" + word + "</" + item.name() + ">")
            .collect(Collectors.joining());
  }

  private @Nullable Map<String, String> map(Entry entry, Node node, Element element) {
    Entry item = entry.item();
    String example = "<" + item.name() + ">value</" + item.name() + ">";
    if (node.hasText()) {
      element.problem("expected an element for each name, found text: write " + example);
      element.unreadable();
      return null;
    }
    var map = new LinkedHashMap<String, String>();
    node.byName()
        .forEach(
            (name, written) -> {
              Element here = element.child(name);
              Node first = written.get(0);
              checkAttributes(first, here);
              if (!first.children().isEmpty()) {
                here.problem(
                    "expected text, found "
                        + tags(first.children())
                        + ": write "
                        + pair(first, example));
                here.unreadable();
                return;
              }
              if (written.size() > 1) {
                here.problem("written " + times(written.size()) + ": write it once");
              }
              map.put(name, value(item, first, here));
            });
    return map;
  }

  /**
   * Returns how to write {@code <name>A</name><value>b</value>}, without the value, which may be a
   * secret.
   */
  private static String pair(Node written, String example) {
    Optional<String> name = written.textOf("name").or(() -> written.textOf("key"));
    return name.filter(n -> n.matches("[A-Za-z_][\\w.-]*"))
        .map(n -> "<" + n + ">value</" + n + ">")
        .orElse(example);
  }

  /** Adds attributes that were meant as elements, so that those are not reported as missing. */
  private static Node withAttributes(Node node, Entry entry) {
    var children = new ArrayList<>(node.children());
    node.attributes()
        .forEach(
            (name, value) -> {
              if (entry.child(name).isPresent() && !node.byName().containsKey(name)) {
                children.add(new Node(name, value, Map.of(), List.of()));
              }
            });
    return Node.group(node.name(), children);
  }

  private static void checkAttributes(Node node, Element element) {
    node.attributes().keySet().stream()
        .filter(name -> !ATTRIBUTES.contains(name))
        .filter(name -> !name.startsWith("combine.") && !name.startsWith("xml"))
        .forEach(
            name ->
                element.problem(
                    "unknown attribute '%s': write an element, <%s>...</%s>"
                        .formatted(name, name, name)));
  }

  private static String tags(List<Node> nodes) {
    return nodes.stream()
        .map(node -> "<" + node.name() + ">")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String times(int number) {
    return number == 2 ? "twice" : number + " times";
  }

  private static Object create(Class<?> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSet(Object group, Entry child) {
    if (group instanceof Structures && child.shape() == Shape.VALUE) {
      return false;
    }
    try {
      return field(group, child).get(group) != null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Object group, Entry child, @Nullable Object value) {
    try {
      field(group, child).set(group, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Object group, Entry child) {
    try {
      return group.getClass().getDeclaredField(child.name());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
