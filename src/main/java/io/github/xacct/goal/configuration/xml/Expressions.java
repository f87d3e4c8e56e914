package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.Spelling;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves <code>${...}</code> that Maven has left unresolved in the configuration. */
public final class Expressions {
  /** An expression; a second dollar sign before it is Maven's escape for a literal one. */
  private static final Pattern EXPRESSION = Pattern.compile("(\\$?)(\\$\\{([^}]*)})");

  private final Function<String, Optional<String>> values;
  private final Collection<String> names;

  /**
   * @param values value of an expression, which includes its braces
   * @param names names of the existing properties, for suggestions
   */
  public Expressions(Function<String, Optional<String>> values, Collection<String> names) {
    this.values = values;
    this.names = names;
  }

  /** Returns expressions of a build without properties. */
  public static Expressions none() {
    return new Expressions(expression -> Optional.empty(), java.util.List.of());
  }

  /**
   * Returns the text with each expression resolved; reports a problem and returns null if one
   * cannot be.
   */
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
