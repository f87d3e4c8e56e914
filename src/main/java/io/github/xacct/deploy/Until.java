package io.github.xacct.deploy;

/** The state up to which a deployment is followed. */
public enum Until {
  /** The deployment exists. */
  CREATED,
  /** It waits for approval with green on the test listener, or has continued without one. */
  READY,
  /** All production traffic is on the replacement task set. */
  SHIFTED,
  /** The original task set is terminated. */
  TERMINATED;

  /** Parses {@code created}, {@code ready}, {@code shifted} or {@code terminated}. */
  public static Until parse(String text) {
    return Choice.of(values(), text);
  }

  /** The value of {@code -Dxacct.waitUntil}. */
  public String id() {
    return Choice.id(this);
  }
}
