package io.github.xacct.goal.configuration.xml;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts a duration with a unit, such as 5m, to the unit of a parameter. */
final class TimeUnitText {
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,7})\\s*(ms|s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)");

  private static final Map<String, Long> MILLISECONDS =
      Map.of("milliseconds", 1L, "seconds", 1000L, "minutes", 60_000L);

  private TimeUnitText() {}

  /** Returns the duration in a unit, if it is an integer. */
  static Optional<Long> in(String unit, String text) {
    Matcher time = TIME.matcher(text);
    Long ours = MILLISECONDS.get(unit);
    if (ours == null || !time.matches()) {
      return Optional.empty();
    }
    long theirs =
        switch (time.group(2).charAt(0)) {
          case 's' -> 1000;
          case 'h' -> 3_600_000;
          default -> time.group(2).equals("ms") ? 1 : 60_000;
        };
    long milliseconds = Long.parseLong(time.group(1)) * theirs;
    return milliseconds % ours == 0 ? Optional.of(milliseconds / ours) : Optional.empty();
  }
}
