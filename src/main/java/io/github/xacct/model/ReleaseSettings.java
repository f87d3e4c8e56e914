package io.github.xacct.model;

import java.net.URI;
import java.util.Optional;

/**
 * The conditions of a release to an environment, and the topic that is notified of it.
 *
 * @param url URL of the app; absent means the production listener
 * @param requires environment whose smoke tests the image must have passed
 * @param topic ARN of the SNS topic to which deployments are published
 */
public record ReleaseSettings(
    Optional<URI> url, Optional<String> requires, Optional<String> topic) {

  /** No conditions and no notifications. */
  public static ReleaseSettings none() {
    return new ReleaseSettings(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
