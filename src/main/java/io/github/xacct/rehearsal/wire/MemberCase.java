package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Converts between CloudFormation's property names and the JSON APIs' member names: {@code
 * DeploymentStyle} and {@code deploymentStyle}. Members that begin with {@code @} are the
 * rehearsal's own and are omitted.
 */
public final class MemberCase {
  private static final Map<String, String> IRREGULAR =
      Map.of(
          "ECSServices", "ecsServices",
          "EFSVolumeConfiguration", "efsVolumeConfiguration",
          "FSxWindowsFileServerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration",
          "EnableECSManagedTags", "enableECSManagedTags");

  /** Maps whose keys are the user's own. */
  private static final Set<String> MAPS =
      Set.of("Options", "DockerLabels", "Labels", "DriverOpts", "SystemControls", "HookDetails");

  /** Properties that a template may write as text and the APIs return as a number. */
  private static final Pattern NUMBERS =
      Pattern.compile(
          ".*(InMinutes|InSeconds|Seconds|Percentage|Percent|Interval|Port|Count|Weight)");

  private MemberCase() {}

  /** Returns a copy with the API's member names. */
  public static ObjectNode ofApi(JsonNode properties) {
    return (ObjectNode) spelled(properties);
  }

  /** Returns a copy of an API's input with CloudFormation's property names. */
  public static JsonNode ofTemplate(JsonNode node) {
    if (!node.isObject()) {
      return node.isArray() ? each(node, MemberCase::ofTemplate) : node;
    }
    ObjectNode object = Json.object();
    for (var member : node.properties()) {
      String name = member.getKey();
      String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      object.set(
          capital, MAPS.contains(capital) ? member.getValue() : ofTemplate(member.getValue()));
    }
    return object;
  }

  private static ArrayNode each(JsonNode items, UnaryOperator<JsonNode> change) {
    ArrayNode list = Json.array();
    items.forEach(item -> list.add(change.apply(item)));
    return list;
  }

  private static JsonNode spelled(JsonNode node) {
    if (!node.isObject()) {
      return node.isArray() ? each(node, MemberCase::spelled) : node;
    }
    ObjectNode object = Json.object();
    for (var member : node.properties()) {
      String name = member.getKey();
      if (!name.startsWith("@")) {
        boolean users = MAPS.contains(name) && member.getValue().isObject();
        object.set(spelled(name), users ? member.getValue() : value(name, member.getValue()));
      }
    }
    return object;
  }

  private static JsonNode value(String name, JsonNode value) {
    String text = value.isTextual() ? value.asText() : "";
    if (text.equals("true") || text.equals("false")) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    return NUMBERS.matcher(name).matches() && text.matches("\\d{1,9}")
        ? IntNode.valueOf(Integer.parseInt(text))
        : spelled(value);
  }

  private static String spelled(String name) {
    return IRREGULAR.getOrDefault(name, Character.toLowerCase(name.charAt(0)) + name.substring(1));
  }
}
