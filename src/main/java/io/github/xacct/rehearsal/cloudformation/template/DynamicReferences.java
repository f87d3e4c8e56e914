package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dynamic references of a template to other services: {@code {{resolve:SERVICE:REFERENCE}}}.
 * Source: CloudFormation user guide, "Using dynamic references to specify template values".
 */
public final class DynamicReferences {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)}}");

  private DynamicReferences() {}

  /** Returns a value with the references to one service replaced. */
  public static JsonNode replaced(JsonNode value, String service, UnaryOperator<String> values) {
    if (value.isTextual()) {
      return replaced(value.textValue(), service, values);
    }
    if (value instanceof ObjectNode object) {
      object.properties().forEach(e -> e.setValue(replaced(e.getValue(), service, values)));
    } else if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, replaced(array.get(i), service, values));
      }
    }
    return value;
  }

  private static JsonNode replaced(String text, String service, UnaryOperator<String> values) {
    return TextNode.valueOf(
        REFERENCE
            .matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        match.group(1).equals(service)
                            ? values.apply(match.group(2))
                            : match.group())));
  }

  /**
   * Refuses references to SecureString parameters: the only property of a rehearsed type that
   * supports them is a user's password.
   */
  static void checkSecure(JsonNode resources) {
    Set<String> refused = new TreeSet<>();
    for (JsonNode resource : resources) {
      String type = resource.path("Type").asText();
      collectSecure(resource.path("Properties"), type + "/Properties", refused);
    }
    refused.remove("AWS::IAM::User/Properties/LoginProfile/Password");
    if (!refused.isEmpty()) {
      throw new TemplateRefused(
          "SSM Secure reference is not supported in: [" + String.join(", ", refused) + "]");
    }
  }

  private static void collectSecure(JsonNode value, String path, Set<String> found) {
    if (value.isTextual() && value.textValue().contains("{{resolve:ssm-secure:")) {
      found.add(path);
    }
    value.properties().forEach(e -> collectSecure(e.getValue(), path + "/" + e.getKey(), found));
    if (value.isArray()) {
      value.forEach(item -> collectSecure(item, path, found));
    }
  }
}
