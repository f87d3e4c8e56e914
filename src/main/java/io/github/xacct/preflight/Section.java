package io.github.xacct.preflight;

import java.util.Map;
import java.util.function.Supplier;

/** Checks that look at the same things; each can run without the others. */
interface Section {

  /** Its checks; one that cannot run throws a {@link Skip}. */
  Map<Check, Supplier<CheckVerdict>> checks();
}
