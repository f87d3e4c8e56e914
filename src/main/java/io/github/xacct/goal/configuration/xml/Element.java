package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.XacctException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The position of a value in the POM, at which its problems are reported. Reading continues after a
 * problem, so that all are reported at once; an invalid value is returned as empty.
 */
public final class Element {
  private final String path;
  private final ConfigurationProblems problems;

  private Element(String path, ConfigurationProblems problems) {
    this.path = path;
    this.problems = problems;
  }

  /** Returns the plugin's {@code <configuration>}, whose problems are added to the list. */
  public static Element root(ConfigurationProblems problems) {
    return new Element("", problems);
  }

  public Element child(String name) {
    return new Element(path.isEmpty() ? name : path + "/" + name, problems);
  }

  /**
   * Returns one of several children of the same name, identified by its own name, else by position.
   */
  public Element child(String name, @Nullable String itsName, int position) {
    return child(
        name + "[" + (itsName != null && isWritten(itsName) ? itsName.trim() : position) + "]");
  }

  /** Returns the position of a property, such as {@code -Denv}. */
  public Element property(String name) {
    return new Element(name, problems);
  }

  public void problem(String whatIsWrongAndWhatToWrite) {
    problems.add(path, whatIsWrongAndWhatToWrite);
  }

  /** Suppresses further problems of this element and its children. */
  public void unreadable() {
    problems.unreadable(path);
  }

  /** Whether no problem of this element or its children has been reported so far. */
  public boolean isSound() {
    return problems.isSound(path);
  }

  /** Reads an optional value without a default. */
  public <T> Optional<T> optional(@Nullable String written, Function<String, T> reading) {
    return written != null && isWritten(written)
        ? attempt(written.trim(), "", reading)
        : Optional.empty();
  }

  /** Reads a required value. */
  public <T> Optional<T> required(
      @Nullable String written, String whatToWrite, Function<String, T> reading) {
    if (written == null || !isWritten(written)) {
      problem("missing: write " + whatToWrite);
      return Optional.empty();
    }
    return attempt(written.trim(), "", reading);
  }

  /** Reads a value with a default; the default may be invalid too, if it is a derived name. */
  public <T> Optional<T> orDefault(
      @Nullable String written, String byDefault, Function<String, T> reading) {
    return written != null && isWritten(written)
        ? attempt(written.trim(), "", reading)
        : attempt(byDefault, " (this is the default; write the element to have another)", reading);
  }

  /** Reads an integer within a range. */
  public Optional<Integer> number(@Nullable String written, int byDefault, int least, int most) {
    return number(written, byDefault, least, most, "");
  }

  /** Reads an integer within a range, counted in a unit. */
  public Optional<Integer> number(
      @Nullable String written, int byDefault, int least, int most, String unit) {
    return orDefault(
        written, String.valueOf(byDefault), text -> ValueForm.wholeNumber(text, least, most, unit));
  }

  /** Reads {@code true} or {@code false}. */
  public boolean flag(@Nullable String written, boolean byDefault) {
    return orDefault(written, String.valueOf(byDefault), ValueForm::isTrue).orElse(byDefault);
  }

  public static boolean isWritten(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /**
   * Reads a switch of a goal.
   *
   * @throws XacctException if it is neither true nor false
   */
  public static boolean isTrue(@Nullable String text) {
    try {
      return text != null && isWritten(text) && ValueForm.isTrue(text.trim());
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("A switch is neither on nor off: " + e.getMessage() + ".");
    }
  }

  /** Returns the list without empty elements. */
  public static <T> List<T> listOf(@Nullable List<T> written) {
    return written == null ? List.of() : written.stream().filter(Objects::nonNull).toList();
  }

  /** Returns the map in the order written; an empty element has an empty text as its value. */
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
