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

/** One stack as it is now. Its monitor guards all of it; written to a file as it stands here. */
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

  /** Of the service role that changes it; empty if whoever calls does. */
  String roleArn = "";

  /** Who changes it now, as whom the handlers call the services; none after a restart. */
  private transient Caller caller;

  boolean disableRollback;

  /** The stack policy; empty if everything may be updated. */
  String policy = "";

  /** What it is made of, with the values of all parameters. */
  Submission submission = Submission.none();

  /** What it was made of before the update that is going on or must be rolled back. */
  Earlier earlier;

  List<Output> outputs = new ArrayList<>();

  /** Names of other stacks' exports that it uses. */
  Set<String> imports = new TreeSet<>();

  /** In the order in which they were made. */
  Map<String, StackResource> resources = new LinkedHashMap<>();

  Map<String, ChangeSet> changeSets = new LinkedHashMap<>();

  /** Oldest first, as DescribeStackEvents writes them. */
  List<ObjectNode> events = new ArrayList<>();

  /** The last detection of drift, as DescribeStackDriftDetectionStatus writes it, or null. */
  ObjectNode drift;

  /** What an update that fails goes back to. */
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

  /** For reading from a file. */
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

  /** What was sent for it: what it is made of, and what change sets would make of it. */
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

  /** Takes a new status and reports it as an event. */
  synchronized void become(String newStatus, String newReason) {
    status = newStatus;
    reason = newReason.isEmpty() ? null : newReason;
    event(name, id, "AWS::CloudFormation::Stack", newStatus, newReason, Optional.empty());
  }

  /** Takes a resource in a new state and reports it as an event. */
  synchronized void put(StackResource resource) {
    keep(resource);
    record(resource);
  }

  /** Takes a resource without an event. */
  synchronized void keep(StackResource resource) {
    resources.put(resource.logicalId(), resource);
  }

  /** The same stack, were its resources others; its history is left out. */
  synchronized Stack as(BiFunction<AccountRegion, StackResource, StackResource> others) {
    Stack copy = new Stack(place(), name);
    copy.id = id;
    copy.status = status;
    copy.submission = submission;
    copy.outputs = outputs;
    copy.resources.putAll(resources);
    copy.keepAs(others);
    return copy;
  }

  /** Takes each existing resource as another one, without an event. */
  synchronized void keepAs(BiFunction<AccountRegion, StackResource, StackResource> others) {
    standing().forEach(resource -> keep(others.apply(place(), resource)));
  }

  /** Reports of a resource that need not be one of ours any more. */
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

  /** The existing resources, the newest first. */
  synchronized List<StackResource> standing() {
    List<StackResource> standing =
        new ArrayList<>(resources.values().stream().filter(StackResource::stands).toList());
    java.util.Collections.reverse(standing);
    return standing;
  }
}
