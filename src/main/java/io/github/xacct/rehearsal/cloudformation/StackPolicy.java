package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stack policy: which updates of its resources a stack allows. Source: "Prevent updates to
 * stack resources" of the CloudFormation guide: without a policy all updates are allowed, with one
 * only those that it allows.
 */
final class StackPolicy {
  private static final Pattern ACTION = Pattern.compile("\\*|Update:(\\*|Modify|Replace|Delete)");

  private final JsonNode statements;

  private StackPolicy(JsonNode statements) {
    this.statements = statements;
  }

  /** Reads a policy; an empty text allows everything. */
  static Optional<StackPolicy> of(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
  }

  private static StackPolicy parse(String text) {
    try {
      JsonNode statements = Json.JSON.readTree(text).path("Statement");
      for (JsonNode statement : statements) {
        check(statement);
      }
      return new StackPolicy(statements);
    } catch (JsonProcessingException e) {
      throw invalid();
    }
  }

  private static void check(JsonNode statement) {
    boolean effect = statement.path("Effect").asText().matches("Allow|Deny");
    List<String> actions =
        list(statement.has("Action") ? statement.path("Action") : statement.path("NotAction"));
    if (!effect
        || !statement.path("Principal").asText().equals("*")
        || actions.isEmpty()
        || !actions.stream().allMatch(a -> ACTION.matcher(a).matches())) {
      throw invalid();
    }
  }

  private static AwsError invalid() {
    return StackErrors.invalid("Error validating stack policy: Invalid stack policy");
  }

  /**
   * Returns why an update is denied, or empty.
   *
   * @param action such as {@code Update:Replace}
   */
  Optional<String> refusal(String action, String logicalId, String type) {
    String resource = "LogicalResourceId/" + logicalId;
    boolean allowed = false;
    for (int i = 0; i < statements.size(); i++) {
      JsonNode statement = statements.get(i);
      if (applies(statement, action, resource, type)) {
        if (statement.path("Effect").asText().equals("Deny")) {
          return Optional.of(
              "Action denied by stack policy: Statement [#%s] does not allow [%s] for resource [%s];"
                  .formatted(i + 1, action, resource));
        }
        allowed = true;
      }
    }
    return allowed
        ? Optional.empty()
        : Optional.of(
            "Action not allowed by stack policy: [" + action + "] for resource [" + resource + "]");
  }

  private static boolean applies(JsonNode statement, String action, String resource, String type) {
    return matches(statement, "Action", action)
        && matches(statement, "Resource", resource)
        && conditions(statement.path("Condition"), type);
  }

  private static boolean matches(JsonNode statement, String element, String value) {
    return statement.has("Not" + element)
        ? list(statement.path("Not" + element)).stream().noneMatch(p -> like(p, value))
        : list(statement.path(element)).stream().anyMatch(p -> like(p, value));
  }

  /** Evaluates a condition; {@code ResourceType} is the only condition key. */
  private static boolean conditions(JsonNode condition, String type) {
    JsonNode equal = condition.path("StringEquals").path("ResourceType");
    JsonNode like = condition.path("StringLike").path("ResourceType");
    return (equal.isMissingNode() || list(equal).contains(type))
        && (like.isMissingNode() || list(like).stream().anyMatch(p -> like(p, type)));
  }

  private static boolean like(String pattern, String value) {
    return value.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }

  private static List<String> list(JsonNode value) {
    return value.isTextual() ? List.of(value.asText()) : Json.textsOf(value);
  }
}
