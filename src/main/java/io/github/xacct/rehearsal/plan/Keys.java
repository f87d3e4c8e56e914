package io.github.xacct.rehearsal.plan;

import java.util.Optional;

/**
 * Credentials of a rehearsal, invalid outside it.
 *
 * @param sessionToken of a role session; absent for a user
 */
public record Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

  /** Keeps secrets out of logs and failed assertions. */
  @Override
  public String toString() {
    return accessKeyId;
  }
}
