package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of stacks, resources and change sets in CloudFormation's responses. */
final class StackShapes {
  private StackShapes() {}

  static ObjectNode stack(Stack stack) {
    synchronized (stack) {
      ObjectNode node = Json.object();
      node.put("StackId", stack.id).put("StackName", stack.name);
      put(node, "ChangeSetId", stack.changeSetId);
      put(node, "Description", stack.description);
      put(node, "RoleARN", stack.roleArn);
      node.set("Parameters", parameters(stack.submission));
      node.put("CreationTime", stack.createdAt);
      put(node, "LastUpdatedTime", stack.updatedAt);
      put(node, "DeletionTime", stack.deletedAt);
      node.putObject("RollbackConfiguration");
      node.put("StackStatus", stack.status);
      put(node, "StackStatusReason", stack.reason);
      node.put("DisableRollback", stack.disableRollback);
      node.putArray("NotificationARNs");
      node.set("Capabilities", Json.texts(stack.submission.capabilities()));
      ArrayNode outputs = node.putArray("Outputs");
      stack.outputs.forEach(
          o -> {
            ObjectNode output = outputs.addObject();
            output.put("OutputKey", o.key()).put("OutputValue", o.value());
            put(output, "Description", o.description());
            put(output, "ExportName", o.exportName());
          });
      node.set("Tags", tags(stack.submission.tags()));
      node.put("EnableTerminationProtection", stack.protectedFromDeletion);
      node.set("DriftInformation", drift(stack));
      return node;
    }
  }

  /** Returns a stack for ListStacks. */
  static ObjectNode summary(Stack stack) {
    synchronized (stack) {
      ObjectNode node = Json.object();
      node.put("StackId", stack.id).put("StackName", stack.name);
      put(node, "TemplateDescription", stack.description);
      node.put("CreationTime", stack.createdAt);
      put(node, "LastUpdatedTime", stack.updatedAt);
      put(node, "DeletionTime", stack.deletedAt);
      node.put("StackStatus", stack.status);
      put(node, "StackStatusReason", stack.reason);
      node.set("DriftInformation", drift(stack));
      return node;
    }
  }

  private static ObjectNode drift(Stack stack) {
    ObjectNode node = Json.object();
    node.put(
        "StackDriftStatus",
        stack.drift == null ? "NOT_CHECKED" : stack.drift.path("StackDriftStatus").asText());
    if (stack.drift != null) {
      node.put("LastCheckTimestamp", stack.drift.path("Timestamp").asText());
    }
    return node;
  }

  /** Returns all parameter values; those with NoEcho are masked. */
  static ArrayNode parameters(Submission submission) {
    ArrayNode list = Json.array();
    submission
        .parameters()
        .forEach(
            (key, value) -> {
              ObjectNode parameter = list.addObject().put("ParameterKey", key);
              parameter.put("ParameterValue", submission.secret().contains(key) ? "****" : value);
              put(parameter, "ResolvedValue", submission.stored().get(key));
            });
    return list;
  }

  static ArrayNode tags(Map<String, String> tags) {
    ArrayNode list = Json.array();
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return list;
  }

  /** Returns a resource for DescribeStackResources. */
  static ObjectNode resource(Stack stack, StackResource resource) {
    ObjectNode node = Json.object();
    node.put("StackName", stack.name).put("StackId", stack.id);
    summary(node, resource).put("Timestamp", resource.timestamp());
    return node;
  }

  /** Returns a resource for ListStackResources. */
  static ObjectNode resourceSummary(StackResource resource) {
    ObjectNode node = summary(Json.object(), resource);
    return node.put("LastUpdatedTimestamp", resource.timestamp());
  }

  private static ObjectNode summary(ObjectNode node, StackResource resource) {
    node.put("LogicalResourceId", resource.logicalId());
    put(node, "PhysicalResourceId", resource.physicalId());
    node.put("ResourceType", resource.type()).put("ResourceStatus", resource.status());
    put(node, "ResourceStatusReason", resource.reason());
    node.putObject("DriftInformation")
        .put(
            "StackResourceDriftStatus",
            resource.drift() == null
                ? "NOT_CHECKED"
                : resource.drift().path("StackResourceDriftStatus").asText());
    return node;
  }

  /** Returns a change set for ListChangeSets. */
  static ObjectNode changeSet(Stack stack, ChangeSet set) {
    ObjectNode node = Json.object();
    node.put("ChangeSetName", set.name).put("ChangeSetId", set.id);
    node.put("StackId", stack.id).put("StackName", stack.name);
    put(node, "Description", set.description);
    node.put("CreationTime", set.createdAt).put("ExecutionStatus", set.executionStatus);
    node.put("Status", set.status);
    put(node, "StatusReason", set.reason);
    return node.put("IncludeNestedStacks", false);
  }

  /** Returns a change set for DescribeChangeSet, without its changes. */
  static ObjectNode describedChangeSet(Stack stack, ChangeSet set) {
    ObjectNode node = changeSet(stack, set);
    put(node, "OnStackFailure", set.onStackFailure);
    put(node, "DeploymentMode", set.revertsDrift ? "REVERT_DRIFT" : "");
    return node;
  }

  private static void put(ObjectNode node, String member, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      node.put(member, value);
    }
  }
}
