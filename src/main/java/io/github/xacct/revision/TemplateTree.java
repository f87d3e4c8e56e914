package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** What a template says, and on which line it says it: Jackson's own trees forget the lines. */
final class TemplateTree {

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final ObjectMapper mapper;
  private final Map<String, Integer> lines = new HashMap<>();
  private JsonNode root;

  private TemplateTree(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Reads JSON in which a placeholder may stand where a number or boolean is wanted. */
  static TemplateTree ofJson(Template template) {
    return new TemplateTree(JSON).read(template, Placeholders.quoteBare(template.text()));
  }

  static TemplateTree ofYaml(Template template) {
    return new TemplateTree(YAML).read(template, template.text());
  }

  JsonNode root() {
    return root;
  }

  /** The line of the value at a path, or of what encloses it. */
  int line(String path) {
    for (String p = path; !p.isEmpty(); p = parent(p)) {
      if (lines.containsKey(p)) {
        return lines.get(p);
      }
    }
    return lines.getOrDefault("", 1);
  }

  /** The path of a field. */
  static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  private TemplateTree read(Template template, String text) {
    try (JsonParser parser = mapper.createParser(text)) {
      if (parser.nextToken() == null) {
        throw TemplateSyntax.empty(template);
      }
      root = value(parser, "");
      if (parser.nextToken() != null) {
        throw TemplateSyntax.trailing(template, parser.currentTokenLocation());
      }
    } catch (JsonProcessingException e) {
      throw TemplateSyntax.error(template, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!root.isObject()) {
      throw TemplateSyntax.notAnObject(template, root);
    }
    return this;
  }

  private JsonNode value(JsonParser parser, String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return object(parser, path);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return array(parser, path);
    }
    return mapper.readTree(parser);
  }

  private ObjectNode object(JsonParser parser, String path) throws IOException {
    ObjectNode object = mapper.createObjectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      lines.put(child(path, field), parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      object.set(field, value(parser, child(path, field)));
    }
    return object;
  }

  private ArrayNode array(JsonParser parser, String path) throws IOException {
    ArrayNode array = mapper.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, path + "[" + array.size() + "]"));
    }
    return array;
  }
}
