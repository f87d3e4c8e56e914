package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.Leaves.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In what two task definitions differ for ECS: ours to register, and what DescribeTaskDefinition
 * (asked to include TAGS) answered.
 *
 * @param changes sorted by path; empty when ECS would make the same tasks of both
 */
public record TaskDefinitionDiff(List<Change> changes) {

  /**
   * Compares two texts, each Register's input or Describe's answer, with or without the {@code
   * taskDefinition} and {@code tags} around it.
   */
  public static TaskDefinitionDiff between(String before, String after) {
    Map<String, Leaf> old = leaves(before);
    Map<String, Leaf> young = leaves(after);
    var paths = new TreeSet<>(old.keySet());
    paths.addAll(young.keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      change(path, old.get(path), young.get(path)).ifPresent(changes::add);
    }
    return new TaskDefinitionDiff(List.copyOf(changes));
  }

  /** Whether registering the one is pointless when the other is there. */
  public static boolean same(String before, String after) {
    return between(before, after).changes().isEmpty();
  }

  /** One printable line a change. */
  public List<String> lines() {
    return changes.stream().map(Change::line).toList();
  }

  private static Optional<Change> change(String path, @Nullable Leaf before, @Nullable Leaf after) {
    if (before != null && after != null && before.text().equals(after.text())) {
      return Optional.empty();
    }
    boolean hidden = before != null && before.hidden() || after != null && after.hidden();
    return Optional.of(new Change(path, shown(before, hidden), shown(after, hidden)));
  }

  private static Optional<String> shown(@Nullable Leaf leaf, boolean hidden) {
    return Optional.ofNullable(leaf).map(l -> hidden ? Change.HIDDEN : l.text());
  }

  private static Map<String, Leaf> leaves(String text) {
    try {
      JsonNode json = Json.read(text);
      return Leaves.of(NormalForm.of(json));
    } catch (JsonProcessingException e) {
      throw XacctException.ours("A task definition to compare is not JSON.").cause(e);
    }
  }
}
