package io.github.xacct.deploy.port;

import io.github.xacct.revision.AppSpec;

/**
 * The content of one deployment: a registered task definition and the properties of the service to
 * deploy with it.
 *
 * @param taskDefinition its ARN, including the revision
 * @param appSpec with a placeholder for the task definition
 */
public record Revision(String taskDefinition, AppSpec appSpec) {

  /** The AppSpec with the ARN of the task definition. */
  public AppSpec finished() {
    return appSpec.withTaskDefinition(taskDefinition);
  }

  /** The AppSpec with the ARN of the task definition, as JSON. */
  public String content() {
    return finished().content().text();
  }

  /** The SHA-256 of the content in UTF-8, in hexadecimal. */
  public String sha256() {
    return finished().content().sha256();
  }
}
