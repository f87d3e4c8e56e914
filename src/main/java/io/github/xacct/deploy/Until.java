package io.github.xacct.deploy;

/** How far a deployment is followed. */
public enum Until {
  /** The deployment exists. */
  CREATED,
  /** It waits for approval, with green on the test listener; or has gone on without one. */
  READY,
  /** All production traffic is on the replacement task set. */
  SHIFTED,
  /** The original task set is gone. */
  TERMINATED;

  /** Reads {@code created}, {@code ready}, {@code shifted} or {@code terminated}. */
  public static Until parse(String text) {
    return Choice.of(values(), text);
  }

  /** As written in {@code -Dxacct.waitUntil}. */
  public String id() {
    return Choice.id(this);
  }
}
