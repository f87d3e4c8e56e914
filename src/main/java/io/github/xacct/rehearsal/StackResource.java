package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * One resource of a stack.
 *
 * @param type such as {@code AWS::IAM::Role}
 * @param physicalId what {@code Ref} gives; null before it is made
 * @param key its id in the estate
 * @param properties as the template asked for them last
 * @param attributes what {@code Fn::GetAtt} gives
 * @param status such as {@code CREATE_COMPLETE}
 * @param reason of the status, or null
 * @param timestamp of the status
 * @param attempted whether an update reached the service and failed there
 * @param drift what the last detection found, or null
 */
record StackResource(
    String logicalId,
    String type,
    String physicalId,
    String key,
    ObjectNode properties,
    Map<String, String> attributes,
    String status,
    String reason,
    String timestamp,
    String deletionPolicy,
    String updateReplacePolicy,
    boolean attempted,
    ObjectNode drift) {

  /** As AWS writes it in these answers. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Whether there is something in the account that belongs to the stack. */
  boolean stands() {
    return physicalId != null
        && !status.equals("DELETE_COMPLETE")
        && !status.equals("DELETE_SKIPPED");
  }

  StackResource with(String newStatus, Optional<String> newReason) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        key,
        properties,
        attributes,
        newStatus,
        newReason.orElse(null),
        now(),
        deletionPolicy,
        updateReplacePolicy,
        attempted,
        drift);
  }

  /** Before its id is known. */
  StackResource nameless() {
    return new StackResource(
        logicalId,
        type,
        null,
        null,
        properties,
        Map.of(),
        status,
        reason,
        timestamp,
        deletionPolicy,
        updateReplacePolicy,
        attempted,
        drift);
  }

  StackResource with(ObjectNode newProperties) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        key,
        newProperties,
        attributes,
        status,
        reason,
        timestamp,
        deletionPolicy,
        updateReplacePolicy,
        false,
        drift);
  }

  StackResource withPolicies(String newDeletionPolicy, String newUpdateReplacePolicy) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        key,
        properties,
        attributes,
        status,
        reason,
        timestamp,
        newDeletionPolicy,
        newUpdateReplacePolicy,
        attempted,
        drift);
  }

  StackResource withAttempted() {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        key,
        properties,
        attributes,
        status,
        reason,
        timestamp,
        deletionPolicy,
        updateReplacePolicy,
        true,
        drift);
  }

  StackResource withDrift(ObjectNode newDrift) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        key,
        properties,
        attributes,
        status,
        reason,
        timestamp,
        deletionPolicy,
        updateReplacePolicy,
        attempted,
        newDrift);
  }
}
