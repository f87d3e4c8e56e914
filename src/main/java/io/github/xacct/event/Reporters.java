package io.github.xacct.event;

import java.util.List;

/** Several reporters as one. */
public final class Reporters {
  private Reporters() {}

  /** Reports each, in this order; one that breaks keeps nobody else from hearing. */
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
