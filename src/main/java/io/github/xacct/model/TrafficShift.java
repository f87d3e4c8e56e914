package io.github.xacct.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How production traffic shifts, read from the name of a predefined CodeDeploy deployment
 * configuration or of one named alike.
 *
 * @param percent of the traffic in the first step (canary) or in each step (linear); 100 for all at
 *     once
 * @param minutes until the rest shifts (canary) or between two steps (linear)
 */
public record TrafficShift(Kind kind, int percent, int minutes) {
  private static final Pattern CANARY =
      Pattern.compile(".*Canary(\\d{1,2})Percent(\\d{1,4})Minutes");
  private static final Pattern LINEAR =
      Pattern.compile(".*Linear(\\d{1,2})PercentEvery(\\d{1,4})Minutes?");

  /** The kind of traffic shift. */
  public enum Kind {
    ALL_AT_ONCE,
    CANARY,
    LINEAR
  }

  /** All traffic at once. */
  public static TrafficShift allAtOnce() {
    return new TrafficShift(Kind.ALL_AT_ONCE, 100, 0);
  }

  /** Parses a configuration's name; empty if the name does not show the shift. */
  public static Optional<TrafficShift> of(String configuration) {
    var canary = CANARY.matcher(configuration);
    var linear = LINEAR.matcher(configuration);
    if (canary.matches()) {
      return Optional.of(of(Kind.CANARY, canary.group(1), canary.group(2)));
    }
    if (linear.matches()) {
      return Optional.of(of(Kind.LINEAR, linear.group(1), linear.group(2)));
    }
    return configuration.endsWith("AllAtOnce") ? Optional.of(allAtOnce()) : Optional.empty();
  }

  private static TrafficShift of(Kind kind, String percent, String minutes) {
    return new TrafficShift(kind, Integer.parseInt(percent), Integer.parseInt(minutes));
  }
}
