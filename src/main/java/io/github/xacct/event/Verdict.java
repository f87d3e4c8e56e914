package io.github.xacct.event;

import java.util.Locale;

/** How a deployment ended, in the stable spelling that scripts read. */
public enum Verdict {
  SUCCEEDED,
  NOTHING_TO_DO,
  ROLLED_BACK,
  FAILED,
  STOPPED,
  DETACHED,
  DRY_RUN;

  /** Returns the spelling in files, such as {@code rolled-back}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
