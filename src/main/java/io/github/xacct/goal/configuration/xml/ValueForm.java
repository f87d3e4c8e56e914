package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.ErrorText;
import io.github.xacct.model.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The values that a parameter permits.
 *
 * @param kind kind of the value
 * @param values permitted values of a choice
 * @param check throws IllegalArgumentException with the problem and the expected value
 */
public record ValueForm(ValueKind kind, List<String> values, Consumer<String> check) {
  private static final List<String> FLAGS = List.of("true", "false");

  static ValueForm text() {
    return text(text -> {});
  }

  static ValueForm text(Consumer<String> check) {
    return new ValueForm(ValueKind.TEXT, List.of(), check);
  }

  /** The name of an environment, which is checked where the POM is known. */
  static ValueForm environment() {
    return new ValueForm(ValueKind.ENVIRONMENT, List.of(), text -> {});
  }

  static ValueForm image(Consumer<String> check) {
    return new ValueForm(ValueKind.IMAGE, List.of(), check);
  }

  static ValueForm flag() {
    return new ValueForm(ValueKind.FLAG, FLAGS, ValueForm::isTrue);
  }

  static ValueForm oneOf(List<String> values) {
    return new ValueForm(ValueKind.CHOICE, values, text -> choose(text, values));
  }

  static ValueForm number(int least, int most, String unit) {
    return new ValueForm(ValueKind.NUMBER, List.of(), text -> wholeNumber(text, least, most, unit));
  }

  /** Returns the problem of a text and what to write; empty if it is valid. */
  public Optional<String> problem(String text) {
    try {
      check.accept(text.trim());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(ErrorText.of(e));
    }
  }

  /** Parses {@code true} or {@code false}; other texts are invalid. */
  public static boolean isTrue(String text) {
    if (!FLAGS.contains(text)) {
      throw new IllegalArgumentException("invalid value '" + text + "': expected true or false");
    }
    return text.equals("true");
  }

  /** Returns the text if it is exactly one of the values. */
  public static String choose(String text, List<String> values) {
    if (!values.contains(text)) {
      throw new IllegalArgumentException(
          "invalid value '%s': %sxpected %s"
              .formatted(
                  text,
                  Spelling.nearest(text, values)
                      .map(near -> "did you mean " + near + "? E")
                      .orElse("e"),
                  alternatives(values)));
    }
    return text;
  }

  /** Parses an integer within a range. */
  public static int wholeNumber(String text, int least, int most, String unit) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      String of = unit.isEmpty() ? "" : " of " + unit;
      String range = " from " + least + " to " + most;
      throw new IllegalArgumentException(
          "invalid value '%s': expected a whole number%s%s%s"
              .formatted(
                  text,
                  of,
                  range,
                  TimeUnitText.in(unit, text).map(meant -> ": write " + meant).orElse("")),
          e);
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          number + " is out of range: write a number from " + least + " to " + most);
    }
    return number;
  }

  private static String alternatives(List<String> values) {
    int last = values.size() - 1;
    return last == 0
        ? values.get(0)
        : String.join(", ", values.subList(0, last)) + " or " + values.get(last);
  }
}
