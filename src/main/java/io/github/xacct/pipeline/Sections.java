package io.github.xacct.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a text with conditional and repeated sections, {@code #@if NAME} and {@code #@each NAME},
 * both up to {@code #@end}, and values {@code @name@}. The marker lines are YAML comments, so that
 * the unfilled text is valid YAML; CloudFormation cannot repeat a stage.
 */
final class Sections {
  private static final Pattern VALUE = Pattern.compile("@(\\w+)@");

  private Sections() {}

  /**
   * The values for a text.
   *
   * @param values by name
   * @param flags names of the conditions that are true
   * @param lists elements of a repeated section by its name; each inherits the values around it
   */
  record Scope(Map<String, String> values, Set<String> flags, Map<String, List<Scope>> lists) {}

  static String fill(String text, Scope scope) {
    var filled = new StringBuilder();
    var scopes = new ArrayDeque<Scope>();
    scopes.push(scope);
    fill(text.lines().toList(), scopes, filled);
    return filled.toString();
  }

  private static void fill(List<String> lines, Deque<Scope> scopes, StringBuilder filled) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith("#@")) {
        filled.append(values(line, scopes)).append('\n');
        continue;
      }
      int end = end(lines, i);
      var section = lines.subList(i + 1, end);
      String name = line.substring(line.indexOf(' ') + 1).trim();
      if (line.startsWith("#@if ")) {
        if (scopes.stream().anyMatch(scope -> scope.flags().contains(name))) {
          fill(section, scopes, filled);
        }
      } else {
        for (Scope element : elements(name, scopes)) {
          scopes.push(element);
          fill(section, scopes, filled);
          scopes.pop();
        }
      }
      i = end;
    }
  }

  private static List<Scope> elements(String name, Deque<Scope> scopes) {
    return scopes.stream()
        .filter(scope -> scope.lists().containsKey(name))
        .findFirst()
        .map(scope -> scope.lists().get(name))
        .orElseThrow(() -> new IllegalArgumentException("no list " + name));
  }

  private static int end(List<String> lines, int start) {
    int depth = 0;
    for (int i = start; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#@end")) {
        depth--;
      } else if (lines.get(i).startsWith("#@")) {
        depth++;
      }
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no end of: " + lines.get(start));
  }

  private static String values(String line, Deque<Scope> scopes) {
    return VALUE.matcher(line).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1), scopes)));
  }

  private static String value(String name, Deque<Scope> scopes) {
    return new ArrayList<>(scopes)
        .stream()
            .filter(scope -> scope.values().containsKey(name))
            .findFirst()
            .map(scope -> scope.values().get(name))
            .orElseThrow(() -> new IllegalArgumentException("no value " + name));
  }
}
