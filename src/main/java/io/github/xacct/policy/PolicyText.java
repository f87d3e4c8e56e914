package io.github.xacct.policy;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value in a policy, matched against a request with its wildcards and variables resolved. A
 * variable's value is taken literally: a {@code *} in it is no wildcard.
 *
 * @param text as written in the policy
 * @param variables whether the policy's version supports variables; 2008-10-17 does not
 */
record PolicyText(String text, boolean variables) {
  private static final Pattern TOKEN =
      Pattern.compile("\\$\\{(?<variable>[^}]*)}|(?<wildcard>[*?])|[^*?$]+|\\$", Pattern.DOTALL);
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*(?<key>[^,]*?)\\s*(?:,\\s*'(?<default>[^']*)'\\s*)?");
  private static final int COLONS_OF_AN_ARN = 5;

  /** The text with {@code *} and {@code ?} taken literally; empty if a variable has no value. */
  Optional<String> exact(AccessRequest request) {
    return resolve(request, literal -> literal, (wildcard, colons) -> wildcard);
  }

  /** Whether a value matches the text; fast for a text without variables. */
  boolean matches(String value, AccessRequest request, boolean ignoreCase) {
    return variables && text.contains("${")
        ? glob(request, ignoreCase ? Pattern.CASE_INSENSITIVE : 0)
            .filter(pattern -> pattern.matcher(value).matches())
            .isPresent()
        : Wildcards.match(text, value, ignoreCase);
  }

  /** A pattern that matches whole values; empty if a variable has no value. */
  Optional<Pattern> glob(AccessRequest request, int flags) {
    return resolve(request, Pattern::quote, (w, colons) -> w.equals("*") ? ".*" : ".")
        .map(regex -> Pattern.compile(regex, flags | Pattern.DOTALL));
  }

  /** A pattern for ARNs, whose wildcards do not match the first five colons. */
  Optional<Pattern> arnGlob(AccessRequest request) {
    return resolve(
            request,
            Pattern::quote,
            (w, colons) -> (colons < COLONS_OF_AN_ARN ? "[^:]" : ".") + (w.equals("*") ? "*" : ""))
        .map(regex -> Pattern.compile(regex, Pattern.DOTALL));
  }

  private interface Wildcard {
    String write(String wildcard, long colonsBefore);
  }

  private Optional<String> resolve(
      AccessRequest request, Function<String, String> literal, Wildcard wildcard) {
    var out = new StringBuilder();
    long colons = 0;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      if (token.group("wildcard") != null) {
        out.append(wildcard.write(token.group(), colons));
        continue;
      }
      Optional<String> value =
          variables && token.group("variable") != null
              ? variable(token.group("variable"), request)
              : Optional.of(token.group());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      out.append(literal.apply(value.get()));
      colons += value.get().chars().filter(c -> c == ':').count();
    }
    return Optional.of(out.toString());
  }

  /** The value of a variable; {@code ${*}}, {@code ${?}} and {@code ${$}} are IAM's escapes. */
  private static Optional<String> variable(String inside, AccessRequest request) {
    if (inside.matches("[*?$]")) {
      return Optional.of(inside);
    }
    Matcher variable = VARIABLE.matcher(inside);
    if (!variable.matches()) {
      return Optional.empty();
    }
    return request
        .values(variable.group("key"))
        .filter(values -> values.size() == 1)
        .map(values -> values.get(0))
        .or(() -> Optional.ofNullable(variable.group("default")));
  }
}
