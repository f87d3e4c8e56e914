package io.github.xacct.rehearsal.servicedeployment;

/** Ends a deployment early. */
final class Halted extends Exception {
  private static final long serialVersionUID = 1;

  /** Follows messages that AWS does not document. */
  static final String OWN_WORDS = " [words of the embedded AWS: AWS does not document its own]";

  private static final String ROLLED_BACK = "Service deployment rolled back because ";

  /** What follows after a deployment has ended early. */
  enum End {
    ROLLBACK,
    STOP,
    SUPERSEDED
  }

  final transient End end;

  private Halted(End end, String reason) {
    super(reason, null, false, false);
    this.end = end;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  static Halted because(String why) {
    return new Halted(End.ROLLBACK, ROLLED_BACK + why);
  }

  static Halted network(String why) {
    return because("of invalid networking configuration" + why);
  }

  static Halted hook(LifecycleStage stage, String tail) {
    return because(stage + " lifecycle hook(s) failed. " + tail);
  }

  static Halted byRequest() {
    return new Halted(End.ROLLBACK, ROLLED_BACK + "StopServiceDeployment was called." + OWN_WORDS);
  }

  static Halted byTimeout(LifecycleStage stage) {
    return new Halted(
        End.ROLLBACK, ROLLED_BACK + stage + " took longer than 24 hours." + OWN_WORDS);
  }

  static Halted byAlarm(String alarm, boolean rollsBack) {
    return new Halted(
        rollsBack ? End.ROLLBACK : End.STOP,
        (rollsBack ? ROLLED_BACK + "the alarm " : "Service deployment stopped because the alarm ")
            + alarm
            + " is in the ALARM state."
            + OWN_WORDS);
  }

  /**
   * Ends a deployment by the circuit breaker; AWS's documentation contradicts itself about the
   * strategies that support it.
   */
  static Halted byBreaker(ServiceSettings settings) {
    boolean marked = !settings.strategy().equals("BLUE_GREEN");
    return settings.breakerRollsBack()
        ? because(
            "the circuit breaker threshold was exceeded."
                + (marked ? " [the embedded AWS: undocumented for this strategy]" : ""))
        : new Halted(
            End.STOP,
            "Service deployment failed because the circuit breaker threshold was exceeded."
                + OWN_WORDS);
  }

  static Halted superseded(String by) {
    return new Halted(End.SUPERSEDED, "Superseded by service deployment " + by + "." + OWN_WORDS);
  }
}
