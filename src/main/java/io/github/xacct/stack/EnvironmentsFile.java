package io.github.xacct.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.stack.plan.StackLocation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code environments.json}: roles, external IDs and stack outputs that bootstrap
 * has read. It contains no secret, so that it may be committed.
 *
 * @param environments the environments by name
 */
public record EnvironmentsFile(String app, Optional<Entry> tools, Map<String, Entry> environments) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What bootstrap has read of one account.
   *
   * @param role ARN of the role to assume
   * @param externalId the external ID that the role requires
   * @param outputs the outputs of its stacks
   */
  public record Entry(
      String account,
      String region,
      Optional<String> role,
      Optional<String> externalId,
      Map<String, String> outputs) {

    private boolean isOf(StackLocation place) {
      return account.equals(place.account().value()) && region.equals(place.region().id());
    }
  }

  /** Returns the file of an application without entries. */
  public static EnvironmentsFile empty(String app) {
    return new EnvironmentsFile(app, Optional.empty(), Map.of());
  }

  /**
   * Parses the text of environments.json.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static EnvironmentsFile parse(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      var environments = new LinkedHashMap<String, Entry>();
      tree.path("environments")
          .properties()
          .forEach(e -> environments.put(e.getKey(), entry(e.getValue())));
      return new EnvironmentsFile(
          tree.path("app").asText(),
          tree.has("tools") ? Optional.of(entry(tree.path("tools"))) : Optional.empty(),
          environments);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns a copy with this entry for the development account. */
  public EnvironmentsFile withTools(Entry entry) {
    return new EnvironmentsFile(app, Optional.of(entry), environments);
  }

  /** Returns a copy with this entry for an environment. */
  public EnvironmentsFile with(String environment, Entry entry) {
    var more = new LinkedHashMap<>(environments);
    more.put(environment, entry);
    return new EnvironmentsFile(app, tools, more);
  }

  /** Returns a copy without the environment, if its entry is of this account and region. */
  public EnvironmentsFile without(String environment, StackLocation place) {
    var fewer = new LinkedHashMap<>(environments);
    fewer.computeIfPresent(environment, (name, entry) -> entry.isOf(place) ? null : entry);
    return new EnvironmentsFile(app, tools, fewer);
  }

  /** Returns a copy without the development account, if its entry is of this account and region. */
  public EnvironmentsFile withoutTools(StackLocation place) {
    return new EnvironmentsFile(app, tools.filter(entry -> !entry.isOf(place)), environments);
  }

  /** Returns the text of the file. */
  public String text() {
    ObjectNode root = JSON.createObjectNode().put("app", app);
    tools.ifPresent(entry -> root.set("tools", tree(entry)));
    ObjectNode all = root.putObject("environments");
    environments.forEach((name, entry) -> all.set(name, tree(entry)));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode tree(Entry entry) {
    ObjectNode node =
        JSON.createObjectNode().put("account", entry.account()).put("region", entry.region());
    entry.role().ifPresent(role -> node.put("role", role));
    entry.externalId().ifPresent(id -> node.put("externalId", id));
    ObjectNode outputs = node.putObject("outputs");
    entry.outputs().forEach(outputs::put);
    return node;
  }

  private static Entry entry(JsonNode node) {
    var outputs = new LinkedHashMap<String, String>();
    node.path("outputs").properties().forEach(o -> outputs.put(o.getKey(), o.getValue().asText()));
    return new Entry(
        node.path("account").asText(),
        node.path("region").asText(),
        text(node, "role"),
        text(node, "externalId"),
        outputs);
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
  }
}
