package io.github.xacct.event;

import java.util.Locale;

/** The result of a plan, in the stable spelling that scripts read. */
public enum PlanVerdict {
  REFUSED,
  CHANGES,
  NOTHING_TO_DO;

  /** Returns the spelling in files, such as {@code nothing-to-do}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
