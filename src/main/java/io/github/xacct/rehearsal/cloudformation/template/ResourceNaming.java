package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The format of a resource's IDs and attributes.
 *
 * @param nameProperty the property that names it, generated if it is absent; empty if it has none
 * @param nameLength maximum length of that name
 * @param ref pattern of its physical ID, the value of {@code Ref}
 * @param key pattern of its ID in the resource store
 * @param attributes patterns by attribute of {@code Fn::GetAtt}
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
