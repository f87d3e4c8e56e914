package io.github.xacct.rehearsal.plan;

import java.util.Optional;

/**
 * Credentials for a rehearsal, worth nothing outside it.
 *
 * @param sessionToken of a role session; a user has none
 */
public record Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

  /** Keeps secrets out of logs and failed assertions. */
  @Override
  public String toString() {
    return accessKeyId;
  }
}
