package io.github.xacct.rehearsal.cloudformation;

import java.util.UUID;

/** The failure to create, update or delete a resource, with the reason for the stack's event. */
final class HandlerFailed extends Exception {
  private static final long serialVersionUID = 1;

  HandlerFailed(String reason) {
    super(reason, null, false, false);
  }

  /**
   * Returns a failure with the message of the service behind the resource.
   *
   * @param code handler error code, such as {@code AlreadyExists}
   */
  static HandlerFailed of(String message, String code) {
    return new HandlerFailed(
        "Resource handler returned message: \"%s\" (RequestToken: %s, HandlerErrorCode: %s)"
            .formatted(message, UUID.randomUUID(), code));
  }
}
