package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.shape.ShapeViolation.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Validates a value against its shape. As with AWS, a null member counts as absent, and the
 * fraction of a number that must be an integer is ignored.
 */
public final class ShapeValidation {
  private final List<ShapeViolation> found = new ArrayList<>();

  private ShapeValidation() {}

  /** Returns all violations, in the order of the value. */
  public static List<ShapeViolation> of(ModelShape shape, JsonNode value) {
    ShapeValidation check = new ShapeValidation();
    check.value("", "", shape, value);
    return check.found;
  }

  private void value(String path, String place, ModelShape shape, JsonNode value) {
    if (shape.isDocument()) {
      return;
    }
    if (!isOf(shape.type(), value)) {
      add(Kind.TYPE, path, place, shape, value);
      return;
    }
    switch (shape.type()) {
      case STRUCTURE -> structure(path, place, shape, value);
      case LIST -> list(path, place, shape, value);
      case MAP -> map(path, place, shape, value);
      case STRING -> text(path, place, shape, value);
      default -> number(path, place, shape, value);
    }
  }

  private static boolean isOf(ModelShape.Type type, JsonNode value) {
    return switch (type) {
      case STRUCTURE, MAP -> value.isObject();
      case LIST -> value.isArray();
      case STRING -> value.isTextual();
      case BLOB -> value.isTextual() || value.isBinary();
      case BOOLEAN -> value.isBoolean();
      case INTEGER, LONG, DOUBLE, FLOAT, TIMESTAMP -> value.isNumber();
    };
  }

  private void structure(String path, String place, ModelShape shape, JsonNode value) {
    for (String required : shape.required()) {
      if (!value.hasNonNull(required)) {
        shape
            .find(required)
            .ifPresent(
                member ->
                    found.add(
                        ShapeViolation.missing(
                            join(path, required), below(place, required), member)));
      }
    }
    for (var member : value.properties()) {
      String name = member.getKey();
      JsonNode given = member.getValue();
      if (!given.isNull()) {
        shape
            .find(name)
            .ifPresentOrElse(
                known -> value(join(path, name), below(place, name), known, given),
                () -> add(Kind.UNKNOWN, join(path, name), below(place, name), shape, given));
      }
    }
  }

  private void list(String path, String place, ModelShape shape, JsonNode value) {
    length(value.size(), path, place, shape, value);
    int number = 0;
    for (JsonNode item : value) {
      number++;
      if (!item.isNull()) {
        value(path + "[]", place + "." + number + ".member", shape.item(), item);
      }
    }
  }

  private void map(String path, String place, ModelShape shape, JsonNode value) {
    length(value.size(), path, place, shape, value);
    for (var entry : value.properties()) {
      if (!entry.getValue().isNull()) {
        String entryPlace = place + "." + entry.getKey() + ".member";
        value(path + "{}", entryPlace, shape.value(), entry.getValue());
      }
    }
  }

  private void text(String path, String place, ModelShape shape, JsonNode value) {
    String text = value.asText();
    if (!shape.enumeration().isEmpty()) {
      if (!shape.enumeration().contains(text)) {
        add(Kind.ENUMERATION, path, place, shape, value);
      }
      return;
    }
    length(text.codePointCount(0, text.length()), path, place, shape, value);
    if (!shape.fitsPattern(text)) {
      add(Kind.PATTERN, path, place, shape, value);
    }
  }

  private void length(int length, String path, String place, ModelShape shape, JsonNode value) {
    if (length < shape.min().orElse(0)) {
      add(Kind.SHORT, path, place, shape, value);
    }
    if (length > shape.max().orElse(Long.MAX_VALUE)) {
      add(Kind.LONG, path, place, shape, value);
    }
  }

  private void number(String path, String place, ModelShape shape, JsonNode value) {
    if (shape.type().isNumber()) {
      if (shape.min().isPresent() && value.asDouble() < shape.min().getAsLong()) {
        add(Kind.SMALL, path, place, shape, value);
      }
      if (shape.max().isPresent() && value.asDouble() > shape.max().getAsLong()) {
        add(Kind.LARGE, path, place, shape, value);
      }
    }
  }

  private void add(Kind kind, String path, String place, ModelShape shape, JsonNode value) {
    found.add(new ShapeViolation(kind, path, place, shape, value));
  }

  private static String join(String path, String member) {
    return path.isEmpty() ? member : path + "." + member;
  }

  /** Member names begin with a lower-case letter in AWS's messages, whatever the request has. */
  private static String below(String place, String member) {
    String name = Character.toLowerCase(member.charAt(0)) + member.substring(1);
    return place.isEmpty() ? name : place + "." + name;
  }
}
