package io.github.xacct.rehearsal.wire;

import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.Keys;
import java.time.Instant;
import java.util.Optional;

/**
 * Credentials: long-lived ones of a user, or a session's with token and end.
 *
 * @param id {@code AKIA...} of a user, {@code ASIA...} of a session
 * @param caller whom they stand for
 */
public record AccessKey(
    String id,
    String secret,
    Optional<String> sessionToken,
    Optional<Instant> expires,
    Caller caller) {

  /** The keys with which a client signs. */
  public Keys keys() {
    return new Keys(id, secret, sessionToken);
  }

  /** Keeps secrets out of logs and failed assertions. */
  @Override
  public String toString() {
    return id + " of " + caller.arn();
  }
}
