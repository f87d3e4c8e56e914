package io.github.xacct.event;

import java.util.Locale;

/** What a plan comes to; the stable word that machines read. */
public enum PlanVerdict {
  REFUSED,
  CHANGES,
  NOTHING_TO_DO;

  /** As written into files: {@code nothing-to-do}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
