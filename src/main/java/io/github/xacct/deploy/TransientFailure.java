package io.github.xacct.deploy;

/** A call that failed for now: throttled, server fault, connection lost. Asking again may help. */
public final class TransientFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
