package io.github.xacct.rehearsal.wire;

import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.Keys;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key: long-term credentials of a user, or temporary credentials of a session with token
 * and expiration.
 *
 * @param id {@code AKIA...} of a user, {@code ASIA...} of a session
 * @param caller principal of the key
 */
public record AccessKey(
    String id,
    String secret,
    Optional<String> sessionToken,
    Optional<Instant> expires,
    Caller caller) {

  /** Returns the keys for a client. */
  public Keys keys() {
    return new Keys(id, secret, sessionToken);
  }

  /** Keeps secrets out of logs and failed assertions. */
  @Override
  public String toString() {
    return id + " of " + caller.arn();
  }
}
