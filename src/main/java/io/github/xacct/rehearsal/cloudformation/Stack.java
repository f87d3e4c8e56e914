package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.cloudformation.template.ExistingResources;
import io.github.xacct.rehearsal.cloudformation.template.Pseudo;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate.Output;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** The current state of a stack, guarded by its monitor; its fields are written to a file. */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE)
@NullUnmarked // as it lies in its file
final class Stack implements ExistingResources {
  String account;
  String region;
  String name;
  String id;
  String description = "";
  String status = "REVIEW_IN_PROGRESS";
  String reason = "User Initiated";
  String createdAt = StackResource.now();
  String updatedAt;
  String deletedAt;
  String changeSetId;
  boolean protectedFromDeletion;

  /** The ARN of its service role; empty if the callers' credentials are used. */
  String roleArn = "";

  /**
   * The principal of its current operation, for the handlers' permissions; null after a restart.
   */
  private transient Caller caller;

  boolean disableRollback;

  /** The stack policy; empty if everything may be updated. */
  String policy = "";

  /** Its template, tags and the values of all parameters. */
  Submission submission = Submission.none();

  /** Its state before the current or failed update; null otherwise. */
  Earlier earlier;

  List<Output> outputs = new ArrayList<>();

  /** The names of other stacks' exports that it imports. */
  Set<String> imports = new TreeSet<>();

  /** Its resources in the order of creation. */
  Map<String, StackResource> resources = new LinkedHashMap<>();

  Map<String, ChangeSet> changeSets = new LinkedHashMap<>();

  /** Its events for DescribeStackEvents, oldest first. */
  List<ObjectNode> events = new ArrayList<>();

  /** The last drift detection for DescribeStackDriftDetectionStatus, or null. */
  ObjectNode drift;

  /** The state that a failed update is rolled back to. */
  record Earlier(
      Submission submission,
      String description,
      List<Output> outputs,
      Map<String, StackResource> resources) {}

  void changedBy(Caller who) {
    caller = who;
  }

  Optional<Caller> caller() {
    return Optional.ofNullable(caller);
  }

  /** Used by Jackson. */
  private Stack() {}

  Stack(AccountRegion place, String name) {
    this.account = place.account().value();
    this.region = place.region().id();
    this.name = name;
    this.id = place.arn("cloudformation", "stack/" + name + "/" + UUID.randomUUID());
  }

  @JsonIgnore
  AccountRegion place() {
    return new AccountRegion(new AccountId(account), new Region(region));
  }

  Pseudo pseudo() {
    Region where = new Region(region);
    return new Pseudo(where.partition(), account, region, name, id);
  }

  /** Returns its submission and those of its change sets. */
  synchronized Stream<Submission> submissions() {
    return Stream.concat(
        changeSets.values().stream().map(set -> set.submission).toList().stream(),
        Stream.of(submission));
  }

  synchronized boolean inReview() {
    return status.equals("REVIEW_IN_PROGRESS");
  }

  synchronized boolean busy() {
    return status.endsWith("_IN_PROGRESS") && !inReview();
  }

  synchronized boolean deleted() {
    return status.equals("DELETE_COMPLETE");
  }

  /** Sets a new status and records it as an event. */
  synchronized void become(String newStatus, String newReason) {
    status = newStatus;
    reason = newReason.isEmpty() ? null : newReason;
    event(name, id, "AWS::CloudFormation::Stack", newStatus, newReason, Optional.empty());
  }

  /** Sets a resource's new state and records it as an event. */
  synchronized void put(StackResource resource) {
    keep(resource);
    record(resource);
  }

  /** Sets a resource's new state without an event. */
  synchronized void keep(StackResource resource) {
    resources.put(resource.logicalId(), resource);
  }

  /** Returns a copy with changed resources, without the history. */
  synchronized Stack as(BiFunction<AccountRegion, StackResource, StackResource> others) {
    Stack copy = new Stack(place(), name);
    copy.id = id;
    copy.status = status;
    copy.submission = submission;
    copy.outputs = outputs;
    copy.resources.putAll(resources);
    copy.replaceResources(others);
    return copy;
  }

  /** Replaces each existing resource without an event. */
  synchronized void replaceResources(
      BiFunction<AccountRegion, StackResource, StackResource> others) {
    existingResources().forEach(resource -> keep(others.apply(place(), resource)));
  }

  /** Records an event of a resource, which may no longer be part of the stack. */
  synchronized void record(StackResource resource) {
    event(
        resource.logicalId(),
        resource.physicalId() == null ? "" : resource.physicalId(),
        resource.type(),
        resource.status(),
        resource.reason() == null ? "" : resource.reason(),
        Optional.of(resource.properties()));
  }

  private void event(
      String logicalId,
      String physicalId,
      String type,
      String newStatus,
      String newReason,
      Optional<ObjectNode> properties) {
    ObjectNode event = Json.object();
    event.put("StackId", id).put("StackName", name);
    event.put("EventId", logicalId + "-" + UUID.randomUUID());
    event.put("LogicalResourceId", logicalId).put("PhysicalResourceId", physicalId);
    event.put("ResourceType", type).put("Timestamp", StackResource.now());
    event.put("ResourceStatus", newStatus);
    if (!newReason.isEmpty()) {
      event.put("ResourceStatusReason", newReason);
    }
    properties.ifPresent(p -> event.put("ResourceProperties", Json.write(p)));
    events.add(event);
    notifyAll();
  }

  synchronized Optional<StackResource> resource(String logicalId) {
    return Optional.ofNullable(resources.get(logicalId));
  }

  @Override
  public Optional<String> physicalId(String logicalId) {
    return resource(logicalId).map(StackResource::physicalId);
  }

  @Override
  public Optional<String> attribute(String logicalId, String attribute) {
    return resource(logicalId).map(r -> r.attributes().get(attribute));
  }

  /** Returns the existing resources, newest first. */
  synchronized List<StackResource> existingResources() {
    List<StackResource> standing =
        new ArrayList<>(resources.values().stream().filter(StackResource::exists).toList());
    java.util.Collections.reverse(standing);
    return standing;
  }
}
