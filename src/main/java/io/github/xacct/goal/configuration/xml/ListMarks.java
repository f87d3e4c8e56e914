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
 * Marks list items before Maven's merge and reads the marks afterwards, to find which items were
 * merged and which were lost.
 */
final class ListMarks {
  private static final String MARK = "xacct-mark-";

  /** The lists of structures, with the children that identify an item. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "environments", List.of("name"),
          "smokeTests", List.of("name", "path"),
          "capacityProviders", List.of("name"),
          "metrics", List.of("name", "expression"),
          "functions", List.of("name"));

  /**
   * A list, or an item of one, as written in one place.
   *
   * @param where POM and section
   * @param inList name of the list
   * @param list mark of the item's list; absent for a list
   */
  record Origin(String where, Xpp3Dom written, String inList, Optional<Integer> list) {
    /** Returns the child that identifies the item, if it is written. */
    Optional<String> key() {
      return Objects.requireNonNull(KEYS.get(inList)).stream()
          .flatMap(key -> Stream.ofNullable(written.getChild(key)))
          .map(Xpp3Dom::getValue)
          .filter(Element::isWritten)
          .map(String::trim)
          .findFirst();
    }

    /** Returns the names of the children that this item has and the other one lacks. */
    List<String> childrenMissingIn(Origin other) {
      return Arrays.stream(items(written))
          .map(Xpp3Dom::getName)
          .filter(name -> other.written.getChild(name) == null)
          .toList();
    }
  }

  private final List<Origin> origins = new ArrayList<>();

  /** Returns a copy of a configuration whose lists are marked with their origin. */
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

  /** Returns the names of all lists of structures. */
  static Set<String> lists() {
    return KEYS.keySet();
  }

  /** Whether the element is a list of structures. */
  static boolean isList(Xpp3Dom element) {
    return KEYS.containsKey(element.getName()) && element.getChildCount() > 0;
  }

  /** Returns the origins merged into this element, the dominant one first. */
  List<Origin> of(Xpp3Dom merged) {
    return numbers(merged).map(origins::get).toList();
  }

  /** Returns the items of the merged lists that are missing in the result. */
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

  /** Returns the children of an element without marks. */
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
