package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.SavedState;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Saves stacks and their resources between rehearsals: one file for each account and region.
 * Resources that a deleted stack retained are kept too.
 */
public final class StackFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
  private static final ObjectMapper PRETTY =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;
  private final ResourceStore store;

  /** The retained resources in the files that belong to no stack, by account and region. */
  private final Map<AccountRegion, Map<String, SavedResource>> owned = new LinkedHashMap<>();

  private record SavedResource(String type, String id) {}

  public StackFiles(Path stateFolder, ResourceStore store) {
    this.folder = stateFolder.resolve("stacks");
    this.store = store;
  }

  /** Reads all stacks, and adds their resources to the resource store. */
  List<Stack> read() {
    List<Stack> stacks = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return stacks;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        stacks.addAll(SavedState.read(file, text -> read(JSON.readTree(text))));
      }
      return stacks;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the stacks of the last rehearsal", e);
    }
  }

  private List<Stack> read(JsonNode saved) throws IOException {
    AccountRegion place =
        new AccountRegion(
            new AccountId(saved.path("account").asText()),
            new Region(saved.path("region").asText()));
    for (JsonNode resource : saved.path("things")) {
      String type = resource.path("type").asText();
      String id = resource.path("id").asText();
      store.put(place, type, id, (ObjectNode) resource.path("properties"));
      own(place, type, id);
    }
    List<Stack> stacks = new ArrayList<>();
    for (JsonNode stack : saved.path("stacks")) {
      stacks.add(JSON.treeToValue(stack, Stack.class));
    }
    return stacks;
  }

  private void own(AccountRegion place, String type, String id) {
    owned
        .computeIfAbsent(place, p -> new LinkedHashMap<>())
        .put(type + " " + id, new SavedResource(type, id));
  }

  /**
   * Writes the stacks of one account and region, without deleted ones, and their resources as they
   * would be without faults.
   */
  synchronized void write(AccountRegion place, List<Stack> stacks) {
    ObjectNode saved = Json.object();
    saved.put("account", place.account().value()).put("region", place.region().id());
    ArrayNode list = saved.putArray("stacks");
    for (Stack stack : stacks) {
      synchronized (stack) {
        stack.existingResources().forEach(r -> own(place, r.type(), r.key()));
        if (!stack.deleted()) {
          list.add(JSON.<JsonNode>valueToTree(stack));
        }
      }
    }
    ArrayNode resources = saved.putArray("things");
    owned
        .getOrDefault(place, Map.of())
        .values()
        .forEach(
            resource ->
                store
                    .withoutFaults(place, resource.type(), resource.id())
                    .ifPresent(
                        properties ->
                            resources
                                .addObject()
                                .put("type", resource.type())
                                .put("id", resource.id())
                                .set("properties", properties)));
    try {
      String name = place.account() + "-" + place.region().id() + ".json";
      AtomicFile.write(folder.resolve(name), PRETTY.writeValueAsBytes(saved));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the rehearsal's stacks", e);
    }
  }

  /**
   * Fails an operation that the end of the last rehearsal interrupted; AWS would have continued.
   */
  static void settle(Stack stack) {
    if (stack.busy()) {
      fail(stack, "The rehearsal ended meanwhile.");
    }
  }

  /** Sets a stack to a failed status from which it can be deleted or rolled back. */
  static void fail(Stack stack, String reason) {
    synchronized (stack) {
      boolean update = stack.status.startsWith("UPDATE") && stack.earlier != null;
      stack.become(
          update
              ? "UPDATE_ROLLBACK_FAILED"
              : stack.status.replaceFirst("(_CLEANUP)?_IN_PROGRESS$", "_FAILED"),
          reason);
    }
  }
}
