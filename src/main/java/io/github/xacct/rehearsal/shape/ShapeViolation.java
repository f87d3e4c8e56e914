package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * One violation of a shape by a value.
 *
 * @param kind of the violation
 * @param path of the member in the model, such as {@code tags[].key}
 * @param place of the value in AWS's messages, such as {@code tags.1.member.key}
 * @param shape expected shape
 * @param value actual value; the missing node if it is absent
 */
public record ShapeViolation(
    Kind kind, String path, String place, ModelShape shape, JsonNode value) {
  /** The kinds of violations. */
  public enum Kind {
    /** The value has the wrong type. */
    TYPE,
    /** A required member is absent. */
    REQUIRED,
    /** A string, a list or a map is too short. */
    SHORT,
    /** A string, a list or a map is too long. */
    LONG,
    /** A number is too small. */
    SMALL,
    /** A number is too large. */
    LARGE,
    /** A string does not match the regular expression. */
    PATTERN,
    /** A string is not one of the enumeration's values. */
    ENUMERATION,
    /** The model has no such member. */
    UNKNOWN
  }

  static ShapeViolation missing(String path, String place, ModelShape shape) {
    return new ShapeViolation(Kind.REQUIRED, path, place, shape, MissingNode.getInstance());
  }

  /** Returns the text that AWS's services append to "failed to satisfy constraint: ". */
  public String constraint() {
    return switch (kind) {
      case TYPE -> "Member must be of type " + shape.type();
      case UNKNOWN -> "Member is not in the model";
      case REQUIRED -> "Member must not be null";
      case SHORT -> "Member must have length greater than or equal to " + least();
      case LONG -> "Member must have length less than or equal to " + most();
      case SMALL -> "Member must have value greater than or equal to " + least();
      case LARGE -> "Member must have value less than or equal to " + most();
      case PATTERN -> "Member must satisfy regular expression pattern: " + shape.pattern();
      case ENUMERATION ->
          "Member must satisfy enum value set: [" + String.join(", ", shape.enumeration()) + "]";
    };
  }

  /** Returns the regular expression of the shape; empty if it has none. */
  public String pattern() {
    return shape.pattern();
  }

  private long least() {
    return shape.min().orElse(0);
  }

  private long most() {
    return shape.max().orElse(Long.MAX_VALUE);
  }

  /** Returns the top-level member of the request that contains the value. */
  public String member() {
    return path.split("[.\\[{]", 2)[0];
  }
}
