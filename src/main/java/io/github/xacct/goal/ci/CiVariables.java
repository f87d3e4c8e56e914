package io.github.xacct.goal.ci;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Environment variables of a CI system as values: what is empty is absent, what would steer a
 * terminal is taken out, and what does not have the documented form is absent as well. Anyone who
 * may push a branch or open a pull request chooses some of them.
 */
final class CiVariables {
  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]+");
  private static final int LONGEST = 255;
  private static final int LONGEST_URL = 1000;

  private final Map<String, String> variables;

  CiVariables(Map<String, String> variables) {
    this.variables = variables;
  }

  boolean has(String name) {
    return text(name).isPresent();
  }

  boolean isTrue(String name) {
    return text(name).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** The value of a variable if it is one line of text. */
  Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(value -> STEERING.matcher(value).replaceAll(" ").strip())
        .filter(value -> !value.isEmpty())
        .map(value -> value.substring(0, Math.min(LONGEST, value.length())));
  }

  /** The first of several that is there. */
  Optional<String> first(String... names) {
    for (String name : names) {
      if (has(name)) {
        return text(name);
      }
    }
    return Optional.empty();
  }

  /** The value of a variable if it is a full commit ID. */
  Optional<String> commit(String name) {
    return text(name).map(id -> id.toLowerCase(Locale.ROOT)).filter(GitHead::isCommit);
  }

  Optional<Path> folder(String name) {
    try {
      return text(name).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** An address that a browser opens, without the credentials that some systems put into it. */
  Optional<URI> url(String name) {
    return Optional.ofNullable(variables.get(name)).flatMap(CiVariables::urlOf);
  }

  /** The same of a text that was put together. */
  static Optional<URI> urlOf(String text) {
    if (text.length() > LONGEST_URL) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.strip().replace(" ", "%20"));
      boolean opened = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return opened && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
