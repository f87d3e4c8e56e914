package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How lists and maps are read out of a form: {@code Tags.member.1.Key} and the like. */
public final class QueryFields {
  private QueryFields() {}

  /** The texts {@code name.member.1}, {@code name.member.2}, ... */
  public static List<String> texts(Call call, String name) {
    List<String> values = new ArrayList<>();
    for (int i = 1; call.input().has(name + ".member." + i); i++) {
      values.add(call.text(name + ".member." + i));
    }
    return values;
  }

  /** The structures of a list, each with its fields as text members. */
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

  /** Tags, by key, in the order given. */
  public static Map<String, String> tags(Call call, String name) {
    Map<String, String> tags = new LinkedHashMap<>();
    structures(call, name).forEach(t -> tags.put(t.path("Key").asText(), t.path("Value").asText()));
    return tags;
  }
}
