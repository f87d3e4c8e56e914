package io.github.xacct.goal.configuration.xml;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All elements of the plugin's {@code <configuration>}, at any depth, with the kind of their
 * values. Built from {@link GoalParameter} and the fields of the {@code ...Xml} classes, so that
 * exactly the elements that are read are known.
 */
public final class Dictionary {

  /** How an element is written. */
  public enum Shape {
    /** {@code <cpu>256</cpu>}. */
    VALUE,
    /** {@code <task>} with elements of its own. */
    GROUP,
    /** {@code <ports><port>8080</port></ports>}: the only child describes each item. */
    LIST,
    /** {@code <environment><TZ>UTC</TZ></environment>}: the user chooses the names. */
    MAP
  }

  /**
   * An element and its permitted content.
   *
   * @param name of the element; an example for the only child of a map
   * @param shape how it is written
   * @param kind kind of its value
   * @param values permitted values of a choice
   * @param children child elements of a group; for a list or map only the item
   * @param type Java type to which it is converted
   */
  public record Entry(
      String name,
      Shape shape,
      ValueKind kind,
      List<String> values,
      List<Entry> children,
      Class<?> type) {

    /** Returns the child with this name; empty if there is none. */
    public Optional<Entry> child(String childName) {
      return children.stream().filter(child -> child.name().equals(childName)).findFirst();
    }

    /** Returns the only child of a list or map. */
    public Entry item() {
      return children.get(0);
    }

    /** Whether this is the {@code <configuration>} itself. */
    public boolean isConfiguration() {
      return type == Structures.class;
    }

    List<String> names() {
      return children.stream().map(Entry::name).toList();
    }
  }

  /** The {@code <configuration>} itself. */
  public static final Entry CONFIGURATION = configuration();

  private Dictionary() {}

  private static Entry configuration() {
    var children = new ArrayList<Entry>();
    for (GoalParameter parameter : GoalParameter.values()) {
      parameter.element().ifPresent(name -> children.add(value(name, parameter.form())));
    }
    children.addAll(group("configuration", Structures.class).children());
    return new Entry(
        "configuration",
        Shape.GROUP,
        ValueKind.TEXT,
        List.of(),
        List.copyOf(children),
        Structures.class);
  }

  private static Entry group(String name, Class<?> type) {
    List<Entry> children =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
            .map(Dictionary::entry)
            .toList();
    return new Entry(name, Shape.GROUP, ValueKind.TEXT, List.of(), children, type);
  }

  private static Entry entry(Field field) {
    Optional<Holds> holds = Optional.ofNullable(field.getAnnotation(Holds.class));
    Class<?> type = field.getType();
    if (type == String.class) {
      return value(field.getName(), holds);
    }
    if (Map.class.isAssignableFrom(type)) {
      return map(field, holds.orElseThrow(() -> undescribed(field)));
    }
    if (List.class.isAssignableFrom(type)) {
      var item = (ParameterizedType) field.getGenericType();
      return list(field, (Class<?>) item.getActualTypeArguments()[0], holds);
    }
    return group(field.getName(), type);
  }

  private static Entry list(Field field, Class<?> type, Optional<Holds> holds) {
    Holds described = holds.orElseThrow(() -> undescribed(field));
    Entry item =
        type == String.class ? value(described.item(), holds) : group(described.item(), type);
    return new Entry(
        field.getName(), Shape.LIST, ValueKind.TEXT, List.of(), List.of(item), List.class);
  }

  private static Entry map(Field field, Holds holds) {
    Entry item = value(holds.item(), Optional.of(holds));
    return new Entry(
        field.getName(), Shape.MAP, ValueKind.TEXT, List.of(), List.of(item), Map.class);
  }

  private static Entry value(String name, Optional<Holds> holds) {
    return new Entry(
        name,
        Shape.VALUE,
        holds.map(Holds::value).orElse(ValueKind.TEXT),
        holds.map(h -> List.of(h.oneOf())).orElse(List.of()),
        List.of(),
        String.class);
  }

  private static Entry value(String name, ValueForm form) {
    return new Entry(name, Shape.VALUE, form.kind(), form.values(), List.of(), String.class);
  }

  private static IllegalStateException undescribed(Field field) {
    return new IllegalStateException(field + " has no @Holds with the name of its items");
  }
}
