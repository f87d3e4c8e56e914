package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.ResourceDeclaration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/**
 * A resource of a stack.
 *
 * @param type such as {@code AWS::IAM::Role}
 * @param properties of the last template
 * @param attempted whether an update failed in the service
 * @param drift result of the last drift detection, or null
 */
@NullUnmarked // as it lies in its file
record StackResource(
    String logicalId,
    String type,
    @JsonUnwrapped Names names,
    ObjectNode properties,
    @JsonUnwrapped State state,
    @JsonUnwrapped Policies policies,
    boolean attempted,
    ObjectNode drift) {

  /**
   * The IDs of a resource.
   *
   * @param physicalId value of {@code Ref}; null before creation
   * @param key ID in the resource store
   * @param attributes values of {@code Fn::GetAtt}
   */
  record Names(String physicalId, String key, Map<String, String> attributes) {
    static final Names NONE = new Names(null, null, Map.of());
  }

  /**
   * The status of a resource.
   *
   * @param status such as {@code CREATE_COMPLETE}
   * @param reason of the status, or null
   * @param timestamp of the status
   */
  record State(String status, String reason, String timestamp) {
    static State now(String status, String reason) {
      return new State(status, reason, StackResource.now());
    }
  }

  /** The DeletionPolicy and UpdateReplacePolicy of a resource. */
  record Policies(String deletionPolicy, String updateReplacePolicy) {
    static Policies of(ResourceDeclaration declaration) {
      return new Policies(declaration.deletionPolicy(), declaration.updateReplacePolicy());
    }
  }

  /** Returns the current time in CloudFormation's format. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  String physicalId() {
    return names.physicalId;
  }

  String key() {
    return names.key;
  }

  Map<String, String> attributes() {
    return names.attributes;
  }

  String status() {
    return state.status;
  }

  String reason() {
    return state.reason;
  }

  String timestamp() {
    return state.timestamp;
  }

  String deletionPolicy() {
    return policies.deletionPolicy;
  }

  String updateReplacePolicy() {
    return policies.updateReplacePolicy;
  }

  /** Returns whether the resource exists and belongs to the stack. */
  boolean exists() {
    return physicalId() != null
        && !status().equals("DELETE_COMPLETE")
        && !status().equals("DELETE_SKIPPED");
  }

  StackResource with(String status, Optional<String> reason) {
    State next = State.now(status, reason.orElse(null));
    return new StackResource(logicalId, type, names, properties, next, policies, attempted, drift);
  }

  StackResource with(Names next) {
    return new StackResource(logicalId, type, next, properties, state, policies, attempted, drift);
  }

  /** Returns a copy without IDs. */
  StackResource nameless() {
    return with(Names.NONE);
  }

  StackResource with(ObjectNode next) {
    return new StackResource(logicalId, type, names, next, state, policies, false, drift);
  }

  StackResource with(Policies next) {
    return new StackResource(logicalId, type, names, properties, state, next, attempted, drift);
  }

  StackResource withAttempted() {
    return new StackResource(logicalId, type, names, properties, state, policies, true, drift);
  }

  StackResource withDrift(ObjectNode next) {
    return new StackResource(logicalId, type, names, properties, state, policies, attempted, next);
  }
}
