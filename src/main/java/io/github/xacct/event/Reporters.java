package io.github.xacct.event;

import java.util.List;

/** Several reporters as one. */
public final class Reporters {
  private Reporters() {}

  /**
   * Reports each event to all reporters in this order; if one throws, the others still receive the
   * event, and the first exception is rethrown.
   */
  public static Reporter all(Reporter... reporters) {
    var everyone = List.of(reporters);
    return event -> {
      Throwable broken = null;
      for (var reporter : everyone) {
        try {
          reporter.report(event);
        } catch (RuntimeException | Error e) {
          broken = broken == null ? e : broken;
        }
      }
      if (broken instanceof Error error) {
        throw error;
      } else if (broken instanceof RuntimeException exception) {
        throw exception;
      }
    };
  }
}
