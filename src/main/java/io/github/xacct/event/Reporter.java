package io.github.xacct.event;

/** Where what happens is reported to. Implementations are safe to call from several threads. */
@FunctionalInterface
public interface Reporter {

  /** Takes note of one event; never throws. */
  void report(Event event);
}
