package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a resource's ids and attributes are made.
 *
 * @param nameProperty the property that names it, generated if it is absent; empty if it has none
 * @param nameLength how long that name may be
 * @param ref pattern of its physical id, which is what {@code Ref} gives
 * @param key pattern of its id where it stands in its account
 * @param attributes patterns by the name that {@code Fn::GetAtt} uses
 */
public record ResourceNaming(
    String nameProperty, int nameLength, String ref, String key, Map<String, String> attributes) {

  static ResourceNaming of(JsonNode row) {
    String[] name = row.path("name").asText().split(" ");
    String ref = row.path("ref").asText();
    Map<String, String> attributes = new LinkedHashMap<>();
    row.path("attributes")
        .properties()
        .forEach(e -> attributes.put(e.getKey(), e.getValue().asText()));
    return new ResourceNaming(
        name[0],
        name.length > 1 ? Integer.parseInt(name[1]) : 255,
        ref,
        row.path("key").asText(ref),
        attributes);
  }
}
