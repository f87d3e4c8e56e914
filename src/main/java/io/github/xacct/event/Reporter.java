package io.github.xacct.event;

/** Receives the events of a goal. Implementations are thread-safe. */
@FunctionalInterface
public interface Reporter {

  /** Reports one event; never throws. */
  void report(Event event);
}
