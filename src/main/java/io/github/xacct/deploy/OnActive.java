package io.github.xacct.deploy;

/** What to do if the deployment group already has a deployment in flight; it runs one at a time. */
public enum OnActive {
  /** Report it and fail, unless it is of the same build, which is followed. */
  FAIL,
  /** Wait until it ends, then deploy. */
  WAIT,
  /** Follow it if it deploys the same image, otherwise fail. */
  ATTACH,
  /** Stop it and roll it back if it deploys an older commit, otherwise fail. */
  SUPERSEDE;

  /** Parses {@code fail}, {@code wait}, {@code attach} or {@code supersede}. */
  public static OnActive parse(String text) {
    return Choice.of(values(), text);
  }
}
