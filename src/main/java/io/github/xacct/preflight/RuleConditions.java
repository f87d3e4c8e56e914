package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Matches requests against the conditions of a listener rule, and creates requests that match.
 * Source: Elastic Load Balancing user guide, condition types for listener rules.
 */
final class RuleConditions {
  private final JsonNode conditions;

  /**
   * @param conditions in the form of DescribeRules
   */
  RuleConditions(JsonNode conditions) {
    this.conditions = conditions;
  }

  /**
   * The parts of a GET request that rules match.
   *
   * @param host empty for the load balancer's own name
   * @param headers other than Host
   */
  record Request(String host, String path, Map<String, String> headers) {
    static final Request PLAIN = new Request("", "/", Map.of());
  }

  /** Whether a request without a query certainly matches all conditions, whatever its source IP. */
  boolean surelyTake(Request request, String ownName) {
    return stream(conditions).allMatch(condition -> holds(condition, request, ownName));
  }

  private static boolean holds(JsonNode condition, Request request, String ownName) {
    return switch (field(condition)) {
      case "host-header" -> {
        String host = (request.host().isEmpty() ? ownName : request.host());
        yield any(condition, host.toLowerCase(Locale.ROOT), v -> v.toLowerCase(Locale.ROOT));
      }
      case "path-pattern" -> any(condition, request.path(), v -> v);
      case "http-request-method" -> values(condition).contains("GET");
      case "http-header" -> {
        String value = request.headers().get(headerName(condition));
        yield value != null && any(condition, value, v -> v);
      }
      default -> false;
    };
  }

  private static boolean any(JsonNode condition, String text, Function<String, String> spelt) {
    return values(condition).stream().map(spelt).anyMatch(v -> text.matches(glob(v)))
        || expressions(condition).anyMatch(expression -> found(expression, text));
  }

  private static boolean found(String expression, String text) {
    try {
      return Pattern.compile(expression, Pattern.CASE_INSENSITIVE).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** Requests that match all conditions, the simplest first; empty if no GET request can. */
  List<Request> examples() {
    var hosts = List.of("");
    var paths = List.of("/");
    var headers = new TreeMap<String, String>();
    for (JsonNode condition : conditions) {
      switch (field(condition)) {
        case "host-header" ->
            hosts = values(condition).stream().sorted(EXACT).map(RuleConditions::host).toList();
        case "path-pattern" ->
            paths = values(condition).stream().sorted(OPEN).map(RuleConditions::path).toList();
        case "http-header" ->
            values(condition).stream()
                .sorted(EXACT)
                .findFirst()
                .ifPresent(v -> headers.put(headerName(condition), filled(v, "x")));
        case "http-request-method", "source-ip" -> {
          // The method is compared below; the source IP cannot be chosen.
        }
        default -> {
          return List.of();
        }
      }
    }
    var found = new ArrayList<Request>();
    for (String host : hosts) {
      for (String path : paths) {
        found.add(new Request(host, path, Map.copyOf(headers)));
      }
    }
    return found.stream().filter(this::possible).toList();
  }

  private boolean possible(Request request) {
    return stream(conditions)
        .filter(condition -> !field(condition).equals("source-ip"))
        .allMatch(condition -> holds(condition, request, ""));
  }

  /** A short description: {@code host shop.example.com, path /api/*}. */
  String words() {
    var words =
        stream(conditions)
            .map(
                condition ->
                    field(condition).replace("-header", "").replace("-pattern", "")
                        + " "
                        + String.join(
                            " or ",
                            Stream.concat(values(condition).stream(), expressions(condition))
                                .toList()))
            .toList();
    return String.join(", ", words).strip();
  }

  private static final java.util.Comparator<String> EXACT =
      java.util.Comparator.comparing(value -> value.matches(".*[*?].*"));

  /** Patterns that end in {@code *} first, because they match subpaths too. */
  private static final java.util.Comparator<String> OPEN =
      java.util.Comparator.comparing(value -> !value.endsWith("*"));

  /** The host of a request; {@code *} matches any name, including the load balancer's own. */
  private static String host(String value) {
    return value.equals("*")
        ? ""
        : filled(value.startsWith("*.") ? "www" + value.substring(1) : value, "");
  }

  private static String path(String value) {
    String path = filled(value.replaceAll("\\*+$", ""), "x");
    return path.startsWith("/") ? path : "/" + path;
  }

  private static String filled(String pattern, String star) {
    return pattern.replace("*", star).replace('?', 'x');
  }

  private static String glob(String pattern) {
    var expression = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return expression.toString();
  }

  private static String field(JsonNode condition) {
    return condition.path("Field").asText();
  }

  private static String headerName(JsonNode condition) {
    return condition.at("/HttpHeaderConfig/HttpHeaderName").asText();
  }

  /** The values, which AWS returns twice for hosts and paths. */
  private static List<String> values(JsonNode condition) {
    return config(condition, "Values")
        .filter(values -> !values.isEmpty())
        .orElseGet(() -> JsonLists.texts(condition.path("Values")));
  }

  private static Stream<String> expressions(JsonNode condition) {
    return config(condition, "RegexValues").stream().flatMap(List::stream);
  }

  private static Optional<List<String>> config(JsonNode condition, String member) {
    return condition.properties().stream()
        .filter(one -> one.getKey().endsWith("Config"))
        .map(one -> JsonLists.texts(one.getValue().path(member)))
        .findFirst();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return JsonLists.stream(array);
  }
}
