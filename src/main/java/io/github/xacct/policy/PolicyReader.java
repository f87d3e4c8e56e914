package io.github.xacct.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Parses a policy document; unknown elements are errors, because IAM refuses them too. */
final class PolicyReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final boolean variables;

  private PolicyReader(boolean variables) {
    this.variables = variables;
  }

  static Policy read(String json) {
    JsonNode document;
    try {
      document = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The policy is not JSON: " + e.getOriginalMessage());
    }
    check(document, DOCUMENT, "The policy");
    var reader = new PolicyReader(document.path("Version").asText().equals("2012-10-17"));
    List<Statement> statements = new ArrayList<>();
    for (JsonNode statement : listOf(document.path("Statement"))) {
      statements.add(reader.statement(statement, statements.size() + 1));
    }
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("The policy has no Statement");
    }
    return new Policy(statements);
  }

  private Statement statement(JsonNode json, int number) {
    String name = json.path("Sid").asText("").isEmpty() ? "" + number : json.get("Sid").asText();
    check(json, STATEMENT, "Statement " + name);
    String effect = json.path("Effect").asText();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw new IllegalArgumentException("Statement " + name + " needs Effect Allow or Deny");
    }
    if (json.has("Action") == json.has("NotAction")) {
      throw new IllegalArgumentException("Statement " + name + " needs Action or NotAction");
    }
    if (json.has("Resource") && json.has("NotResource")) {
      throw new IllegalArgumentException(
          "Statement " + name + " cannot have both Resource and NotResource");
    }
    return new Statement(
        name,
        effect.equals("Allow"),
        principal(json),
        texts(json.has("Action") ? json.get("Action") : json.get("NotAction")),
        json.has("NotAction"),
        either(json, "Resource", "NotResource").map(this::texts),
        json.has("NotResource"),
        conditions(json.path("Condition")));
  }

  private Optional<PrincipalElement> principal(JsonNode statement) {
    return either(statement, "Principal", "NotPrincipal")
        .map(
            json -> {
              boolean everybody = json.asText().equals("*");
              List<String> star = List.of("*");
              return new PrincipalElement(
                  everybody ? star : strings(json.path("AWS")),
                  everybody ? star : strings(json.path("Service")),
                  everybody ? star : strings(json.path("Federated")),
                  statement.has("NotPrincipal"));
            });
  }

  private List<Condition> conditions(JsonNode json) {
    List<Condition> conditions = new ArrayList<>();
    json.properties()
        .forEach(
            operator ->
                operator
                    .getValue()
                    .properties()
                    .forEach(
                        key ->
                            conditions.add(
                                new Condition(
                                    operator.getKey(), key.getKey(), texts(key.getValue())))));
    return conditions;
  }

  private List<PolicyText> texts(JsonNode json) {
    return strings(json).stream().map(text -> new PolicyText(text, variables)).toList();
  }

  private static List<String> strings(JsonNode json) {
    return StreamSupport.stream(listOf(json).spliterator(), false).map(JsonNode::asText).toList();
  }

  /** The elements of an array; IAM accepts a single element without brackets. */
  private static Iterable<JsonNode> listOf(JsonNode json) {
    if (json.isMissingNode()) {
      return List.of();
    }
    return json.isArray() ? json : List.of(json);
  }

  private static Optional<JsonNode> either(JsonNode json, String one, String other) {
    return Optional.ofNullable(json.has(one) ? json.get(one) : json.get(other));
  }

  private static void check(JsonNode json, Set<String> known, String what) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(what + " is not a JSON object");
    }
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw new IllegalArgumentException(what + " has an unknown element " + field);
              }
            });
  }
}
