package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists and maps from a form, such as {@code Tags.member.1.Key}. */
public final class QueryFields {
  private QueryFields() {}

  /** Returns the texts of {@code name.member.1}, {@code name.member.2} and so on. */
  public static List<String> texts(Call call, String name) {
    List<String> values = new ArrayList<>();
    for (int i = 1; call.input().has(name + ".member." + i); i++) {
      values.add(call.text(name + ".member." + i));
    }
    return values;
  }

  /** Returns the structures of a list, each with its fields as text members. */
  public static List<ObjectNode> structures(Call call, String name) {
    List<ObjectNode> structures = new ArrayList<>();
    for (int i = 1; ; i++) {
      String prefix = name + ".member." + i + ".";
      ObjectNode structure = Json.object();
      call.input()
          .properties()
          .forEach(
              e -> {
                if (e.getKey().startsWith(prefix)) {
                  structure.set(e.getKey().substring(prefix.length()), e.getValue());
                }
              });
      if (structure.isEmpty()) {
        return structures;
      }
      structures.add(structure);
    }
  }

  /**
   * Returns a member of a form as JSON: lists are arrays, values are texts.
   *
   * @return the missing node if the member is absent
   */
  public static JsonNode tree(Call call, String name) {
    Map<String, Object> root = new LinkedHashMap<>();
    call.input()
        .properties()
        .forEach(
            e -> {
              if (e.getKey().equals(name) || e.getKey().startsWith(name + ".")) {
                put(root, e.getKey().split("\\."), 0, e.getValue().asText());
              }
            });
    return node(root).path(name);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> into, String[] path, int at, String value) {
    if (at == path.length - 1) {
      into.put(path[at], value);
      return;
    }
    Object next = into.computeIfAbsent(path[at], p -> new LinkedHashMap<String, Object>());
    if (next instanceof Map) {
      put((Map<String, Object>) next, path, at + 1, value);
    }
  }

  private static JsonNode node(Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      return TextNode.valueOf((String) value);
    }
    if (members.size() == 1 && members.get("member") instanceof Map<?, ?> items) {
      ArrayNode list = Json.array();
      items.values().forEach(item -> list.add(node(item)));
      return list;
    }
    ObjectNode object = Json.object();
    members.forEach((key, member) -> object.set((String) key, node(member)));
    return object;
  }

  /** Returns tags by key, in the order of the form. */
  public static Map<String, String> tags(Call call, String name) {
    Map<String, String> tags = new LinkedHashMap<>();
    structures(call, name).forEach(t -> tags.put(t.path("Key").asText(), t.path("Value").asText()));
    return tags;
  }
}
