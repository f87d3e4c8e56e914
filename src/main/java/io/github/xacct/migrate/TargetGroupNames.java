package io.github.xacct.migrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Resolves references to target groups that do not exist yet: {@code {target group NAME}} in a
 * request is replaced by the target group's ARN when the request is sent.
 */
final class TargetGroupNames {
  private static final Pattern REFERENCE = Pattern.compile("\\{target group ([^}]+)}");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Account account;
  private final Map<String, Optional<String>> known = new HashMap<>();

  TargetGroupNames(Account account) {
    this.account = account;
  }

  static String reference(String name) {
    return "{target group " + name + "}";
  }

  /** Returns a name for a new target group: at most 32 characters, one hyphen before the suffix. */
  static String of(String service, String suffix) {
    String stem = service.replaceAll("[^A-Za-z0-9-]", "-");
    stem = stem.substring(0, Math.min(stem.length(), 31 - suffix.length()));
    return stem.replaceAll("-+$", "") + "-" + suffix;
  }

  /** Returns the name in a reference. */
  static String name(String reference) {
    return REFERENCE.matcher(reference).replaceAll("$1");
  }

  /** Returns a reference as it is printed. */
  static String words(String reference) {
    return REFERENCE.matcher(reference).replaceAll("target group $1");
  }

  /** Returns the request that reads a target group by its name. */
  static MoveRequest named(String name) {
    return MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroups").with("Names", List.of(name));
  }

  /** Returns the references in a text. */
  static Collection<String> in(String text) {
    return REFERENCE.matcher(text).results().map(m -> m.group()).toList();
  }

  /** Whether the target groups of all references exist. */
  boolean areThere(Collection<String> arns) {
    return arns.stream().flatMap(arn -> in(arn).stream()).allMatch(r -> find(r).isPresent());
  }

  private Optional<String> find(String reference) {
    return known.computeIfAbsent(
        reference,
        r -> {
          var matcher = REFERENCE.matcher(r);
          String name = matcher.matches() ? matcher.group(1) : r;
          return account
              .read(named(name))
              .map(answer -> answer.path("TargetGroups").path(0).path("TargetGroupArn"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText);
        });
  }

  String resolved(String text) {
    String all = text;
    for (String reference : new TreeSet<>(in(text))) {
      all = all.replace(reference, find(reference).orElse(reference));
    }
    return all;
  }

  Map<String, Integer> resolved(Map<String, Integer> weights) {
    var all = new TreeMap<String, Integer>();
    weights.forEach((arn, weight) -> all.put(resolved(arn), weight));
    return all;
  }

  JsonNode resolved(JsonNode json) {
    try {
      return MAPPER.readTree(resolved(json.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
