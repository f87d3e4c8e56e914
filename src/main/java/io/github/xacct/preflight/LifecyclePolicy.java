package io.github.xacct.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Determines which images a repository's lifecycle policy would delete now. An image selected by a
 * rule of higher priority is excluded from later ones. Source: ECR user guide, "Lifecycle
 * policies", evaluation rules.
 */
final class LifecyclePolicy {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> rules;

  private LifecyclePolicy(List<JsonNode> rules) {
    this.rules = rules;
  }

  static LifecyclePolicy read(String text) {
    try {
      var rules = new ArrayList<JsonNode>();
      JSON.readTree(text).path("rules").forEach(rules::add);
      rules.sort(Comparator.comparingInt(rule -> rule.path("rulePriority").asInt()));
      return new LifecyclePolicy(rules);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the lifecycle policy is not JSON: " + e.getMessage());
    }
  }

  /**
   * The digests of the images to delete, each with the rule that selects it.
   *
   * @param images in the form of DescribeImages
   */
  Map<String, String> expired(JsonNode images, Instant now) {
    Map<String, String> expired = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (JsonNode rule : rules) {
      JsonNode selection = rule.path("selection");
      if (!rule.path("action").path("type").asText().equals("expire")) {
        continue;
      }
      List<JsonNode> selected =
          JsonLists.stream(images)
              .filter(image -> selects(selection, JsonLists.texts(image.path("imageTags"))))
              .filter(image -> !taken.contains(digest(image)))
              .sorted(Comparator.comparing(LifecyclePolicy::pushed).reversed())
              .toList();
      outdated(selection, selected, now).forEach(image -> expired.put(digest(image), words(rule)));
      // Later rules apply to the images that a count rule keeps, but not to those it expires.
      taken.addAll(expired.keySet());
    }
    return expired;
  }

  private static boolean selects(JsonNode selection, List<String> tags) {
    return switch (selection.path("tagStatus").asText()) {
      case "untagged" -> tags.isEmpty();
      case "any" -> true;
      case "tagged" -> !tags.isEmpty() && named(selection, tags);
      default -> false;
    };
  }

  /** Whether the image matches: each prefix or pattern of a rule must match any of its tags. */
  private static boolean named(JsonNode selection, List<String> tags) {
    boolean prefixes =
        JsonLists.texts(selection.path("tagPrefixList")).stream()
            .allMatch(prefix -> tags.stream().anyMatch(tag -> tag.startsWith(prefix)));
    boolean patterns =
        JsonLists.texts(selection.path("tagPatternList")).stream()
            .map(LifecyclePolicy::glob)
            .allMatch(glob -> tags.stream().anyMatch(tag -> glob.matcher(tag).matches()));
    return prefixes && patterns;
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        List.of(pattern.split("\\*", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  private static List<JsonNode> outdated(
      JsonNode selection, List<JsonNode> newestFirst, Instant now) {
    int count = selection.path("countNumber").asInt();
    if (selection.path("countType").asText().equals("imageCountMoreThan")) {
      return newestFirst.subList(Math.min(count, newestFirst.size()), newestFirst.size());
    }
    Instant limit = now.minus(Duration.ofDays(count));
    return newestFirst.stream().filter(image -> pushed(image).isBefore(limit)).toList();
  }

  private static String words(JsonNode rule) {
    String description = rule.path("description").asText("");
    return rule.path("rulePriority").asInt()
        + (description.isEmpty() ? "" : " (" + description + ")")
        + ": "
        + rule.path("selection");
  }

  private static Instant pushed(JsonNode image) {
    return Instant.parse(image.path("imagePushedAt").asText(Instant.EPOCH.toString()));
  }

  private static String digest(JsonNode image) {
    return image.path("imageDigest").asText();
  }
}
