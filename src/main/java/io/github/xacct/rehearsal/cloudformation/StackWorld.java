package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import java.time.Duration;
import java.util.Optional;

/** What stacks touch beside the estate: task definitions, services that come up, images. */
public interface StackWorld {
  /** Registers a task definition, given as CloudFormation spells it, and reports its ARN. */
  String registerTaskDefinition(AccountRegion place, ObjectNode properties);

  /** Retires a task definition. */
  void deregisterTaskDefinition(AccountRegion place, String arn);

  /** Whether a family, revision or ARN names an active task definition. */
  boolean hasTaskDefinition(AccountRegion place, String name);

  /** Why ECS would not create a service of these properties, if it would not. */
  Optional<String> serviceRefusal(AccountRegion place, ObjectNode properties);

  /** Something was put into the estate, or removed from it. */
  void estateChanged();

  /** Forgets what an ECS service of this name ran last, because a new one will stand there. */
  void forgetService(AccountRegion place, String key);

  /**
   * Waits until an ECS service runs as many tasks as it shall.
   *
   * @param key cluster and name, with a slash between them
   * @return whether it does; false when the time is up
   */
  boolean awaitSteady(AccountRegion place, String key, Duration limit) throws InterruptedException;

  /** Whether a service, as a template spells it, is one that ECS itself deploys. */
  boolean isDeployedByEcs(ObjectNode properties);

  /** Why ECS refuses a service that it is to deploy itself; empty if it does not. */
  Optional<String> ownRefusal(AccountRegion place, ObjectNode properties);

  /**
   * Deploys a service that ECS deploys itself for the first time, and waits for the end.
   *
   * @param limit the least that is waited for
   * @return why it failed; empty if it did not
   */
  Optional<String> firstDeployment(AccountRegion place, String key, Duration limit)
      throws InterruptedException;

  /** Why the tasks of an ECS service get no image over its network, if they get none. */
  Optional<String> networkRefusal(AccountRegion place, String key);

  /** Whether a repository holds images. */
  boolean hasImages(AccountRegion place, String repository);

  /** Host and port of a place's registry: the first part of its images' names. */
  String registryHost(AccountRegion place);

  /** Whether a bucket holds objects. */
  boolean hasObjects(String bucket);

  /**
   * The text of an object of a bucket.
   *
   * @throws AwsError if there is none
   */
  String object(String bucket, String key);

  /** What a bucket says of who may use it. */
  ResourcePolicy bucketPolicy(String bucket);

  /** Takes an empty repository away. */
  void deleteRepository(AccountRegion place, String repository);

  /** Logical id or type of the resources whose creation shall fail, because a fault wants it. */
  Optional<String> failing();
}
