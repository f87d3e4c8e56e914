package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.Spelling;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What <code>${...}</code> stands for that Maven has left in the pom's configuration. */
public final class Expressions {
  /** Two dollars are Maven's way to write one that is meant literally. */
  private static final Pattern EXPRESSION = Pattern.compile("(\\$?)(\\$\\{([^}]*)})");

  private final Function<String, Optional<String>> values;
  private final Collection<String> names;

  /**
   * @param values of an expression, braces and all
   * @param names of the properties that there are, for near ones
   */
  public Expressions(Function<String, Optional<String>> values, Collection<String> names) {
    this.values = values;
    this.names = names;
  }

  /** Expressions of a build without properties. */
  public static Expressions none() {
    return new Expressions(expression -> Optional.empty(), java.util.List.of());
  }

  /** The text with each of them replaced; null, and reported, if that cannot be done. */
  @Nullable String resolve(String text, ValueKind kind, Element element) {
    Matcher matcher = EXPRESSION.matcher(text);
    var resolved = new StringBuilder();
    boolean whole = true;
    while (matcher.find()) {
      Optional<String> value =
          matcher.group(1).isEmpty()
              ? values.apply(matcher.group(2))
              : Optional.of(matcher.group(2));
      if (value.isEmpty() && kind != ValueKind.COMMAND) {
        whole = false;
        element.problem(unset(matcher.group(3), kind));
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse(matcher.group(2))));
    }
    matcher.appendTail(resolved);
    if (!whole) {
      element.unreadable();
      return null;
    }
    return resolved.toString();
  }

  private String unset(String name, ValueKind kind) {
    return "nothing sets ${"
        + name
        + "}: "
        + Spelling.nearest(name, names)
            .map(near -> "did you mean ${" + near + "}?")
            .orElse(
                kind == ValueKind.TEXT
                    ? "define it, or write $${" + name + "} to have it literally"
                    : "define it");
  }
}
