package io.github.xacct.advice;

import io.github.xacct.model.DocPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Suggestions for AWS's error messages, selected by the message because one error code has many
 * causes. They are listed in {@code advice.txt}, whose first matching entry applies; the name of a
 * {@link DocPage} in braces becomes its URL. Sources: IAM user guide, access denied error messages;
 * ECS developer guide, stopped task errors; ErrorInformation in the API reference of CodeDeploy;
 * messages quoted in public issue threads.
 */
public final class Advice {
  private static final List<Entry> ENTRIES = read();

  /** The kind of response that contains the message; described at the top of {@code advice.txt}. */
  public enum Place {
    CALL,
    CALL_IN_CI,
    ASSUME_ROLE,
    ASSUME_ROLE_WITH_EXTERNAL_ID,
    ASSUME_ADMINISTRATOR,
    DEPLOYMENT,
    DEPLOYMENT_IN_READY,
    TASK,
    LOG,
    EXIT,
    CAPACITY,
    GONE,
    CONNECTION,
    CHANGE_SET,
    SDK;

    static Place of(String text) {
      return valueOf(text.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  /** One entry of the table; the lines still contain their placeholders. */
  record Entry(Set<Place> places, Pattern pattern, List<String> lines) {}

  private Advice() {}

  /**
   * Returns the lines of advice for a message; empty if no entry matches.
   *
   * @param places kinds of response: an entry for any of them may apply
   * @param sentence error code and message
   * @param values by the name of their placeholder
   */
  public static List<String> on(Set<Place> places, String sentence, Map<String, String> values) {
    return entry(places, sentence)
        .map(entry -> entry.lines().stream().map(line -> filled(line, values)).toList())
        .orElse(List.of());
  }

  /** Returns the lines of advice for a message, without filling in placeholders. */
  public static List<String> on(Place place, String sentence) {
    return on(Set.of(place), sentence, Map.of());
  }

  /** Returns the first entry of the table that matches a message in one of these places. */
  static Optional<Entry> entry(Set<Place> places, String sentence) {
    return ENTRIES.stream()
        .filter(entry -> entry.places().stream().anyMatch(places::contains))
        .filter(entry -> entry.pattern().matcher(sentence).find())
        .findFirst();
  }

  static List<Entry> entries() {
    return ENTRIES;
  }

  private static String filled(String line, Map<String, String> values) {
    String text = line;
    for (var value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue());
    }
    return text;
  }

  private static List<Entry> read() {
    try (InputStream in = Advice.class.getResourceAsStream("advice.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (DocPage page : DocPage.values()) {
        text = text.replace("{" + page.name() + "}", page.toString());
      }
      return Arrays.stream(text.split("(?m)^== ")).skip(1).map(Advice::entry).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String text) {
    var lines = text.strip().lines().toList();
    int colon = lines.get(0).indexOf(": ");
    return new Entry(
        Arrays.stream(lines.get(0).substring(0, colon).split(", "))
            .map(Place::of)
            .collect(Collectors.toUnmodifiableSet()),
        Pattern.compile(
            lines.get(0).substring(colon + 2), Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
        lines.subList(1, lines.size()));
  }
}
