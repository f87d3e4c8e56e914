package io.github.xacct.model;

import java.net.URI;
import java.util.Optional;

/**
 * What a release to an environment asks of another one, and whom it reports.
 *
 * @param url where the app answers; absent means the production listener
 * @param requires the environment whose smoke tests an image must have passed before
 * @param topic ARN of the SNS topic to which deployments are published
 */
public record ReleaseSettings(
    Optional<URI> url, Optional<String> requires, Optional<String> topic) {

  /** Asks nothing and reports nobody. */
  public static ReleaseSettings none() {
    return new ReleaseSettings(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
