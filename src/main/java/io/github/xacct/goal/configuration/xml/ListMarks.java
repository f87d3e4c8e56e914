package io.github.xacct.goal.configuration.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Marks on the items of lists, put on before Maven's merge and read after it, by which one sees
 * what was merged with what and what got lost.
 */
final class ListMarks {
  private static final String MARK = "xacct-mark-";

  /** Which elements are lists of structures, and by which children an item is known. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "environments", List.of("name"),
          "smokeTests", List.of("name", "path"),
          "capacityProviders", List.of("name"),
          "metrics", List.of("name", "expression"),
          "functions", List.of("name"));

  /**
   * A list or an item of one, as it was written somewhere.
   *
   * @param where the pom and its part
   * @param inList what the list is called
   * @param list mark of the list that it is an item of; absent for the list itself
   */
  record Origin(String where, Xpp3Dom written, String inList, Optional<Integer> list) {
    /** What the item is called, if that is written there. */
    Optional<String> key() {
      return Objects.requireNonNull(KEYS.get(inList)).stream()
          .flatMap(key -> Stream.ofNullable(written.getChild(key)))
          .map(Xpp3Dom::getValue)
          .filter(Element::isWritten)
          .map(String::trim)
          .findFirst();
    }

    /** Names of the children that the item has and another one has not. */
    List<String> childrenMissingIn(Origin other) {
      return Arrays.stream(items(written))
          .map(Xpp3Dom::getName)
          .filter(name -> other.written.getChild(name) == null)
          .toList();
    }
  }

  private final List<Origin> origins = new ArrayList<>();

  /** A copy of a configuration whose lists say where they were written. */
  Xpp3Dom mark(Xpp3Dom configuration, String where) {
    var copy = new Xpp3Dom(configuration);
    markBelow(copy, where);
    return copy;
  }

  private void markBelow(Xpp3Dom parent, String where) {
    Xpp3Dom[] children = parent.getChildren();
    for (Xpp3Dom child : children) {
      markBelow(child, where);
    }
    if (isList(parent)) {
      int list = put(parent, where, parent.getName(), Optional.empty());
      for (Xpp3Dom child : children) {
        put(child, where, parent.getName(), Optional.of(list));
      }
    }
  }

  private int put(Xpp3Dom element, String where, String inList, Optional<Integer> list) {
    origins.add(new Origin(where, new Xpp3Dom(element), inList, list));
    element.addChild(new Xpp3Dom(MARK + (origins.size() - 1)));
    return origins.size() - 1;
  }

  /** Names of all lists of structures. */
  static Set<String> lists() {
    return KEYS.keySet();
  }

  /** Whether the element is a list of structures. */
  static boolean isList(Xpp3Dom element) {
    return KEYS.containsKey(element.getName()) && element.getChildCount() > 0;
  }

  /** Everything that was merged into this element, what won first. */
  List<Origin> of(Xpp3Dom merged) {
    return numbers(merged).map(origins::get).toList();
  }

  /** The items of the lists merged into this one that are not there any more. */
  List<Origin> lost(Xpp3Dom merged) {
    List<Integer> lists = numbers(merged).toList();
    List<Integer> there = Arrays.stream(items(merged)).flatMap(ListMarks::numbers).toList();
    var lost = new ArrayList<Origin>();
    for (int i = 0; i < origins.size(); i++) {
      if (origins.get(i).list().filter(lists::contains).isPresent() && !there.contains(i)) {
        lost.add(origins.get(i));
      }
    }
    return lost;
  }

  /** The children of an element without marks. */
  static Xpp3Dom[] items(Xpp3Dom element) {
    return Arrays.stream(element.getChildren())
        .filter(child -> !child.getName().startsWith(MARK))
        .toArray(Xpp3Dom[]::new);
  }

  private static Stream<Integer> numbers(Xpp3Dom element) {
    return Arrays.stream(element.getChildren())
        .map(Xpp3Dom::getName)
        .filter(name -> name.startsWith(MARK))
        .map(name -> Integer.valueOf(name.substring(MARK.length())));
  }
}
