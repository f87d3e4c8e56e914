package io.github.xacct.stack;

import io.github.xacct.stack.ChangeSet.Change;
import java.util.ArrayList;
import java.util.List;

/** What all change sets would do, as one table for people: a line for each resource. */
final class ChangeTable {
  private static final String ROW = "  %-12s %-28s %-42s %s";

  private ChangeTable() {}

  static List<String> lines(List<ChangeSet> sets) {
    var lines = new ArrayList<String>();
    for (ChangeSet set : sets) {
      if (!set.isEmpty()) {
        lines.add(set.stack().place() + ": " + set.stack().name() + (set.first() ? ", new" : ""));
        set.changes().forEach(change -> lines.add(row(change)));
      }
    }
    return lines;
  }

  private static String row(Change change) {
    return ROW.formatted(
            action(change),
            change.logicalId(),
            change.type(),
            change.action().equals("Modify") ? String.join(", ", change.properties()) : "")
        .stripTrailing();
  }

  private static String action(Change change) {
    return switch (change.action()) {
      case "Add" -> "+ add";
      case "Remove" -> "- remove";
      case "Import" -> "= take over";
      default ->
          switch (change.replacement()) {
            case "True" -> "! replace";
            case "Conditional" -> "! may replace";
            default -> "~ change";
          };
    };
  }
}
