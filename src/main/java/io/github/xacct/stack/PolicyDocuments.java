package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Splits statements into policy documents within IAM's size limit of a managed policy. */
final class PolicyDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The limit of a managed policy without white space; a role can have ten of them. */
  private static final int LONGEST = 6_144;

  private PolicyDocuments() {}

  /** Returns the documents with these statements, in order. */
  static List<JsonNode> of(List<ObjectNode> statements) {
    var documents = new ArrayList<JsonNode>();
    ObjectNode document = document(documents);
    for (ObjectNode statement : statements) {
      boolean fits = document.toString().length() + statement.toString().length() < LONGEST;
      if (!fits) {
        document = document(documents);
      }
      ((ArrayNode) document.path("Statement")).add(statement);
    }
    return documents;
  }

  private static ObjectNode document(List<JsonNode> documents) {
    ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
    document.putArray("Statement");
    documents.add(document);
    return document;
  }

  /** Returns a statement that allows actions on resources. */
  static ObjectNode statement(
      String sid, Collection<String> actions, Collection<String> resources) {
    ObjectNode statement = JSON.createObjectNode().put("Sid", sid).put("Effect", "Allow");
    actions.forEach(statement.putArray("Action")::add);
    resources.forEach(statement.putArray("Resource")::add);
    return statement;
  }

  /** Adds the condition that a key of the request has one of these values. */
  static void condition(
      ObjectNode statement, String operator, String key, Collection<String> values) {
    values.forEach(statement.putObject("Condition").putObject(operator).putArray(key)::add);
  }
}
