package io.github.xacct.preflight;

import java.util.Map;
import java.util.function.Supplier;

/** A group of checks that read the same resources; each can run without the others. */
interface Section {

  /** The checks of the section; one that cannot run throws a {@link Skip}. */
  Map<Check, Supplier<CheckVerdict>> checks();
}
