package io.github.xacct.event;

import java.util.Locale;

/** How it ended; the stable word that machines read. */
public enum Verdict {
  SUCCEEDED,
  NOTHING_TO_DO,
  ROLLED_BACK,
  FAILED,
  STOPPED,
  DETACHED,
  DRY_RUN;

  /** As written into files: {@code rolled-back}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
