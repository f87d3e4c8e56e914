package io.github.xacct.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON trees with the same results as Jackson's {@code ObjectMapper}, whose data
 * binding loads about 300 classes: too slow for a process that takes two seconds.
 */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** Parses a text; returns a missing node if it is empty. */
  public static JsonNode read(String text) throws JsonProcessingException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return tree(parser);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses bytes whose encoding is detected from the first of them; a missing node if there are
   * none.
   */
  public static JsonNode read(byte[] bytes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      return tree(parser);
    }
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** Writes a tree without whitespace, as an SDK sends it. */
  public static String compact(JsonNode node) {
    return text(node, null);
  }

  /** Writes a tree without whitespace, in UTF-8. */
  public static byte[] bytes(JsonNode node) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      write(node, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes a tree with Jackson's default indentation. */
  public static String pretty(JsonNode node) {
    return text(node, new DefaultPrettyPrinter());
  }

  /** Writes a tree with the indentation of the given printer. */
  public static String pretty(JsonNode node, DefaultPrettyPrinter printer) {
    return text(node, printer.createInstance());
  }

  private static String text(JsonNode node, @Nullable PrettyPrinter printer) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (printer != null) {
        generator.setPrettyPrinter(printer);
      }
      write(node, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static JsonNode tree(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    return first == null ? MissingNode.getInstance() : node(parser, first);
  }

  private static JsonNode node(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      default -> NODES.nullNode();
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    var object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      object.set(name, node(parser, parser.nextToken()));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    var array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(node(parser, token));
    }
    return array;
  }

  private static JsonNode whole(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private static void write(JsonNode node, JsonGenerator to) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        to.writeStartObject(node, node.size());
        for (var member : node.properties()) {
          to.writeFieldName(member.getKey());
          write(member.getValue(), to);
        }
        to.writeEndObject();
      }
      case ARRAY -> {
        to.writeStartArray(node, node.size());
        for (JsonNode item : node) {
          write(item, to);
        }
        to.writeEndArray();
      }
      case STRING -> to.writeString(node.textValue());
      case BOOLEAN -> to.writeBoolean(node.booleanValue());
      case NUMBER -> number(node, to);
      default -> to.writeNull();
    }
  }

  private static void number(JsonNode node, JsonGenerator to) throws IOException {
    switch (node.numberType()) {
      case INT, LONG -> to.writeNumber(node.longValue());
      case FLOAT -> to.writeNumber(node.floatValue());
      case DOUBLE -> to.writeNumber(node.doubleValue());
      case BIG_INTEGER -> to.writeNumber(node.bigIntegerValue());
      default -> to.writeNumber(node.decimalValue());
    }
  }
}
