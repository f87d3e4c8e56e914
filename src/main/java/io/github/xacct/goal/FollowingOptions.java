package io.github.xacct.goal;

import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Until;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.function.Function;

/** How a deployment is followed, read from its properties. */
record FollowingOptions(Until until, OnActive onActive, CircuitBreaker.Threshold breaker) {

  static FollowingOptions parse(
      String waitUntil, String onActive, String circuitBreaker, int healthGrace) {
    return new FollowingOptions(
        read("xacct.waitUntil", waitUntil, Until::parse),
        read("xacct.onActive", onActive, OnActive::parse),
        new CircuitBreaker.Threshold(
            read("xacct.circuitBreaker", circuitBreaker, FollowingOptions::deaths),
            Duration.ofSeconds(healthGrace)));
  }

  private static int deaths(String text) {
    if (text.equals("off")) {
      return 0;
    }
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException("'" + text + "' is neither a number from 1 nor off");
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
