package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Converts an SDK object into the JSON of the API reference and back, member by member by the SDK's
 * own model, so that no member of a task definition is lost.
 */
public final class SdkJson {
  private SdkJson() {}

  /** Returns the object as JSON; members that are not set are left out. */
  public static ObjectNode write(SdkPojo pojo) {
    var object = Json.object();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null
          && !(value instanceof SdkAutoConstructList)
          && !(value instanceof SdkAutoConstructMap)) {
        object.set(field.locationName(), node(value));
      }
    }
    return object;
  }

  private static JsonNode node(Object value) {
    if (value instanceof SdkPojo pojo) {
      return write(pojo);
    }
    if (value instanceof List<?> list) {
      var array = Json.array();
      list.forEach(item -> array.add(node(item)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      var object = Json.object();
      map.forEach((key, item) -> object.set(key.toString(), node(item)));
      return object;
    }
    return value instanceof java.time.Instant ? TextNode.valueOf(value.toString()) : scalar(value);
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    }
    if (value instanceof Long number) {
      return LongNode.valueOf(number);
    }
    if (value instanceof Float number) {
      return FloatNode.valueOf(number);
    }
    if (value instanceof Double number) {
      return DoubleNode.valueOf(number);
    }
    return value instanceof Boolean truth
        ? BooleanNode.valueOf(truth)
        : TextNode.valueOf(value.toString());
  }

  /** Fills a builder from JSON and returns it; members that the builder lacks are ignored. */
  public static <B extends SdkPojo> B read(ObjectNode json, B builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode value = json.get(field.locationName());
      if (value != null && !value.isNull()) {
        field.set(builder, value(field, value));
      }
    }
    return builder;
  }

  private static Object value(SdkField<?> field, JsonNode json) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      SdkPojo builder = field.constructor().get();
      read((ObjectNode) json, builder);
      return ((SdkBuilder<?, ?>) builder).build();
    }
    if (type == MarshallingType.LIST) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      var list = new ArrayList<Object>();
      json.forEach(item -> list.add(value(member, item)));
      return list;
    }
    if (type == MarshallingType.MAP) {
      SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
      var map = new LinkedHashMap<String, Object>();
      json.properties().forEach(e -> map.put(e.getKey(), value(member, e.getValue())));
      return map;
    }
    return scalar(type, json);
  }

  private static Object scalar(MarshallingType<?> type, JsonNode json) {
    if (type == MarshallingType.INTEGER) {
      return json.asInt();
    }
    if (type == MarshallingType.LONG) {
      return json.asLong();
    }
    if (type == MarshallingType.DOUBLE) {
      return json.asDouble();
    }
    if (type == MarshallingType.FLOAT) {
      return (float) json.asDouble();
    }
    return type == MarshallingType.BOOLEAN ? (Object) json.asBoolean() : json.asText();
  }
}
