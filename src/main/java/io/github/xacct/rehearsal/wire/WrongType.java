package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.shape.ModelShape;
import io.github.xacct.rehearsal.shape.ShapeViolation;
import java.util.Locale;

/**
 * AWS's messages about a value of the wrong type. Sources: the answers of ECS quoted in
 * aws-actions/amazon-ecs-deploy-task-definition#587 and #610; those of DynamoDB, which reads JSON
 * by the same framework, in the tests of architect/dynalite.
 */
final class WrongType {
  private WrongType() {}

  static String inJson(ShapeViolation misfit) {
    JsonNode value = misfit.value();
    ModelShape.Type wanted = misfit.shape().type();
    if (value.isObject()) {
      return "Start of structure or map found where not expected";
    }
    if (value.isArray()) {
      return wanted.isScalar()
          ? "Unrecognized collection type class java.lang." + javaName(wanted)
          : "Start of list found where not expected";
    }
    return switch (wanted) {
      case LIST, MAP, STRUCTURE -> "Unexpected field type";
      case BLOB -> "only base-64-encoded strings are convertible to bytes";
      case TIMESTAMP -> token(value) + " cannot be converted to milliseconds since epoch";
      case BOOLEAN ->
          value.isTextual()
              ? "Unexpected token received from parser"
              : token(value) + " cannot be converted to Boolean";
      default -> token(value) + " cannot be converted to " + javaName(wanted);
    };
  }

  private static String token(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean() ? "TRUE_VALUE" : "FALSE_VALUE";
    }
    if (value.isTextual()) {
      return "STRING_VALUE";
    }
    return value.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  }

  private static String javaName(ModelShape.Type type) {
    String name = type.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  static String inForm(ShapeViolation misfit) {
    return switch (misfit.shape().type()) {
      case BOOLEAN -> "boolean must follow xsd1.1 definition";
      case INTEGER, LONG, DOUBLE, FLOAT -> "Invalid number for " + misfit.path();
      case TIMESTAMP -> "timestamp must follow ISO8601";
      default -> "Unexpected value for " + misfit.path();
    };
  }

  /** Returns a member's name as words: {@code deploymentConfigId} as "Deployment config ID". */
  static String sentence(String member) {
    String words =
        member
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\bid(s?)\\b", "ID$1")
            .replaceAll("\\barn(s?)\\b", "ARN$1");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
