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

/** The shape of one value of a request or a response. */
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

  /** Compiled patterns, shared by all services. */
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

  /** Returns whether it accepts any JSON. */
  public boolean isDocument() {
    return node.path("document").asBoolean();
  }

  /** Returns whether AWS omits its values from messages. */
  public boolean isSensitive() {
    return node.path("sensitive").asBoolean();
  }

  /** Returns a structure's members, in the model's order. */
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

  /** Returns a structure's member; empty if the model has none of that name. */
  public Optional<ModelShape> find(String member) {
    JsonNode found = member(member);
    return found.isMissingNode() ? Optional.empty() : Optional.of(shape(found));
  }

  /**
   * Returns where a REST service expects a member: uri, querystring, header; empty for the body.
   */
  public String location(String member) {
    return member(member).path("location").asText();
  }

  /** Returns the name of a member at its location. */
  public String locationName(String member) {
    return member(member).path("locationName").asText(member);
  }

  /** Returns the member that is the whole body of a REST service's call; empty if there is none. */
  public String payload() {
    return node.path("payload").asText();
  }

  List<String> required() {
    List<String> names = new ArrayList<>();
    node.path("required").forEach(required -> names.add(required.asText()));
    return names;
  }

  /** Returns the shape of a list's items. */
  public ModelShape item() {
    return shape(node.path("member"));
  }

  /** Returns the shape of a map's keys. */
  ModelShape key() {
    return shape(node.path("key"));
  }

  /** Returns the shape of a map's values. */
  public ModelShape value() {
    return shape(node.path("value"));
  }

  OptionalLong min() {
    return node.has("min") ? OptionalLong.of(node.path("min").asLong()) : OptionalLong.empty();
  }

  OptionalLong max() {
    return node.has("max") ? OptionalLong.of(node.path("max").asLong()) : OptionalLong.empty();
  }

  /** Returns the regular expression of a string; empty if it has none. */
  String pattern() {
    return node.path("pattern").asText();
  }

  boolean fitsPattern(String text) {
    return pattern().isEmpty()
        || PATTERNS.computeIfAbsent(pattern(), ModelShape::compiled).matcher(text).matches();
  }

  /**
   * Returns the compiled pattern; the models write code points above U+FFFF in ways that Java does
   * not accept.
   */
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

  /** Returns the code of an error in responses. */
  String errorCode() {
    return node.path("error").path("code").asText(name);
  }
}
