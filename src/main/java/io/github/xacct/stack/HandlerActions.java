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
 * What CloudFormation's handlers call for a type of resource, as the caller of the stack: the table
 * administrator.txt, from the CloudFormation registry.
 */
final class HandlerActions {
  private static final Map<String, Row> ROWS = read();

  private record Row(String resource, List<String> actions) {}

  private HandlerActions() {}

  /** The types of which it is known. */
  static Set<String> types() {
    return ROWS.keySet();
  }

  /**
   * The actions for some types, by the pattern of the resources to which they apply; {@code *} for
   * those that AWS allows on no single resource.
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
