package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rehearsed resource types. {@code resource-types.jsonl} has a line for each: AWS's schema of
 * us-east-1 in cfn-lint 1.51.0, without descriptions and formats. {@code resource-naming.yaml} has
 * what schemas do not contain: the format of IDs and attributes.
 */
public final class ResourceTypes {
  private ResourceTypes() {}

  /** Returns the type of a name; empty if it is not rehearsed. */
  public static Optional<ResourceType> find(String name) {
    return Optional.ofNullable(Table.BY_NAME.get(name));
  }

  /** Read with the first template, because most rehearsals have none. */
  private static final class Table {
    static final Map<String, ResourceType> BY_NAME = read();

    private static Map<String, ResourceType> read() {
      Map<String, ResourceType> types = new HashMap<>();
      ObjectMapper json = new ObjectMapper();
      try {
        JsonNode naming =
            new ObjectMapper(new YAMLFactory()).readTree(text("resource-naming.yaml"));
        for (String line : text("resource-types.jsonl").lines().toList()) {
          JsonNode schema = json.readTree(line);
          String name = schema.path("typeName").asText();
          types.put(name, new ResourceType(name, schema, ResourceNaming.of(naming.required(name))));
        }
        return types;
      } catch (IOException e) {
        throw new UncheckedIOException("The plugin's own tables cannot be read", e);
      }
    }

    private static String text(String file) throws IOException {
      try (InputStream stream = ResourceTypes.class.getResourceAsStream(file)) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
