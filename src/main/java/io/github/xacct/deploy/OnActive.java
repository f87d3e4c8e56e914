package io.github.xacct.deploy;

/** What to do when the group has a deployment in flight already; it runs one at a time. */
public enum OnActive {
  /** Say who, since when and what, and end; but follow it if it is of the same build. */
  FAIL,
  /** Wait for its end, then deploy. */
  WAIT,
  /** Follow it if it brings the same image, else fail. */
  ATTACH,
  /** Stop it and roll it back if it brings an older commit, else fail. */
  SUPERSEDE;

  /** Reads {@code fail}, {@code wait}, {@code attach} or {@code supersede}. */
  public static OnActive parse(String text) {
    return Choice.of(values(), text);
  }
}
