package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * What outlives a rehearsal: task definitions with their revision numbers, and for each service who
 * is primary, its last deployments, its scalable target and which ports its listeners had. The
 * registry gets another port each time, so its host is stored as a placeholder.
 */
final class ComputeState {
  private static final String REGISTRY = "${registry}";

  /** The task set that serves when a rehearsal begins. */
  record Primary(
      String taskDefinitionArn,
      Optional<String> deploymentId,
      String containerName,
      int containerPort,
      ObjectNode overrides) {}

  private final Path file;
  private final Supplier<String> registryHost;
  private final ObjectNode root;

  ComputeState(Path stateFolder, Supplier<String> registryHost) throws IOException {
    this.file = stateFolder.resolve("compute.json");
    this.registryHost = registryHost;
    this.root =
        Files.exists(file)
            ? (ObjectNode)
                Nodes.JSON.readTree(Files.readString(file).replace(REGISTRY, registryHost.get()))
            : Nodes.object();
  }

  /** The task definitions of a place, in the order of their registration. */
  synchronized List<TaskDefinition> taskDefinitions(Place place) {
    List<TaskDefinition> definitions = new ArrayList<>();
    for (JsonNode saved : root.at(pointer("taskDefinitions", place))) {
      definitions.add(
          new TaskDefinition((ObjectNode) saved.path("taskDefinition"), saved.withArray("/tags")));
    }
    return definitions;
  }

  synchronized void saveTaskDefinitions(Place place, List<TaskDefinition> definitions) {
    var list = Nodes.array();
    definitions.forEach(
        d -> list.addObject().<ObjectNode>set("taskDefinition", d.node()).set("tags", d.tags()));
    root.withObject("/taskDefinitions").set(place.key(), list);
    save();
  }

  synchronized Optional<Primary> primary(RehearsalPlan.RehearsedService plan) {
    JsonNode saved = root.path("services").path(key(plan)).path("primary");
    return saved.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Primary(
                saved.path("taskDefinition").asText(),
                Optional.ofNullable(saved.path("deploymentId").textValue()),
                saved.path("containerName").asText(),
                saved.path("containerPort").asInt(),
                saved.path("overrides") instanceof ObjectNode o ? o.deepCopy() : Nodes.object()));
  }

  synchronized void savePrimary(RehearsalPlan.RehearsedService plan, TaskSet set) {
    ObjectNode primary = service(plan).putObject("primary");
    primary.put("taskDefinition", set.taskDefinition.arn());
    Nodes.putText(primary, "deploymentId", set.deploymentId);
    primary.put("containerName", set.containerName);
    primary.put("containerPort", set.containerPort);
    primary.set("overrides", set.overrides);
    save();
  }

  synchronized void saveDeployments(RehearsalPlan.RehearsedService plan, ArrayNode deployments) {
    service(plan).set("deployments", deployments);
    save();
  }

  /** Newest first, as {@link #saveDeployments} got them. */
  synchronized JsonNode deployments(RehearsalPlan.RehearsedService plan) {
    return root.path("services").path(key(plan)).path("deployments");
  }

  synchronized void saveScaling(RehearsalPlan.RehearsedService plan, ObjectNode scaling) {
    service(plan).set("scaling", scaling.deepCopy());
    save();
  }

  /** As {@link #saveScaling} got it. */
  synchronized Optional<ObjectNode> scaling(RehearsalPlan.RehearsedService plan) {
    JsonNode saved = root.path("services").path(key(plan)).path("scaling");
    return saved instanceof ObjectNode scaling ? Optional.of(scaling.deepCopy()) : Optional.empty();
  }

  /** The ports of production and test listener last time; 0 if unknown. */
  synchronized List<Integer> ports(RehearsalPlan.RehearsedService plan) {
    JsonNode ports = root.path("services").path(key(plan)).path("ports");
    return List.of(ports.path(0).asInt(0), ports.path(1).asInt(0));
  }

  synchronized void savePorts(RehearsalPlan.RehearsedService plan, LoadBalancer loadBalancer) {
    service(plan)
        .putArray("ports")
        .add(loadBalancer.production.port())
        .add(loadBalancer.test.map(Listener::port).orElse(0));
    save();
  }

  private ObjectNode service(RehearsalPlan.RehearsedService plan) {
    ObjectNode services = root.withObject("/services");
    return services.has(key(plan))
        ? (ObjectNode) services.get(key(plan))
        : services.putObject(key(plan));
  }

  private static String key(RehearsalPlan.RehearsedService plan) {
    return Place.of(plan).key() + "/" + plan.cluster() + "/" + plan.service();
  }

  private static String pointer(String member, Place place) {
    return "/" + member + "/" + place.key().replace("/", "~1");
  }

  private void save() {
    String text = root.toPrettyString().replace(registryHost.get(), REGISTRY);
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the rehearsal's state", e);
    }
  }
}
