package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.network.Network;
import io.github.xacct.network.Reading;
import io.github.xacct.network.ServerCertificate;
import io.github.xacct.stack.plan.Stack;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudFormation in one account and region, by somebody who may change everything there. */
public interface CloudFormation {

  /** Who signs the calls: an ARN; its account is the one that all this happens in. */
  String caller();

  /** The stack as it stands; absent if there is none. By its id a deleted one is found too. */
  Optional<StackState> look(String nameOrId);

  /**
   * Makes a change set and waits until it is known what it would do.
   *
   * @param first whether the stack does not exist yet
   */
  ChangeSet prepare(Stack stack, Map<String, String> parameters, boolean first);

  /**
   * Makes a change set that compares with what really stands, not with what was asked for last, and
   * would bring it in line with the template.
   */
  ChangeSet prepareAgainstReality(Stack stack, Map<String, String> parameters);

  /**
   * Deletes a change set, because another one will be made.
   *
   * @return why it is left, if it is; it disturbs nobody
   */
  Optional<String> discard(ChangeSet set);

  /**
   * Deletes a change set and, if it was to make the stack, the empty stack that came with it,
   * unless another run has a change set for it.
   *
   * @return why they are left, if they are; they disturb nobody
   */
  Optional<String> abandon(ChangeSet set);

  /** Begins to do what a change set says. */
  void execute(ChangeSet set);

  /** What happened to a stack, newest first, up to but without the event given. */
  List<StackEvent> events(String stackId, Optional<String> since);

  /** Sets the stack policy, and that the stack cannot be deleted by mistake. */
  void protect(String name, Optional<String> stackPolicy);

  /** Takes the protection away and begins to delete the stack of that id, no other of its name. */
  void delete(String stackId);

  /** Begins to compare the stack with what really stands, and says by which id to ask. */
  String detectDrift(String name);

  /** What became of it: absent as long as it is not known, else the reason why it failed, or "". */
  Optional<String> driftDetected(String detectionId);

  /** The resources of a stack that were changed outside of CloudFormation. */
  List<ResourceDrift> drifts(String name);

  /**
   * Whether the account has the role that an AWS service makes for itself; true if nobody may say.
   *
   * @throws io.github.xacct.model.XacctException if that takes longer than some seconds
   */
  boolean hasLinkedRole(String name);

  /** Whether IAM has an identity provider, if that can be read within seconds. */
  Reading<Boolean> hasIdentityProvider(String arn);

  /** Lets the service make it. */
  void createLinkedRole(String service);

  /**
   * What EC2 says of a VPC, if that can be read within seconds.
   *
   * @param subnets that must be in it
   * @throws io.github.xacct.model.XacctException if a subnet does not exist
   */
  Reading<Network> network(String vpc, List<String> subnets);

  /**
   * What ACM says of a certificate of this account and region, if that can be read within seconds.
   *
   * @throws io.github.xacct.model.XacctException if there is none
   */
  Reading<ServerCertificate> certificate(String arn);

  /** The state of a KMS key, such as {@code Enabled}, if that can be read within seconds. */
  Reading<String> keyState(String arn);

  /** A service and what its deployments follow; absent if it is gone. */
  Optional<EcsServiceState> service(String cluster, String service);

  /** Sets how ECS deploys a service, which starts no deployment. */
  void configure(String cluster, String service, JsonNode configuration);

  /**
   * Lets a service run no task, so that its stack is deleted sooner. Nothing if it is gone.
   *
   * @throws io.github.xacct.model.XacctException if that takes longer than some seconds
   */
  void stopTasks(String cluster, String service);
}
