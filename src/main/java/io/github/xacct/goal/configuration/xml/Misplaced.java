package io.github.xacct.goal.configuration.xml;

import io.github.xacct.goal.configuration.xml.Dictionary.Entry;
import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import io.github.xacct.model.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Suggests what to write instead of an element that is unknown in its place. */
public final class Misplaced {
  /** Parameters of the goal init; in the POM they belong to an environment or the registry. */
  private static final Set<String> OF_INIT =
      Set.of(
          "account",
          "region",
          "role",
          "externalId",
          "cluster",
          "service",
          "application",
          "deploymentGroup");

  /** Names too common to suggest their place to a user who wrote them elsewhere. */
  private static final Set<String> OF_ONE_GOAL = Set.of("port", "minute", "fault", "from", "yes");

  private static final int SHORTEST_PART = 3;

  private final boolean ofInit;

  Misplaced(boolean ofInit) {
    this.ofInit = ofInit;
  }

  /** Whether this goal accepts the element in this place. */
  boolean isWelcome(Entry parent, Entry child) {
    return ofInit || !parent.isConfiguration() || !OF_INIT.contains(child.name());
  }

  /** Returns the known element of which the name is a misspelling. */
  Optional<Entry> meant(Entry parent, String name) {
    return Spelling.nearest(name, welcome(parent)).flatMap(parent::child);
  }

  /** Returns the problem of the element, and what to write. */
  String advice(Entry parent, Node node) {
    String name = node.name();
    Optional<Entry> meant = meant(parent, name);
    if (meant.isPresent()) {
      return meant
          .filter(m -> m.shape() == Shape.LIST && m.item().name().equals(name))
          .map(m -> "unknown element: it belongs in <" + m.name() + ">")
          .orElse("unknown element: did you mean <" + meant.get().name() + ">?");
    }
    List<String> alike = alike(parent, name);
    Set<String> homes = new LinkedHashSet<>();
    homes(Dictionary.CONFIGURATION, name, homes);
    if (alike.isEmpty() && homes.isEmpty()) {
      return "unknown element: expected "
          + (parent.isConfiguration() ? "" : "one of ")
          + String.join(", ", parent.isConfiguration() ? groups() : parent.names());
    }
    if (alike.isEmpty()) {
      return "unknown element: it belongs in " + alternatives(homes);
    }
    return "unknown element: did you mean "
        + alternatives(alike.stream().map(a -> "<" + a + ">").toList())
        + "?"
        + (homes.isEmpty() ? "" : " <" + name + "> belongs in " + alternatives(homes));
  }

  /** Returns the parents of elements with this name; empty if it is unknown. */
  public static Optional<String> home(String name) {
    Set<String> homes = new LinkedHashSet<>();
    homes(Dictionary.CONFIGURATION, name, homes);
    return homes.isEmpty() ? Optional.empty() : Optional.of(alternatives(homes));
  }

  private static List<String> groups() {
    return Dictionary.CONFIGURATION.children().stream()
        .filter(child -> child.shape() != Shape.VALUE)
        .map(Entry::name)
        .toList();
  }

  private List<String> welcome(Entry parent) {
    return parent.children().stream()
        .filter(child -> isWelcome(parent, child))
        .map(Entry::name)
        .toList();
  }

  /** Returns names that contain this one or are contained in it, such as port and containerPort. */
  private List<String> alike(Entry parent, String name) {
    if (name.length() < SHORTEST_PART || parent.isConfiguration()) {
      return List.of();
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return parent.names().stream()
        .filter(known -> known.length() >= SHORTEST_PART)
        .filter(
            known ->
                known.toLowerCase(Locale.ROOT).contains(lower)
                    || lower.contains(known.toLowerCase(Locale.ROOT)))
        .toList();
  }

  /** Collects the parents of elements with this name. */
  private static void homes(Entry parent, String name, Set<String> homes) {
    for (Entry child : parent.children()) {
      // Names of items and of map entries do not show where they belong.
      boolean users =
          parent.shape() != Shape.GROUP && child.shape() == Shape.VALUE
              || parent.isConfiguration() && (OF_INIT.contains(name) || OF_ONE_GOAL.contains(name));
      if (child.name().equals(name) && !users) {
        homes.add("<" + parent.name() + ">");
      }
      homes(child, name, homes);
    }
  }

  private static String alternatives(Iterable<String> names) {
    var all = new ArrayList<String>();
    names.forEach(all::add);
    int last = all.size() - 1;
    return last == 0
        ? all.get(0)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }
}
