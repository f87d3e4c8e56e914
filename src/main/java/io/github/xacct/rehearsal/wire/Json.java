package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** JSON helpers for the services' members. */
public final class Json {
  public static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode texts(Collection<String> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }

  public static ArrayNode objects(Collection<ObjectNode> values) {
    return array().addAll(values);
  }

  /** Returns a list with one object for each item. */
  public static <T> ArrayNode list(Collection<T> items, Function<T, ObjectNode> each) {
    return objects(items.stream().map(each).toList());
  }

  /**
   * Returns seconds since 1970 as a number, because the Java SDK cannot read ISO text in these
   * protocols.
   */
  public static BigDecimal time(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), 3);
  }

  /** Adds the member if there is a value; AWS omits unknown values. */
  public static void putTime(ObjectNode node, String member, Optional<Instant> instant) {
    instant.ifPresent(i -> node.put(member, time(i)));
  }

  /** Adds the member if there is a value. */
  public static void putText(ObjectNode node, String member, Optional<String> text) {
    text.ifPresent(t -> node.put(member, t));
  }

  /** Returns the texts of a list; empty if it is absent. */
  public static List<String> textsOf(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Returns the items of a list. */
  public static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** Returns a member by its case-insensitive name, or the missing node. */
  public static JsonNode anyCase(JsonNode node, String member) {
    return node.properties().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(member))
        .map(java.util.Map.Entry::getValue)
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  /**
   * Parses a JSON document.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
