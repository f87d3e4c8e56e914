package io.github.xacct.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The actions that CloudFormation calls with the caller's credentials, by resource type: the table
 * administrator.txt, which is from the CloudFormation registry.
 */
final class HandlerActions {
  private static final Map<String, Row> ROWS = read();

  private record Row(String resource, List<String> actions) {}

  private HandlerActions() {}

  /** Returns the resource types of the table. */
  static Set<String> types() {
    return ROWS.keySet();
  }

  /**
   * Returns the actions for these types, by the pattern of their resources; {@code *} for actions
   * without resource-level permissions.
   */
  static Map<String, Set<String>> byResource(Collection<String> types) {
    var byResource = new TreeMap<String, Set<String>>();
    for (String type : types) {
      Row row = Objects.requireNonNull(ROWS.get(type));
      for (String action : row.actions()) {
        boolean anywhere = Objects.requireNonNull(ROWS.get("*")).actions().contains(action);
        byResource
            .computeIfAbsent(anywhere ? "*" : row.resource(), r -> new TreeSet<>())
            .add(action);
      }
    }
    return byResource;
  }

  private static Map<String, Row> read() {
    var rows = new LinkedHashMap<String, Row>();
    try (var in = HandlerActions.class.getResourceAsStream("administrator.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| "))
          .forEach(row -> rows.put(row[0], new Row(row[1], List.of(row[2].split(" ")))));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
