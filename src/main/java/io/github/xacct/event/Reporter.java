package io.github.xacct.event;

/** Who is reported what happens. Implementations are safe to call from several threads. */
@FunctionalInterface
public interface Reporter {

  /** Takes note of one event; never throws. */
  void report(Event event);
}
