package io.github.xacct.deploy.port;

import io.github.xacct.model.XacctException;

/** No deployment was created, because another one is in flight in the same place. */
public final class Occupied extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient XacctException refusal;

  /**
   * @param refusal what the run fails with if it can do nothing about it
   */
  public Occupied(XacctException refusal) {
    super(refusal.getMessage(), refusal.getCause());
    this.refusal = refusal;
  }

  /** What the run fails with if it can do nothing about it. */
  public XacctException refusal() {
    return refusal;
  }
}
