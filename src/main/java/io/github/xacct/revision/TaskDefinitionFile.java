package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.XacctException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A template file that is equivalent to a registered task definition. Read-only fields are dropped
 * and the app's image becomes a placeholder, as do values that may be secrets, because the file is
 * meant to be committed.
 *
 * @param text of the file
 * @param definition the same content, not yet checked by the rules of a deployment
 * @param withheld values that may be secrets, by the name of their placeholder
 */
public record TaskDefinitionFile(
    String text, TaskDefinition definition, Map<String, String> withheld) {

  /** Fields with user-defined keys. */
  private static final Set<String> FREE_MAPS =
      Set.of("options", "dockerLabels", "driverOpts", "labels");

  @Override
  public String toString() {
    return "TaskDefinitionFile[withheld=" + withheld.keySet() + "]";
  }

  /**
   * Creates the template that registers the same task definition again.
   *
   * @param registered output of DescribeTaskDefinition, including tags
   * @param container name of the app's container
   * @param port of the app in that container
   */
  public static TaskDefinitionFile of(String registered, String container, int port) {
    return new Writing().write(registered, container, port);
  }

  /**
   * Reads the file as a deployment would.
   *
   * @throws XacctException with all errors, if a deployment would refuse it
   */
  public TaskDefinition read(AppContainer app) {
    return TaskDefinitionTemplate.render(
        new TemplateFile("taskdef.json", text),
        app,
        name -> Optional.ofNullable(withheld.get(name)));
  }

  private static final class Writing {
    private final Map<String, String> withheld = new LinkedHashMap<>();
    private String inside = "";

    TaskDefinitionFile write(String registered, String container, int port) {
      ObjectNode definition = NormalForm.withoutEmptyAndReadOnly(parse(registered));
      boolean bridge = definition.path("networkMode").asText("bridge").equals("bridge");
      var containers = definition.path("containerDefinitions");
      int index = 0;
      for (int i = 0; i < containers.size(); i++) {
        var object = (ObjectNode) containers.get(i);
        tidy(object, bridge);
        if (object.path("name").asText().equals(container)) {
          object.put("image", TaskDefinition.IMAGE_PLACEHOLDER);
          index = i;
        }
      }
      var says = new TaskDefinition(definition, index, Optional.of(port));
      ObjectNode template = (ObjectNode) template(Shape.TASK_DEFINITION.inOrder(definition), "");
      return new TaskDefinitionFile(JsonText.pretty(template), says, Map.copyOf(withheld));
    }

    /** Removes the values that ECS adds by itself. */
    private static void tidy(ObjectNode container, boolean bridge) {
      if (container.path("cpu").asInt(-1) == 0) {
        container.remove("cpu");
      }
      for (JsonNode mapping : container.path("portMappings")) {
        boolean same = mapping.path("hostPort").equals(mapping.path("containerPort"));
        if (mapping instanceof ObjectNode object && same && !bridge) {
          object.remove("hostPort");
        }
      }
    }

    /**
     * Replaces values that may be secrets by placeholders, and escapes text that looks like one.
     */
    private JsonNode template(JsonNode node, String field) {
      if (node instanceof ObjectNode object) {
        return object(object, field);
      }
      if (node instanceof ArrayNode array) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : array) {
          if (field.equals("containerDefinitions")) {
            inside = element.path("name").asText();
          }
          list.add(template(element, field));
        }
        return list;
      }
      return node.isTextual() ? TextNode.valueOf(escaped(node.textValue())) : node;
    }

    private ObjectNode object(ObjectNode object, String field) {
      ObjectNode written = JsonNodeFactory.instance.objectNode();
      for (var entry : object.properties()) {
        String name = name(object, field, entry.getKey());
        boolean secret = !name.isEmpty() && SecretRedaction.hides(name, entry.getValue());
        written.set(
            escaped(entry.getKey()),
            secret
                ? TextNode.valueOf("${" + withhold(name, entry.getValue().asText()) + "}")
                : template(entry.getValue(), entry.getKey()));
      }
      return written;
    }

    /** The user-defined name of a value; empty for fields that AWS defines. */
    private static String name(ObjectNode object, String field, String key) {
      if (FREE_MAPS.contains(field)) {
        return key;
      }
      return field.equals("environment") && key.equals("value") ? object.path("name").asText() : "";
    }

    private String withhold(String name, String value) {
      String plain = name.replaceAll("[^\\w.-]", "_");
      String free =
          value.equals(withheld.getOrDefault(plain, value)) ? plain : inside + "." + plain;
      withheld.put(free, value);
      return free;
    }

    private static String escaped(String text) {
      return text.replace("${", "$${");
    }

    private static JsonNode parse(String registered) {
      try {
        return Json.read(registered);
      } catch (JsonProcessingException e) {
        throw XacctException.ours("A registered task definition is not JSON.").cause(e);
      }
    }
  }
}
