package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * One thing in which a value is not what its shape says.
 *
 * @param kind in what
 * @param path of the member as the model names it, such as {@code tags[].key}
 * @param place of the value as AWS names it, such as {@code tags.1.member.key}
 * @param shape what the value should be
 * @param value what it is; missing if it is absent
 */
public record Misfit(Kind kind, String path, String place, ModelShape shape, JsonNode value) {
  /** In what a value differs from its shape. */
  public enum Kind {
    /** Not of the type. */
    TYPE,
    /** Required and not there. */
    REQUIRED,
    /** A text, a list or a map is too short. */
    SHORT,
    /** It is too long. */
    LONG,
    /** A number is too small. */
    SMALL,
    /** It is too large. */
    LARGE,
    /** A text does not match the regular expression. */
    PATTERN,
    /** Not one of the values. */
    ENUMERATION,
    /** The model knows no such member. */
    UNKNOWN
  }

  static Misfit missing(String path, String place, ModelShape shape) {
    return new Misfit(Kind.REQUIRED, path, place, shape, MissingNode.getInstance());
  }

  /** What AWS's services say of it after "failed to satisfy constraint: ". */
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

  /** The regular expression that it does not match. */
  public String pattern() {
    return shape.pattern();
  }

  private long least() {
    return shape.min().orElse(0);
  }

  private long most() {
    return shape.max().orElse(Long.MAX_VALUE);
  }

  /** The member of the request in which it is. */
  public String member() {
    return path.split("[.\\[{]", 2)[0];
  }
}
