package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A parsed template with the line of each value, which Jackson's trees do not keep. */
final class TemplateTree {

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final Map<String, Integer> lines = new HashMap<>();
  private JsonNode root = MissingNode.getInstance();

  private TemplateTree() {}

  /** Parses JSON; a placeholder may take the place of a number or boolean. */
  static TemplateTree ofJson(TemplateFile template) {
    return new TemplateTree().read(template, Placeholders.quoteBare(template.text()));
  }

  /** Parses YAML, or JSON, which is YAML too unless it is indented with tabs. */
  static TemplateTree ofYaml(TemplateFile template) {
    boolean json = template.text().stripLeading().startsWith("{");
    if (template.file().toLowerCase(Locale.ROOT).endsWith(".json")) {
      return ofJson(template);
    }
    if (json && template.text().contains("\t")) {
      return ofJson(template);
    }
    TemplateTree tree = new TemplateTree();
    tree.root = new YamlReader(template, tree.lines).read();
    if (tree.root.isNull()) {
      throw TemplateSyntax.empty(template);
    }
    return tree.requireObject(template);
  }

  /** The same tree with its fields spelled as in the shape, as parsers do that ignore case. */
  TemplateTree spelledAs(Shape shape) {
    TemplateTree tree = new TemplateTree();
    tree.root = new FieldSpelling(shape, this, tree.lines).spelled(root, shape.root(), "", "");
    return tree;
  }

  JsonNode root() {
    return root;
  }

  /** The line of the value at a path, or of the innermost enclosing value that has one. */
  int line(String path) {
    for (String p = path; !p.isEmpty(); p = FieldPath.parent(p)) {
      if (lines.containsKey(p)) {
        return lines.get(p);
      }
    }
    return lines.getOrDefault("", 1);
  }

  private TemplateTree read(TemplateFile template, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
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
    return requireObject(template);
  }

  private TemplateTree requireObject(TemplateFile template) {
    if (!root.isObject()) {
      throw TemplateSyntax.notAnObject(template, root);
    }
    return this;
  }

  private JsonNode value(JsonParser parser, String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    if (parser.getParsingContext().getNestingDepth() > FieldPath.DEEPEST) {
      throw new JsonParseException(parser, TemplateSyntax.TOO_DEEP, parser.currentTokenLocation());
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return object(parser, path);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return array(parser, path);
    }
    return JSON.readTree(parser);
  }

  private ObjectNode object(JsonParser parser, String path) throws IOException {
    ObjectNode object = JSON.createObjectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      lines.put(FieldPath.child(path, field), parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      object.set(field, value(parser, FieldPath.child(path, field)));
    }
    return object;
  }

  private ArrayNode array(JsonParser parser, String path) throws IOException {
    ArrayNode array = JSON.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, path + "[" + array.size() + "]"));
    }
    return array;
  }
}
