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
 * The differences between two task definitions that matter to ECS: the one to register, and the
 * output of DescribeTaskDefinition with TAGS.
 *
 * @param changes sorted by path; empty if both start the same tasks
 */
public record TaskDefinitionDiff(List<Change> changes) {

  /**
   * Compares two documents, each the input of RegisterTaskDefinition or the output of
   * DescribeTaskDefinition, with or without the enclosing {@code taskDefinition} and {@code tags}.
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

  /** Whether the two are equivalent, so that no new revision is needed. */
  public static boolean same(String before, String after) {
    return between(before, after).changes().isEmpty();
  }

  /** One printable line for each change. */
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
