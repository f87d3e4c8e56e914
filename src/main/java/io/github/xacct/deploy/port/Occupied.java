package io.github.xacct.deploy.port;

import io.github.xacct.model.XacctException;

/** Reports that no deployment was created because another one is in flight. */
public final class Occupied extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient XacctException refusal;

  /**
   * @param refusal the exception that the run fails with if it cannot resolve that
   */
  public Occupied(XacctException refusal) {
    super(refusal.getMessage(), refusal.getCause());
    this.refusal = refusal;
  }

  /** The exception that the run fails with if it cannot resolve that. */
  public XacctException refusal() {
    return refusal;
  }
}
