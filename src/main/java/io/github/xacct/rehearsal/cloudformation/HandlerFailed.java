package io.github.xacct.rehearsal.cloudformation;

import java.util.UUID;

/** Why a resource could not be made, changed or deleted, as a stack's event reports it. */
final class HandlerFailed extends Exception {
  private static final long serialVersionUID = 1;

  HandlerFailed(String reason) {
    super(reason, null, false, false);
  }

  /**
   * What the service behind the resource said.
   *
   * @param code of the resource handler's contract, such as {@code AlreadyExists}
   */
  static HandlerFailed of(String message, String code) {
    return new HandlerFailed(
        "Resource handler returned message: \"%s\" (RequestToken: %s, HandlerErrorCode: %s)"
            .formatted(message, UUID.randomUUID(), code));
  }
}
