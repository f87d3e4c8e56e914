package io.github.xacct.report;

import java.util.List;

/** Several reporters as one. */
public final class Reporters {
  private Reporters() {}

  /** Tells each, in this order. */
  public static Reporter all(Reporter... reporters) {
    var everyone = List.of(reporters);
    return event -> everyone.forEach(reporter -> reporter.tell(event));
  }
}
