package io.github.xacct.goal.configuration.xml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where in the pom a value stands, and whom to report if it is wrong. Reading goes on after a
 * problem, so that all are reported at once; what could not be read is absent.
 */
public final class Element {
  private final String path;
  private final ConfigurationProblems problems;

  private Element(String path, ConfigurationProblems problems) {
    this.path = path;
    this.problems = problems;
  }

  /** The plugin's {@code <configuration>}; problems are added to the list. */
  public static Element root(ConfigurationProblems problems) {
    return new Element("", problems);
  }

  public Element child(String name) {
    return new Element(path.isEmpty() ? name : path + "/" + name, problems);
  }

  /** One of several children of the same name: by its own name if it has one, else by position. */
  public Element child(String name, @Nullable String itsName, int position) {
    return child(
        name + "[" + (itsName != null && isWritten(itsName) ? itsName.trim() : position) + "]");
  }

  /** Something that was said outside the pom, such as {@code -Denv}. */
  public Element property(String name) {
    return new Element(name, problems);
  }

  public void problem(String whatIsWrongAndWhatToWrite) {
    problems.add(path, whatIsWrongAndWhatToWrite);
  }

  /** Nothing more is reported of what is here and below. */
  public void unreadable() {
    problems.unreadable(path);
  }

  /** Whether nothing is wrong here and below, as far as has been read. */
  public boolean isSound() {
    return problems.isSound(path);
  }

  /** Reads a value that may be left out and has no default. */
  public <T> Optional<T> optional(@Nullable String written, Function<String, T> reading) {
    return written != null && isWritten(written)
        ? attempt(written.trim(), "", reading)
        : Optional.empty();
  }

  /** Reads a value that must be there. */
  public <T> Optional<T> required(
      @Nullable String written, String whatToWrite, Function<String, T> reading) {
    if (written == null || !isWritten(written)) {
      problem("missing: write " + whatToWrite);
      return Optional.empty();
    }
    return attempt(written.trim(), "", reading);
  }

  /** Reads a value that has a default; the default may be wrong too, when it is a derived name. */
  public <T> Optional<T> orDefault(
      @Nullable String written, String byDefault, Function<String, T> reading) {
    return written != null && isWritten(written)
        ? attempt(written.trim(), "", reading)
        : attempt(byDefault, " (this is the default; write the element to have another)", reading);
  }

  /** Reads a whole number of a range. */
  public Optional<Integer> number(@Nullable String written, int byDefault, int least, int most) {
    return number(written, byDefault, least, most, "");
  }

  /** The same of something that is counted in a unit. */
  public Optional<Integer> number(
      @Nullable String written, int byDefault, int least, int most, String unit) {
    return orDefault(
        written, String.valueOf(byDefault), text -> ValueForm.wholeNumber(text, least, most, unit));
  }

  /** Reads true or false. */
  public boolean flag(@Nullable String written, boolean byDefault) {
    return orDefault(written, String.valueOf(byDefault), ValueForm::isTrue).orElse(byDefault);
  }

  public static boolean isWritten(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /** The list without the elements that hold nothing. */
  public static <T> List<T> listOf(@Nullable List<T> written) {
    return written == null ? List.of() : written.stream().filter(Objects::nonNull).toList();
  }

  /** The map in the order written; an empty element is an empty text. */
  public static Map<String, String> mapOf(@Nullable Map<String, String> written) {
    var map = new LinkedHashMap<String, String>();
    if (written != null) {
      written.forEach((key, value) -> map.put(key, value == null ? "" : value));
    }
    return Collections.unmodifiableMap(map);
  }

  private <T> Optional<T> attempt(String text, String suffix, Function<String, T> reading) {
    try {
      return Optional.of(reading.apply(text));
    } catch (IllegalArgumentException e) {
      problem(e.getMessage() + suffix);
      return Optional.empty();
    }
  }
}
