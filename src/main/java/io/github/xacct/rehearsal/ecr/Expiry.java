package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates which images a lifecycle policy expires. ECR does that within a day, a rehearsal when
 * the next one begins. Source: ECR user guide, "Lifecycle policies"; tag patterns are not
 * rehearsed.
 */
public final class Expiry {
  private Expiry() {}

  /** Returns the digests of the images that a lifecycle policy expires now. */
  public static Set<String> of(JsonNode policy, Repository repository, long now) {
    return byRule(policy, repository, now).keySet();
  }

  /** Returns the images that a lifecycle policy expires now, with the priority of the rule. */
  static Map<String, Integer> byRule(JsonNode policy, Repository repository, long now) {
    Map<String, Integer> expired = new LinkedHashMap<>();
    for (JsonNode rule : rules(policy)) {
      JsonNode selection = rule.path("selection");
      List<Map.Entry<String, RepositoryIndex.Image>> newestFirst =
          repository.index().images().entrySet().stream()
              .filter(image -> !expired.containsKey(image.getKey()))
              .filter(image -> selects(selection, repository, image.getKey()))
              .sorted(Comparator.comparing(image -> -image.getValue().pushedAt()))
              .toList();
      int count = selection.path("countNumber").asInt();
      boolean byAge = selection.path("countType").asText().equals("sinceImagePushed");
      long limit = now - Duration.ofDays(count).toMillis();
      newestFirst.stream()
          .skip(byAge ? 0 : count)
          .filter(image -> !byAge || image.getValue().pushedAt() < limit)
          .forEach(image -> expired.put(image.getKey(), rule.path("rulePriority").asInt()));
    }
    return expired;
  }

  private static Iterable<JsonNode> rules(JsonNode policy) {
    try {
      return Json.JSON.readTree(IamPolicy.text(policy)).path("rules");
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private static boolean selects(JsonNode selection, Repository repository, String digest) {
    List<String> tags = repository.tagsOf(new io.github.xacct.model.Digest(digest));
    return switch (selection.path("tagStatus").asText()) {
      case "any" -> true;
      case "untagged" -> tags.isEmpty();
      default ->
          Json.textsOf(selection.path("tagPrefixList")).stream()
              .anyMatch(prefix -> tags.stream().anyMatch(tag -> tag.startsWith(prefix)));
    };
  }
}
