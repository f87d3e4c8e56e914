package io.github.xacct.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ForeignText;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Converts values to JSON: a record to an object of its components in their order, a duration to
 * seconds, an empty optional to null, and other values to their text.
 */
final class JsonTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonTree() {}

  static JsonNode of(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(JsonTree::of).orElse(JSON.nullNode());
    } else if (value instanceof Duration duration) {
      return number(duration.toMillis() / 1000.0);
    } else if (value instanceof Double number) {
      return number(number);
    } else if (value instanceof Integer number) {
      return JSON.numberNode(number);
    } else if (value instanceof Long number) {
      return JSON.numberNode(number);
    } else if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    } else if (value instanceof Collection<?> list) {
      var array = JSON.arrayNode();
      list.forEach(element -> array.add(of(element)));
      return array;
    } else if (value instanceof Map<?, ?> map) {
      var object = JSON.objectNode();
      map.forEach((name, element) -> object.set(name.toString(), of(element)));
      return object;
    } else if (value instanceof Record && !hasTextForm(value)) {
      return components(value);
    }
    return JSON.textNode(ForeignText.lines(value.toString()));
  }

  /** Writes whole numbers without a fraction: 10 rather than 10.0. */
  private static JsonNode number(double number) {
    return number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE
        ? JSON.numberNode((long) number)
        : JSON.numberNode(number);
  }

  private static boolean hasTextForm(Object value) {
    return value instanceof Digest
        || value instanceof ImageReference
        || value instanceof Reported<?>;
  }

  private static JsonNode components(Object value) {
    var object = JSON.objectNode();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true); // the record may be package-private
        object.set(component.getName(), of(accessor.invoke(value)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return object;
  }
}
