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
 * Every element that the plugin's {@code <configuration>} may hold, at any depth, with the kind of
 * its value. Made of {@link GoalParameter} and of the fields of the {@code ...Xml} classes, so that
 * an element that is read is known, and the other way round.
 */
public final class Dictionary {

  /** How an element is written. */
  public enum Shape {
    /** {@code <cpu>256</cpu>}. */
    VALUE,
    /** {@code <task>} with elements of its own. */
    GROUP,
    /** {@code <ports><port>8080</port></ports>}: the only child says what each item is. */
    LIST,
    /** {@code <environment><TZ>UTC</TZ></environment>}: the names are the user's. */
    MAP
  }

  /**
   * An element and what may be written in it.
   *
   * @param name of the element; of a map's only child, an example
   * @param shape how it is written
   * @param kind of its value
   * @param values the words of a choice
   * @param children of a group; of a list or map one, the item
   * @param type of the class or text that it becomes
   */
  public record Entry(
      String name,
      Shape shape,
      ValueKind kind,
      List<String> values,
      List<Entry> children,
      Class<?> type) {

    /** The child of that name. */
    public Optional<Entry> child(String childName) {
      return children.stream().filter(child -> child.name().equals(childName)).findFirst();
    }

    /** The only child of a list or map. */
    public Entry item() {
      return children.get(0);
    }

    /** Whether it is the {@code <configuration>} itself. */
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
