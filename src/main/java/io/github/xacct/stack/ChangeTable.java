package io.github.xacct.stack;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.github.xacct.stack.ChangeSet.Change;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prints the changes of all change sets as a table, one line per resource. A new stack's resources
 * are only counted by type unless details are requested.
 */
record ChangeTable(boolean details) {
  private static final String ROW = "  %-12s %-28s %-42s %s";
  private static final String COUNT = "  %-12s %s: %s";

  List<String> lines(List<ChangeSet> sets) {
    var lines = new ArrayList<String>();
    for (ChangeSet set : sets) {
      if (!set.isEmpty()) {
        lines.add(set.stack().place() + ": " + set.stack().name() + (set.first() ? ", new" : ""));
        set.changes().stream()
            .filter(change -> !isCounted(set, change))
            .forEach(change -> lines.add(row(set, change)));
        counts(set).ifPresent(lines::add);
      }
    }
    if (sets.stream().anyMatch(set -> counts(set).isPresent())) {
      lines.add("-Dxacct.details shows each resource of the new stacks.");
    }
    return lines;
  }

  private boolean isCounted(ChangeSet set, Change change) {
    return !details && set.first() && change.action().equals("Add");
  }

  private Optional<String> counts(ChangeSet set) {
    List<String> types =
        set.changes().stream().filter(c -> isCounted(set, c)).map(Change::type).toList();
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(
            COUNT.formatted(
                "+ add",
                types.size() == 1 ? "1 resource" : types.size() + " resources",
                counted(types)));
  }

  /** Returns the counts by service, such as {@code EC2: EIP, 4 Subnet; IAM: 2 Role}. */
  private static String counted(List<String> types) {
    var byService =
        types.stream()
            .map(type -> type.split("::", 3))
            .collect(
                groupingBy(
                    parts -> parts[1],
                    TreeMap::new,
                    groupingBy(parts -> parts[2], TreeMap::new, counting())));
    return byService.entrySet().stream()
        .map(
            service ->
                service.getKey()
                    + ": "
                    + service.getValue().entrySet().stream()
                        .map(t -> (t.getValue() == 1 ? "" : t.getValue() + " ") + t.getKey())
                        .collect(joining(", ")))
        .collect(joining("; "));
  }

  private static String row(ChangeSet set, Change change) {
    return ROW.formatted(action(change), change.logicalId(), change.type(), note(set, change))
        .stripTrailing();
  }

  private static String note(ChangeSet set, Change change) {
    return switch (change.action()) {
      case "Modify" -> String.join(", ", change.properties());
      case "Import" ->
          set.stack().template() == Template.SERVICE
              ? "exists already, and stays as it is"
              : "exists already; its settings become the template's";
      default -> "";
    };
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
