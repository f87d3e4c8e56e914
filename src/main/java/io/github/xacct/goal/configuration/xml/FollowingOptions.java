package io.github.xacct.goal.configuration.xml;

import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Until;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.function.Function;

/** How a deployment is followed, read from its properties. */
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
   * Reads for how many seconds a task may be unhealthy, up to a day.
   *
   * @throws IllegalArgumentException if it is no such number
   */
  static int seconds(String text) {
    return ValueForm.wholeNumber(text, 0, 86_400, "seconds");
  }

  /**
   * Reads after how many dead tasks to stop; 0 is off.
   *
   * @throws IllegalArgumentException if it is neither a number nor off
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
