package io.github.xacct.deploy.port;

import java.util.Optional;

/** The task definitions of the target account. */
public interface TaskDefinitions {

  /**
   * A revision of a task definition, as registered.
   *
   * @param arn with its revision number
   * @param json as AWS returns it, tags included
   */
  record Registered(String arn, String json) {}

  /** The newest active revision of a family. */
  Optional<Registered> newest(String family);

  /** One revision by its ARN. */
  Optional<Registered> describe(String arn);

  /**
   * Registers a new revision.
   *
   * @param taskDefinition in the form of RegisterTaskDefinition
   * @return what has been registered
   */
  Registered register(String taskDefinition);
}
