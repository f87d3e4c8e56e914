package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What one value of a request or an answer looks like. */
public final class ModelShape {
  /** The type of the value. */
  public enum Type {
    STRUCTURE,
    LIST,
    MAP,
    STRING,
    BLOB,
    BOOLEAN,
    INTEGER,
    LONG,
    DOUBLE,
    FLOAT,
    TIMESTAMP;

    boolean isNumber() {
      return this == INTEGER || this == LONG || this == DOUBLE || this == FLOAT;
    }

    public boolean isScalar() {
      return this != STRUCTURE && this != LIST && this != MAP;
    }
  }

  /** Compiled once, whatever service has it. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final Function<String, ModelShape> shapes;
  private final String name;
  private final JsonNode node;
  private final Type type;

  ModelShape(Function<String, ModelShape> shapes, String name, JsonNode node) {
    this.shapes = shapes;
    this.name = name;
    this.node = node;
    this.type = Type.valueOf(node.path("type").asText().toUpperCase(Locale.ROOT));
  }

  String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  /** Whether it takes any JSON. */
  public boolean isDocument() {
    return node.path("document").asBoolean();
  }

  /** Whether AWS keeps its values out of messages. */
  public boolean isSensitive() {
    return node.path("sensitive").asBoolean();
  }

  /** A structure's members, in the model's order. */
  public Map<String, ModelShape> members() {
    Map<String, ModelShape> members = new LinkedHashMap<>();
    node.path("members").fieldNames().forEachRemaining(m -> members.put(m, shape(member(m))));
    return members;
  }

  private JsonNode member(String member) {
    return node.path("members").path(member);
  }

  private ModelShape shape(JsonNode reference) {
    return shapes.apply(
        reference.isTextual() ? reference.asText() : reference.path("shape").asText());
  }

  /** A structure's member; empty if the model has none of that name. */
  public Optional<ModelShape> find(String member) {
    JsonNode found = member(member);
    return found.isMissingNode() ? Optional.empty() : Optional.of(shape(found));
  }

  /** Where a REST service has a member: uri, querystring, header; empty for the body. */
  public String location(String member) {
    return member(member).path("location").asText();
  }

  /** Under which name it is there. */
  public String locationName(String member) {
    return member(member).path("locationName").asText(member);
  }

  /** The member that is the whole body of a REST service's call; empty if there is none. */
  public String payload() {
    return node.path("payload").asText();
  }

  List<String> required() {
    List<String> names = new ArrayList<>();
    node.path("required").forEach(required -> names.add(required.asText()));
    return names;
  }

  /** What a list holds. */
  public ModelShape item() {
    return shape(node.path("member"));
  }

  /** What a map's keys are. */
  ModelShape key() {
    return shape(node.path("key"));
  }

  /** What a map's values are. */
  public ModelShape value() {
    return shape(node.path("value"));
  }

  OptionalLong min() {
    return node.has("min") ? OptionalLong.of(node.path("min").asLong()) : OptionalLong.empty();
  }

  OptionalLong max() {
    return node.has("max") ? OptionalLong.of(node.path("max").asLong()) : OptionalLong.empty();
  }

  /** Empty if any text will do. */
  String pattern() {
    return node.path("pattern").asText();
  }

  boolean fitsPattern(String text) {
    return pattern().isEmpty()
        || PATTERNS.computeIfAbsent(pattern(), ModelShape::compiled).matcher(text).matches();
  }

  /** Surrogate pairs stand in the models as the regular expressions of JSON write them. */
  private static Pattern compiled(String pattern) {
    return Pattern.compile(
        pattern
            .replace("\\u10000-\\u10FFFF", "\\x{10000}-\\x{10FFFF}")
            .replace("\\uD800\\uDC00-\\uDBFF\\uDFFF", "\\x{10000}-\\x{10FFFF}"),
        Pattern.DOTALL);
  }

  List<String> enumeration() {
    List<String> values = new ArrayList<>();
    node.path("enum").forEach(value -> values.add(value.asText()));
    return values;
  }

  /** The code of an error as it goes over the wire. */
  String errorCode() {
    return node.path("error").path("code").asText(name);
  }
}
