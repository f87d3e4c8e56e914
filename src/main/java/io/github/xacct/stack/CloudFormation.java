package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.network.Network;
import io.github.xacct.network.Reading;
import io.github.xacct.network.ServerCertificate;
import io.github.xacct.stack.plan.Stack;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudFormation in one account and region, called with an administrator's credentials. */
public interface CloudFormation {

  /** Returns the ARN of the caller, whose account is the one of the stacks. */
  String caller();

  /** Reads a stack; empty if there is none. By its ARN, a deleted stack is found too. */
  Optional<StackState> look(String nameOrId);

  /**
   * Creates a change set and waits until CloudFormation has computed its changes.
   *
   * @param first whether the stack does not exist yet
   */
  ChangeSet prepare(Stack stack, Map<String, String> parameters, boolean first);

  /**
   * Creates a change set that compares with the actual resources, not with the last template, and
   * so reverts drift.
   */
  ChangeSet prepareDriftRevert(Stack stack, Map<String, String> parameters);

  /**
   * Deletes a change set that another one replaces.
   *
   * @return why it could not be deleted, which is harmless; empty if it was
   */
  Optional<String> discard(ChangeSet set);

  /**
   * Deletes a change set and, if it was to create the stack, the empty stack, unless another run
   * has a change set for it.
   *
   * @return why they could not be deleted, which is harmless; empty if they were
   */
  Optional<String> abandon(ChangeSet set);

  /** Starts the execution of a change set. */
  void execute(ChangeSet set);

  /** Returns the events of a stack, newest first, that are newer than the given event. */
  List<StackEvent> events(String stackId, Optional<String> since);

  /** Sets the stack policy and enables termination protection. */
  void protect(String name, Optional<String> stackPolicy);

  /** Disables termination protection and starts the deletion of the stack with this ARN. */
  void delete(String stackId);

  /** Starts a drift detection and returns its ID. */
  String detectDrift(String name);

  /**
   * Returns empty while the detection runs, then the reason if it failed, else the empty string.
   */
  Optional<String> driftDetected(String detectionId);

  /** Returns the resources of a stack that were changed outside of CloudFormation. */
  List<ResourceDrift> drifts(String name);

  /**
   * Whether the account has a service-linked role; true if that may not be read.
   *
   * @throws io.github.xacct.model.XacctException if that takes longer than some seconds
   */
  boolean hasLinkedRole(String name);

  /** Whether IAM has an identity provider; unknown if that cannot be read within seconds. */
  Reading<Boolean> hasIdentityProvider(String arn);

  /** Creates the service-linked role of a service, such as {@code ecs.amazonaws.com}. */
  void createLinkedRole(String service);

  /**
   * Reads a VPC from EC2; unknown if that cannot be read within seconds.
   *
   * @param subnets subnets that must be in the VPC
   * @throws io.github.xacct.model.XacctException if a subnet does not exist
   */
  Reading<Network> network(String vpc, List<String> subnets);

  /**
   * Reads a certificate of this account and region from ACM; unknown if that cannot be read within
   * seconds.
   *
   * @throws io.github.xacct.model.XacctException if it does not exist
   */
  Reading<ServerCertificate> certificate(String arn);

  /**
   * Returns the state of a KMS key, such as {@code Enabled}; unknown if not read within seconds.
   */
  Reading<String> keyState(String arn);

  /** Reads a service's deployment controller and configuration; empty if it does not exist. */
  Optional<EcsServiceState> service(String cluster, String service);

  /** Sets the deployment configuration of a service, which starts no deployment. */
  void configure(String cluster, String service, JsonNode configuration);

  /**
   * Sets a service's desired count to 0, so that its stack is deleted sooner; does nothing if it
   * does not exist.
   *
   * @throws io.github.xacct.model.XacctException if that takes longer than some seconds
   */
  void stopTasks(String cluster, String service);
}
