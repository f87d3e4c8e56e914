package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.Deployment.Event;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.ComputeState;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Saves deployments for later rehearsals. A deployment that was in progress at the end of its
 * rehearsal has succeeded if green received production traffic, else it was stopped; a rollback,
 * which cannot be stopped, has succeeded.
 */
public final class SavedDeployments {
  private static final int KEPT = 25;

  private SavedDeployments() {}

  public static ArrayNode write(List<Deployment> newestFirst) {
    ArrayNode list = Json.array();
    newestFirst.stream().limit(KEPT).forEach(d -> list.add(write(d)));
    return list;
  }

  private static ObjectNode write(Deployment d) {
    ObjectNode node = Json.object().put("id", d.id).put("createdAt", d.createdAt.toString());
    node.put("application", d.group.application()).put("group", d.group.name());
    node.put("appSpec", d.revision.text()).put("sha256", d.revision.sha256());
    d.revision.bucketed().ifPresent(location -> node.set("s3Location", location));
    node.put("configuration", d.configuration).put("description", d.description);
    node.put("creator", d.creator).set("rollbackEvents", Json.texts(d.rollbackEvents));
    node.put("status", d.status.wire).put("targetStatus", d.targetStatus.wire);
    node.put("updatedAt", d.updatedAt.toString());
    Json.putText(node, "startedAt", d.startedAt.map(Instant::toString));
    Json.putText(node, "completedAt", d.completedAt.map(Instant::toString));
    Json.putText(node, "errorCode", d.errorCode);
    Json.putText(node, "errorMessage", d.errorMessage);
    Json.putText(node, "rollbackDeploymentId", d.rollbackDeploymentId);
    Json.putText(node, "rollbackTriggeringDeploymentId", d.rollbackTriggeringDeploymentId);
    Json.putText(node, "rollbackMessage", d.rollbackMessage);
    return node.set(
        "events", Json.objects(d.events.stream().map(SavedDeployments::write).toList()));
  }

  private static ObjectNode write(Event event) {
    ObjectNode node = Json.object().put("name", event.name).put("status", event.status.wire);
    Json.putText(node, "start", event.start.map(Instant::toString));
    Json.putText(node, "end", event.end.map(Instant::toString));
    Json.putText(node, "problem", event.problem);
    return node;
  }

  /** Reads a service's deployments, newest first. */
  public static List<Deployment> read(
      RunningService service, ComputeState state, ResourceStore store) {
    var oldestFirst = new ArrayDeque<JsonNode>();
    state.deployments(service.key).forEach(oldestFirst::addFirst);
    var newestFirst = new ArrayDeque<Deployment>();
    Optional<SubmittedAppSpec> last = Optional.empty();
    for (JsonNode node : oldestFirst) {
      // A rollback directly follows the deployment that it rolls back.
      Optional<SubmittedAppSpec> failed = newestFirst.stream().findFirst().map(d -> d.revision);
      boolean rollback = node.path("creator").asText().equals(Deployments.ROLLBACK);
      Deployment past = read(node, scene(service, node, store), rollback ? failed : last);
      newestFirst.addFirst(past);
      last = past.status == Status.SUCCEEDED ? Optional.of(past.revision) : last;
    }
    return new ArrayList<>(newestFirst);
  }

  /** Returns the deployment's group of that time, which may have been changed or deleted since. */
  private static Deployment.DeploymentContext scene(
      RunningService service, JsonNode node, ResourceStore store) {
    Optional<DeploymentGroup> group =
        node.has("group")
            ? Optional.of(
                new DeploymentGroup(
                    service.place,
                    node.path("application").asText(),
                    node.path("group").asText(),
                    Json.object()))
            : DeploymentGroup.of(store, service.key);
    DeploymentGroup unknown = new DeploymentGroup(service.place, "", "", Json.object());
    return new Deployment.DeploymentContext(
        service,
        group
            .flatMap(g -> DeploymentGroup.find(store, g.place(), g.application(), g.name()))
            .or(() -> group)
            .orElse(unknown),
        Optional.empty());
  }

  private static SubmittedAppSpec revision(JsonNode node) {
    SubmittedAppSpec read = SubmittedAppSpec.read(node.path("appSpec").asText());
    return node.path("s3Location") instanceof ObjectNode location ? read.from(location) : read;
  }

  private static Deployment read(
      JsonNode node, Deployment.DeploymentContext context, Optional<SubmittedAppSpec> previous) {
    Deployment d =
        Deployment.past(
            node.path("id").asText(),
            Instant.parse(node.path("createdAt").asText()),
            context,
            new Deployment.Order(
                revision(node),
                previous,
                node.path("configuration").asText(),
                node.path("description").asText(),
                node.path("creator").asText(),
                Json.textsOf(node.path("rollbackEvents"))));
    d.status = Status.ofWire(node.path("status").asText());
    d.targetStatus = Status.ofWire(node.path("targetStatus").asText());
    d.updatedAt = Instant.parse(node.path("updatedAt").asText());
    d.startedAt = time(node, "startedAt");
    d.completedAt = time(node, "completedAt");
    d.errorCode = text(node, "errorCode");
    d.errorMessage = text(node, "errorMessage");
    d.rollbackDeploymentId = text(node, "rollbackDeploymentId");
    d.rollbackTriggeringDeploymentId = text(node, "rollbackTriggeringDeploymentId");
    d.rollbackMessage = text(node, "rollbackMessage");
    node.path("events").forEach(event -> d.events.add(event(event)));
    d.green = context.service().taskSets.stream().filter(s -> isOf(d, s)).findFirst();
    settle(d);
    return d;
  }

  private static boolean isOf(Deployment deployment, TaskSet set) {
    return set.deploymentId.equals(Optional.of(deployment.id));
  }

  private static Event event(JsonNode node) {
    Event event = new Event(node.path("name").asText());
    event.status = Status.ofWire(node.path("status").asText());
    event.start = time(node, "start");
    event.end = time(node, "end");
    event.problem = text(node, "problem");
    return event;
  }

  private static Optional<String> text(JsonNode node, String member) {
    return Optional.ofNullable(node.path(member).textValue());
  }

  private static Optional<Instant> time(JsonNode node, String member) {
    return text(node, member).map(Instant::parse);
  }

  private static void settle(Deployment d) {
    if (d.status.terminal()) {
      return;
    }
    boolean succeeded = d.creator.equals(Deployments.ROLLBACK) || d.green.isPresent();
    d.status = succeeded ? Status.SUCCEEDED : Status.STOPPED;
    d.targetStatus = succeeded ? Status.SUCCEEDED : Status.FAILED;
    d.startedAt = d.startedAt.or(() -> Optional.of(d.createdAt));
    d.completedAt = Optional.of(d.updatedAt);
    if (!succeeded) {
      d.errorCode = Optional.of("MANUAL_STOP");
      d.errorMessage = Optional.of("The rehearsal ended while this deployment was in progress.");
    }
    Stream<Event> unfinished =
        d.events.stream().filter(e -> e.status == Status.PENDING || e.status == Status.IN_PROGRESS);
    unfinished.forEach(e -> e.status = succeeded ? Status.SUCCEEDED : Status.SKIPPED);
  }
}
