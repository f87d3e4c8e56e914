package io.github.xacct.preflight;

import java.util.Map;
import java.util.function.Supplier;

/** Checks that look at the same things; each can be made without the others. */
interface Section {

  /** Its checks; one that cannot be made throws a {@link Skip}. */
  Map<Check, Supplier<CheckVerdict>> checks();
}
