package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.Evaluation;
import io.github.xacct.rehearsal.cloudformation.template.ExistingResources;
import io.github.xacct.rehearsal.cloudformation.template.ResourceDeclaration;
import io.github.xacct.rehearsal.cloudformation.template.ResourcePropertyCheck;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType.Recreation;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * The changes that a template makes to a stack. As in CloudFormation, the template is compared with
 * the stack's last template and never with the actual resources.
 */
final class StackDifference {
  private final Stack stack;
  private final StackTemplate wanted;
  private final BiPredicate<ResourceDeclaration, ObjectNode> isImported;
  private final boolean tagsChange;
  private final Set<String> unknown = new HashSet<>();
  private final List<ResourceChange> changes = new ArrayList<>();

  StackDifference(Stack stack, StackTemplate wanted, Map<String, String> tags) {
    this(stack, wanted, tags, (declaration, properties) -> false);
  }

  /**
   * Compares a template with a stack, where existing resources may be imported.
   *
   * @param isImported whether an existing resource is imported into the stack
   */
  StackDifference(
      Stack stack,
      StackTemplate wanted,
      Map<String, String> tags,
      BiPredicate<ResourceDeclaration, ObjectNode> isImported) {
    this.stack = stack;
    this.wanted = wanted;
    this.isImported = isImported;
    this.tagsChange = !stack.inReview() && !tags.equals(stack.submission.tags());
    wanted.resources().forEach(this::compare);
    stack.existingResources().stream()
        .filter(r -> wanted.resource(r.logicalId()).isEmpty())
        .forEach(r -> changes.add(ResourceChange.removal(r)));
  }

  /** Returns the changes in the order of logical IDs, as AWS lists them. */
  List<ResourceChange> changes() {
    return changes.stream()
        .sorted(java.util.Comparator.comparing(ResourceChange::logicalId))
        .toList();
  }

  private void compare(ResourceDeclaration declaration) {
    JsonNode resolved = wanted.properties(declaration, new Known());
    ObjectNode after = new ResourcePropertyCheck(declaration.type(), resolved).properties();
    Optional<StackResource> standing =
        stack.resource(declaration.logicalId()).filter(StackResource::exists);
    if (standing.isEmpty()) {
      unknown.add(declaration.logicalId());
      changes.add(
          isImported.test(declaration, after)
              ? ResourceChange.imported(declaration, after)
              : ResourceChange.addition(declaration, after));
      return;
    }
    StackResource before = standing.get();
    if (!before.type().equals(declaration.type().name())) {
      throw StackErrors.invalid(
          "Update of resource type is not permitted. The new template modifies resource type of the"
              + " following resources: ["
              + declaration.logicalId()
              + "]");
    }
    Map<String, Recreation> properties = changed(declaration.type(), before.properties(), after);
    Set<String> scope = scope(declaration, before, properties);
    if (!scope.isEmpty()) {
      ResourceChange change =
          ResourceChange.modification(declaration, before, after, properties, scope);
      changes.add(change);
      if (!change.replacement().equals("False")) {
        unknown.add(declaration.logicalId());
      }
    }
  }

  private Set<String> scope(
      ResourceDeclaration declaration, StackResource before, Map<String, Recreation> properties) {
    Set<String> scope = new TreeSet<>();
    if (!properties.isEmpty()) {
      scope.add("Properties");
    }
    if (tagsChange && declaration.type().taggable()) {
      scope.add("Tags");
    }
    if (!declaration.deletionPolicy().equals(before.deletionPolicy())) {
      scope.add("DeletionPolicy");
    }
    if (!declaration.updateReplacePolicy().equals(before.updateReplacePolicy())) {
      scope.add("UpdateReplacePolicy");
    }
    return scope;
  }

  /** Returns the top-level properties that differ, and whether each requires replacement. */
  static Map<String, Recreation> changed(ResourceType type, JsonNode before, JsonNode after) {
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    Map<String, Recreation> changed = new LinkedHashMap<>();
    for (String name : names) {
      if (!before.path(name).equals(after.path(name))) {
        changed.put(name, type.recreation(name));
      }
    }
    return changed;
  }

  /** Returns whether a value will only be known when the change set is executed. */
  static boolean unknown(JsonNode value) {
    return value.toString().contains(Evaluation.KNOWN_AFTER_APPLY);
  }

  /** The existing resources that are not replaced. */
  private final class Known implements ExistingResources {
    @Override
    public Optional<String> physicalId(String logicalId) {
      return resource(logicalId).map(StackResource::physicalId);
    }

    @Override
    public Optional<String> attribute(String logicalId, String attribute) {
      return resource(logicalId).map(r -> r.attributes().get(attribute));
    }

    private Optional<StackResource> resource(String logicalId) {
      return stack
          .resource(logicalId)
          .filter(StackResource::exists)
          .filter(r -> !unknown.contains(logicalId));
    }
  }
}
