package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import java.time.Duration;
import java.util.Optional;

/**
 * What stacks need besides the resource store: task definitions, starting services, images,
 * objects.
 */
public interface StackWorld {
  /** Registers a task definition with CloudFormation's property names and returns its ARN. */
  String registerTaskDefinition(AccountRegion place, ObjectNode properties);

  /** Deregisters a task definition. */
  void deregisterTaskDefinition(AccountRegion place, String arn);

  /** Returns whether a family, revision or ARN names an active task definition. */
  boolean hasTaskDefinition(AccountRegion place, String name);

  /** Returns why ECS would refuse to create a service with these properties, or empty. */
  Optional<String> serviceRefusal(AccountRegion place, ObjectNode properties);

  /** Applies changes of the resource store to listeners and services. */
  void resourcesChanged();

  /** Deletes the saved state of an earlier ECS service of this name. */
  void forgetService(AccountRegion place, String key);

  /**
   * Waits until an ECS service runs its desired number of tasks.
   *
   * @param key cluster and name, with a slash between them
   * @return false if the limit is exceeded
   */
  boolean awaitSteady(AccountRegion place, String key, Duration limit) throws InterruptedException;

  /**
   * Returns whether a service's CloudFormation properties specify the ECS deployment controller
   * with a strategy other than ROLLING.
   */
  boolean isDeployedByEcs(ObjectNode properties);

  /** Returns why ECS refuses a service with the ECS deployment controller, or empty. */
  Optional<String> ownRefusal(AccountRegion place, ObjectNode properties);

  /**
   * Runs the first deployment of a service with the ECS deployment controller, and waits for its
   * end.
   *
   * @param limit minimum time to wait
   * @return why it failed, or empty
   */
  Optional<String> firstDeployment(AccountRegion place, String key, Duration limit)
      throws InterruptedException;

  /** Returns why the tasks of an ECS service cannot pull their image over its network, or empty. */
  Optional<String> networkRefusal(AccountRegion place, String key);

  /** Returns whether a repository contains images. */
  boolean hasImages(AccountRegion place, String repository);

  /** Returns host and port of a registry, the first part of its images' names. */
  String registryHost(AccountRegion place);

  /** Returns whether a bucket contains objects. */
  boolean hasObjects(String bucket);

  /**
   * Returns the text of an object.
   *
   * @throws AwsError if it does not exist
   */
  String object(String bucket, String key);

  /** Returns the policy of a bucket. */
  ResourcePolicy bucketPolicy(String bucket);

  /** Deletes an empty repository. */
  void deleteRepository(AccountRegion place, String repository);

  /**
   * Returns the logical ID or type of the resources whose creation fails because of a fault, or
   * empty.
   */
  Optional<String> failing();
}
