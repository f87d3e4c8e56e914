package io.github.xacct.deploy.port;

import io.github.xacct.revision.AppSpec;

/**
 * What one deployment brings: a registered task definition, and what is asked of the service beside
 * it.
 *
 * @param taskDefinition its ARN with the revision number
 * @param appSpec names a placeholder in its place
 */
public record Revision(String taskDefinition, AppSpec appSpec) {

  /** The AppSpec with the ARN in it. */
  public AppSpec finished() {
    return appSpec.withTaskDefinition(taskDefinition);
  }

  /** The AppSpec with the ARN in it, as JSON. */
  public String content() {
    return finished().content().text();
  }

  /** The SHA-256 of the content in UTF-8, in hexadecimal. */
  public String sha256() {
    return finished().content().sha256();
  }
}
