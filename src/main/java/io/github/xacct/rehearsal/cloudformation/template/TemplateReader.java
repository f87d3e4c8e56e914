package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Parses a template's text to a tree with functions in their full form: {@code !GetAtt A.B} becomes
 * {@code {"Fn::GetAtt": ["A", "B"]}}.
 *
 * <p>CloudFormation supports neither aliases nor nulls
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html). Duplicate
 * keys are refused here; AWS silently uses the last one.
 */
final class TemplateReader {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
              .build());

  private final JsonParser parser;
  private final Deque<String> path = new ArrayDeque<>();

  private TemplateReader(JsonParser parser) {
    this.parser = parser;
  }

  static ObjectNode read(String text) {
    boolean json = text.stripLeading().startsWith("{");
    try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
      JsonToken first = parser.nextToken();
      JsonNode tree = first == null ? null : new TemplateReader(parser).value();
      if (tree instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw TemplateRefused.format(
          "%s not well-formed. (line %s, column %s)%s"
              .formatted(
                  json ? "JSON" : "YAML",
                  e.getLocation() == null ? "?" : e.getLocation().getLineNr(),
                  e.getLocation() == null ? "?" : e.getLocation().getColumnNr(),
                  e.getOriginalMessage().startsWith("Duplicate field")
                      ? ". " + e.getOriginalMessage()
                      : ""));
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
    throw TemplateRefused.format("unsupported structure.");
  }

  private JsonNode value() throws IOException {
    String tag = parser.canReadTypeId() ? (String) parser.getTypeId() : null;
    JsonNode plain =
        switch (parser.currentToken()) {
          case START_OBJECT -> object();
          case START_ARRAY -> array();
          case VALUE_NULL ->
              throw new TemplateRefused(
                  "[" + where() + "] 'null' values are not allowed in templates");
          // Keep the text: 1.10 is a version, not 1.1.
          case VALUE_NUMBER_FLOAT -> JsonNodeFactory.instance.textNode(parser.getText());
          case VALUE_EMBEDDED_OBJECT -> throw TemplateRefused.format("unsupported structure.");
          default -> {
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
              throw TemplateRefused.format(
                  "YAML aliases are not allowed in CloudFormation templates");
            }
            yield JSON.readTree(parser);
          }
        };
    return tag == null || tag.isEmpty() ? plain : tagged(tag, plain);
  }

  private static JsonNode tagged(String tag, JsonNode value) {
    String function = tag.equals("Ref") || tag.equals("Condition") ? tag : "Fn::" + tag;
    return normal(JsonNodeFactory.instance.objectNode().set(function, value));
  }

  /** Returns {@code Fn::GetAtt} with a list of two; YAML may contain {@code A.B}. */
  private static ObjectNode normal(ObjectNode object) {
    JsonNode attribute = object.get("Fn::GetAtt");
    if (object.size() == 1 && attribute != null && attribute.isTextual()) {
      String[] parts = attribute.textValue().split("\\.", 2);
      ArrayNode list = object.putArray("Fn::GetAtt");
      for (String part : parts) {
        list.add(part);
      }
    }
    return object;
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      path.addLast(field);
      parser.nextToken();
      object.set(field, value());
      path.removeLast();
    }
    return normal(object);
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path.addLast(String.valueOf(array.size()));
      array.add(value());
      path.removeLast();
    }
    return array;
  }

  private String where() {
    return "/" + String.join("/", path);
  }
}
