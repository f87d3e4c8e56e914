package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A rule of a listener other than the default rule: its conditions and its forwarding. Source:
 * Elastic Load Balancing user guide, "Condition types for listener rules".
 *
 * @param properties with CloudFormation's names
 */
public record ListenerRule(String arn, ObjectNode properties, Forwarding forwarding) {

  /**
   * The parts of a request that conditions evaluate.
   *
   * @param path including the query
   * @param headers by lower-case name
   */
  public record Request(
      String method, String host, String path, Map<String, List<String>> headers) {
    private String pathAlone() {
      return path.replaceFirst("\\?.*", "");
    }

    private List<String> query() {
      int mark = path.indexOf('?');
      return mark < 0 ? List.of() : List.of(path.substring(mark + 1).split("&"));
    }
  }

  /** Returns the priority: rules with lower values are evaluated first. */
  int priority() {
    return properties.path("Priority").asInt();
  }

  /** Returns whether a request matches all conditions, each by one of its values. */
  boolean takes(Request request) {
    for (JsonNode condition : properties.path("Conditions")) {
      if (!holds(condition, request)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns a request that matches its host and path conditions, by default of the given host and
   * {@code /}.
   */
  Request example(String otherwise) {
    String host = otherwise;
    String path = "/";
    for (JsonNode condition : properties.path("Conditions")) {
      if (condition.path("Field").asText().equals("host-header")) {
        host = filled(values(condition, "HostHeaderConfig").get(0), "www");
      } else if (condition.path("Field").asText().equals("path-pattern")) {
        path = filled(values(condition, "PathPatternConfig").get(0), "");
      }
    }
    return new Request("GET", host, path, Map.of());
  }

  private static String filled(String pattern, String star) {
    return pattern.replace("*", star).replace('?', 'x');
  }

  private static boolean holds(JsonNode condition, Request request) {
    return switch (condition.path("Field").asText()) {
      case "host-header" -> {
        String host = request.host().replaceAll(":\\d+$", "").toLowerCase(Locale.ROOT);
        yield any(
            values(condition, "HostHeaderConfig").stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .toList(),
            List.of(host));
      }
      case "path-pattern" ->
          any(values(condition, "PathPatternConfig"), List.of(request.pathAlone()));
      case "http-request-method" ->
          values(condition, "HttpRequestMethodConfig").contains(request.method());
      case "http-header" ->
          any(
              values(condition, "HttpHeaderConfig"),
              request
                  .headers()
                  .getOrDefault(
                      condition
                          .at("/HttpHeaderConfig/HttpHeaderName")
                          .asText()
                          .toLowerCase(Locale.ROOT),
                      List.of()));
      case "query-string" -> {
        var wanted = new ArrayList<String>();
        condition
            .at("/QueryStringConfig/Values")
            .forEach(
                pair ->
                    wanted.add(
                        (pair.has("Key") ? pair.path("Key").asText() : "*")
                            + "="
                            + pair.path("Value").asText()));
        yield any(wanted, request.query());
      }
      default -> true; // source-ip: every client here matches
    };
  }

  private static List<String> values(JsonNode condition, String config) {
    var values = Json.textsOf(condition.path(config).path("Values"));
    return values.isEmpty() ? Json.textsOf(condition.path("Values")) : values;
  }

  private static boolean any(List<String> patterns, List<String> texts) {
    return patterns.stream().anyMatch(p -> texts.stream().anyMatch(t -> fits(p, t)));
  }

  /** Returns whether a text matches a pattern: {@code *} is any characters, {@code ?} is one. */
  private static boolean fits(String pattern, String text) {
    var expression = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return text.matches(expression.toString());
  }
}
