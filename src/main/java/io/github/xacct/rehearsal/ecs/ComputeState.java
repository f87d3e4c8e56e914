package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.elb.ListenerPorts;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.SavedState;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The saved state of a rehearsal: task definitions with their revision numbers, for each service
 * its primary task set, last deployments and scalable target, and the ports of listeners. The
 * registry's port may change, so its host is stored as a placeholder.
 */
public final class ComputeState implements ListenerPorts {
  private static final String REGISTRY = "${registry}";

  /** The primary task set when a rehearsal begins. */
  public record Primary(
      String taskDefinitionArn,
      Optional<String> deploymentId,
      String containerName,
      int containerPort,
      ObjectNode overrides,
      Optional<String> targetGroup) {}

  private final Path file;
  private final Supplier<String> registryHost;
  private final ObjectNode root;

  public ComputeState(Path stateFolder, Supplier<String> registryHost) throws IOException {
    this.file = stateFolder.resolve("compute.json");
    this.registryHost = registryHost;
    this.root =
        Files.exists(file)
            ? SavedState.read(
                file,
                text -> (ObjectNode) Json.JSON.readTree(text.replace(REGISTRY, registryHost.get())))
            : Json.object();
  }

  /** Returns the task definitions of an account and region in the order of registration. */
  synchronized List<TaskDefinitionRevision> taskDefinitions(AccountRegion place) {
    List<TaskDefinitionRevision> definitions = new ArrayList<>();
    for (JsonNode saved : root.at(pointer("taskDefinitions", place))) {
      definitions.add(
          new TaskDefinitionRevision(
              saved.path("taskDefinition").deepCopy(), saved.withArray("/tags").deepCopy()));
    }
    return definitions;
  }

  synchronized void saveTaskDefinitions(
      AccountRegion place, List<TaskDefinitionRevision> definitions) {
    var list = Json.array();
    definitions.forEach(
        d -> list.addObject().<ObjectNode>set("taskDefinition", d.node()).set("tags", d.tags()));
    root.withObject("/taskDefinitions").set(place.key(), list);
    save();
  }

  public synchronized Optional<Primary> primary(ServiceKey service) {
    JsonNode saved = root.path("services").path(key(service)).path("primary");
    return saved.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Primary(
                saved.path("taskDefinition").asText(),
                Optional.ofNullable(saved.path("deploymentId").textValue()),
                saved.path("containerName").asText(),
                saved.path("containerPort").asInt(),
                saved.path("overrides") instanceof ObjectNode o ? o.deepCopy() : Json.object(),
                Optional.ofNullable(saved.path("targetGroup").textValue())));
  }

  public synchronized void savePrimary(ServiceKey service, TaskSet set) {
    ObjectNode primary = saved(service).putObject("primary");
    primary.put("taskDefinition", set.taskDefinition.arn());
    Json.putText(primary, "deploymentId", set.deploymentId);
    primary.put("containerName", set.containerName);
    primary.put("containerPort", set.containerPort);
    primary.put("targetGroup", set.targetGroup.arn);
    primary.set("overrides", set.overrides);
    save();
  }

  public synchronized void forgetPrimary(ServiceKey service) {
    saved(service).remove("primary");
    save();
  }

  /** Deletes the state of a service, so that a new one of its name starts without it. */
  public synchronized void forget(ServiceKey service) {
    root.withObject("/services").remove(key(service));
    save();
  }

  public synchronized void saveDeployments(ServiceKey service, ArrayNode deployments) {
    saved(service).set("deployments", deployments);
    save();
  }

  /** Returns the deployments passed to {@link #saveDeployments}, newest first. */
  public synchronized JsonNode deployments(ServiceKey service) {
    return root.path("services").path(key(service)).path("deployments");
  }

  /** Saves the deployments by the ECS deployment controller and the service's revisions. */
  public synchronized void saveServiceDeployments(ServiceKey service, ObjectNode deployments) {
    saved(service).set("serviceDeployments", deployments);
    save();
  }

  /** Returns what was passed to {@link #saveServiceDeployments}. */
  public synchronized JsonNode serviceDeployments(ServiceKey service) {
    return root.path("services").path(key(service)).path("serviceDeployments");
  }

  synchronized void saveScaling(ServiceKey service, ObjectNode scaling) {
    saved(service).set("scaling", scaling.deepCopy());
    save();
  }

  /** Returns what was passed to {@link #saveScaling}, or empty. */
  synchronized Optional<ObjectNode> scaling(ServiceKey service) {
    JsonNode saved = root.path("services").path(key(service)).path("scaling");
    return saved instanceof ObjectNode scaling ? Optional.of(scaling.deepCopy()) : Optional.empty();
  }

  @Override
  public synchronized int port(String listenerArn) {
    return root.path("ports").path(listenerArn).asInt(0);
  }

  @Override
  public synchronized void savePort(String listenerArn, int port) {
    root.withObject("/ports").put(listenerArn, port);
    save();
  }

  private ObjectNode saved(ServiceKey service) {
    ObjectNode services = root.withObject("/services");
    return services.has(key(service))
        ? (ObjectNode) services.get(key(service))
        : services.putObject(key(service));
  }

  private static String key(ServiceKey service) {
    return service.place().key() + "/" + service.id();
  }

  private static String pointer(String member, AccountRegion place) {
    return "/" + member + "/" + place.key().replace("/", "~1");
  }

  private void save() {
    String text = root.toPrettyString().replace(registryHost.get(), REGISTRY);
    try {
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the rehearsal's state", e);
    }
  }
}
