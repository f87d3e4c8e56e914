package io.github.xacct.deploy.port;

import java.util.Optional;

/** The task definitions of the target account. */
public interface TaskDefinitions {

  /**
   * A registered revision of a task definition.
   *
   * @param arn including the revision
   * @param json as AWS returns it, including tags
   */
  record Registered(String arn, String json) {}

  /** The newest active revision of a family. */
  Optional<Registered> newest(String family);

  /** One revision by its ARN. */
  Optional<Registered> describe(String arn);

  /**
   * Registers a new revision.
   *
   * @param taskDefinition JSON in the form of RegisterTaskDefinition
   * @return the registered revision
   */
  Registered register(String taskDefinition);
}
