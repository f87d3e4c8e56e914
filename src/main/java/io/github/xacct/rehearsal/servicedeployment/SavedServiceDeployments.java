package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Saves service deployments for later rehearsals. A deployment that was in progress at the end of
 * its rehearsal has succeeded if green received all traffic, else it was stopped, or rolled back if
 * it was rolling back.
 */
public final class SavedServiceDeployments {
  private static final int KEPT = 25;

  private final List<ServiceRevision> revisions = new ArrayList<>();
  private final List<ServiceDeployment> deployments = new ArrayList<>();

  private SavedServiceDeployments() {}

  /** Reads a service's deployments as {@link #write} wrote them. */
  public static SavedServiceDeployments read(
      RunningService service, JsonNode saved, TaskDefinitions taskDefinitions) {
    var found = new SavedServiceDeployments();
    for (JsonNode node : saved.path("revisions")) {
      taskDefinitions
          .find(service.place, node.path("taskDefinition").asText())
          .ifPresent(
              definition ->
                  found.revisions.add(
                      new ServiceRevision(
                          node.path("arn").asText(),
                          definition,
                          node.path("targetGroup").asText(),
                          Instant.parse(node.path("createdAt").asText()),
                          node.path("service").deepCopy())));
    }
    Map<String, ServiceRevision> byArn =
        found.revisions.stream().collect(Collectors.toMap(r -> r.arn, Function.identity()));
    for (JsonNode node : saved.path("deployments")) {
      if (byArn.containsKey(node.path("target").asText())) {
        found.deployments.add(read(service, node, byArn));
      }
    }
    return found;
  }

  static SavedServiceDeployments none() {
    return new SavedServiceDeployments();
  }

  List<ServiceRevision> revisions() {
    return revisions;
  }

  List<ServiceDeployment> deployments() {
    return deployments;
  }

  /** Returns the newest revision of the serving task set, and completes unfinished deployments. */
  Optional<ServiceRevision> serving(TaskSet set) {
    Optional<ServiceRevision> now =
        revisions.stream()
            .filter(r -> r.taskDefinition.arn().equals(set.taskDefinition.arn()))
            .filter(r -> r.targetGroup.equals(set.targetGroup.arn))
            .findFirst();
    for (ServiceDeployment one : deployments) {
      if (one.active()) {
        settle(one, now.filter(r -> r == one.target).isPresent());
      }
    }
    return now;
  }

  private static void settle(ServiceDeployment one, boolean serves) {
    boolean back = one.rollback.isPresent();
    Instant last = one.updatedAt;
    if (!back && !serves) {
      one.reason = Optional.of("The rehearsal ended while this deployment was in progress.");
      one.stoppedAt = Optional.of(last);
    }
    one.become(back ? Status.ROLLBACK_SUCCESSFUL : serves ? Status.SUCCESSFUL : Status.STOPPED);
    one.production = serves && !back ? 100 : 0;
    one.hooks.clear();
    one.updatedAt = last;
    one.finishedAt = Optional.of(last);
  }

  static ObjectNode write(List<ServiceDeployment> newestFirst, List<ServiceRevision> revisions) {
    ObjectNode node = Json.object();
    node.set("deployments", Json.list(newestFirst.stream().limit(KEPT).toList(), d -> written(d)));
    node.set("revisions", Json.list(revisions.stream().limit(KEPT).toList(), r -> written(r)));
    return node;
  }

  private static ObjectNode written(ServiceRevision r) {
    return Json.object()
        .put("arn", r.arn)
        .put("taskDefinition", r.taskDefinition.arn())
        .put("targetGroup", r.targetGroup)
        .put("createdAt", r.createdAt.toString())
        .set("service", r.service);
  }

  private static ObjectNode written(ServiceDeployment d) {
    ObjectNode node = Json.object().put("arn", d.arn).put("createdAt", d.createdAt.toString());
    node.put("status", d.status.name()).put("updatedAt", d.updatedAt.toString());
    Json.putText(node, "stage", d.stage.map(LifecycleStage::name));
    Json.putText(node, "reason", d.reason);
    Json.putText(node, "startedAt", d.startedAt.map(Instant::toString));
    Json.putText(node, "finishedAt", d.finishedAt.map(Instant::toString));
    Json.putText(node, "stoppedAt", d.stoppedAt.map(Instant::toString));
    node.put("target", d.target.arn).put("production", d.production).put("test", d.test);
    node.set("sources", Json.texts(d.sources.stream().map(r -> r.arn).toList()));
    node.set("settings", d.settings.node());
    node.put("failures", d.failures).set("ringing", Json.texts(d.ringing));
    d.rollback.ifPresent(
        back ->
            node.putObject("rollback")
                .put("reason", back.reason())
                .put("startedAt", back.startedAt().toString())
                .put("revision", back.revision()));
    return node;
  }

  private static ServiceDeployment read(
      RunningService service, JsonNode node, Map<String, ServiceRevision> byArn) {
    ServiceDeployment d =
        new ServiceDeployment(
            node.path("arn").asText(),
            Instant.parse(node.path("createdAt").asText()),
            service,
            new ServiceSettings(node.path("settings").deepCopy()),
            Json.textsOf(node.path("sources")).stream()
                .flatMap(arn -> Optional.ofNullable(byArn.get(arn)).stream())
                .toList(),
            Objects.requireNonNull(byArn.get(node.path("target").asText())));
    d.status = Status.valueOf(node.path("status").asText());
    d.stage = text(node, "stage").map(LifecycleStage::valueOf);
    d.reason = text(node, "reason");
    d.updatedAt = Instant.parse(node.path("updatedAt").asText());
    d.startedAt = text(node, "startedAt").map(Instant::parse);
    d.finishedAt = text(node, "finishedAt").map(Instant::parse);
    d.stoppedAt = text(node, "stoppedAt").map(Instant::parse);
    d.production = node.path("production").asDouble();
    d.test = node.path("test").asDouble();
    d.failures = node.path("failures").asInt();
    d.ringing = Json.textsOf(node.path("ringing"));
    JsonNode back = node.path("rollback");
    d.rollback =
        text(back, "reason")
            .map(
                why ->
                    new ServiceDeployment.Rollback(
                        why,
                        Instant.parse(back.path("startedAt").asText()),
                        back.path("revision").asText()));
    return d;
  }

  private static Optional<String> text(JsonNode node, String member) {
    return Optional.ofNullable(node.path(member).textValue());
  }
}
