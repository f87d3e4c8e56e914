package io.github.xacct.goal.configuration.xml;

import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Until;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.function.Function;

/** The options with which a deployment is followed, parsed from properties. */
public record FollowingOptions(Until until, OnActive onActive, CircuitBreaker.Threshold breaker) {

  public static FollowingOptions parse(
      String waitUntil, String onActive, String circuitBreaker, String healthGrace) {
    return new FollowingOptions(
        read("xacct.waitUntil", waitUntil, Until::parse),
        read("xacct.onActive", onActive, OnActive::parse),
        new CircuitBreaker.Threshold(
            read("xacct.circuitBreaker", circuitBreaker, FollowingOptions::deaths),
            Duration.ofSeconds(read("xacct.healthGrace", healthGrace, FollowingOptions::seconds))));
  }

  /**
   * Parses the number of seconds for which a task may be unhealthy, at most a day.
   *
   * @throws IllegalArgumentException if it is not such a number
   */
  static int seconds(String text) {
    return ValueForm.wholeNumber(text, 0, 86_400, "seconds");
  }

  /**
   * Parses the number of stopped tasks after which to stop a deployment; 0 for {@code off}.
   *
   * @throws IllegalArgumentException if it is neither a number nor {@code off}
   */
  static int deaths(String text) {
    if (text.equals("off")) {
      return 0;
    }
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          "invalid value '" + text + "': expected a number from 1 to 999 or off");
    }
    return Integer.parseInt(text);
  }

  private static <T> T read(String property, String text, Function<String, T> reading) {
    try {
      return reading.apply(text.trim());
    } catch (IllegalArgumentException e) {
      throw XacctException.yours(property + ": " + e.getMessage() + ".");
    }
  }
}
