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
 * Which requests a rule of a listener takes, and one that it would take. Source: Elastic Load
 * Balancing user guide, condition types for listener rules.
 */
final class RuleConditions {
  private final JsonNode conditions;

  /**
   * @param conditions of the answer of DescribeRules
   */
  RuleConditions(JsonNode conditions) {
    this.conditions = conditions;
  }

  /**
   * A GET as far as rules look at it.
   *
   * @param host empty for the load balancer's own name
   * @param headers others than Host
   */
  record Request(String host, String path, Map<String, String> headers) {
    static final Request PLAIN = new Request("", "/", Map.of());
  }

  /**
   * Whether a request surely fulfils all conditions. Where it comes from is not known, and a query
   * it has not.
   */
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

  /** Requests that fulfil all conditions, the simplest first; none if no GET of ours can. */
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
          // GET is compared below; where a request comes from is not ours to choose.
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

  /** In a few words: {@code host shop.example.com, path /api/*}. */
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

  /** A pattern that leaves the end open fits what is below it too. */
  private static final java.util.Comparator<String> OPEN =
      java.util.Comparator.comparing(value -> !value.endsWith("*"));

  /** A value of {@code *} takes any name, so the load balancer's own will do. */
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

  /** AWS gives those of a host and of a path twice. */
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
