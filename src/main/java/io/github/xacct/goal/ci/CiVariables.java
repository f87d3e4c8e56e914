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
 * Reads environment variables of a CI system safely: empty and malformed values are absent, and
 * control characters are removed. Anyone who can push a branch or open a pull request determines
 * some of the values.
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

  /** Returns a variable as one line, truncated to 255 characters; empty if it is not set. */
  Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(value -> STEERING.matcher(value).replaceAll(" ").strip())
        .filter(value -> !value.isEmpty())
        .map(value -> value.substring(0, Math.min(LONGEST, value.length())));
  }

  /** Returns the first of several variables that is set. */
  Optional<String> first(String... names) {
    for (String name : names) {
      if (has(name)) {
        return text(name);
      }
    }
    return Optional.empty();
  }

  /** Returns a variable if it is a full commit ID. */
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

  /** Returns a variable if it is an HTTP or HTTPS URL without credentials. */
  Optional<URI> url(String name) {
    return Optional.ofNullable(variables.get(name)).flatMap(CiVariables::urlOf);
  }

  /** Returns a text if it is an HTTP or HTTPS URL without credentials. */
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
