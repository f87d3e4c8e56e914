package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The resources of a template whose conditions hold, in the order of their dependencies. */
final class ResourceOrder {
  private final Template template;
  private final Predicate<String> conditions;

  /**
   * Creates the order of a template's resources.
   *
   * @param conditions which of the template's conditions hold
   */
  ResourceOrder(Template template, Predicate<String> conditions) {
    this.template = template;
    this.conditions = conditions;
  }

  /**
   * Returns the resources in an order in which they can be created.
   *
   * @param evaluation evaluation before any of them exists
   * @throws TemplateRefused if a dependency does not exist or is circular
   */
  List<ResourceDeclaration> of(Evaluation evaluation) {
    Map<String, JsonNode> wanted = wanted();
    Map<String, ResourceDeclaration> live = new LinkedHashMap<>();
    wanted.forEach(
        (id, resource) -> live.put(id, declaration(id, resource, wanted.keySet(), evaluation)));
    return sorted(live);
  }

  /** Returns the resources whose condition holds. */
  private Map<String, JsonNode> wanted() {
    Map<String, JsonNode> wanted = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : template.section("Resources").properties()) {
      JsonNode resource = e.getValue();
      if (!resource.has("Condition") || conditions.test(resource.path("Condition").asText())) {
        wanted.put(e.getKey(), resource);
      }
    }
    return wanted;
  }

  private ResourceDeclaration declaration(
      String id, JsonNode resource, Set<String> wanted, Evaluation evaluation) {
    JsonNode properties = evaluation.prune(resource.path("Properties"));
    Set<String> dependencies = new LinkedHashSet<>();
    // Dependencies whose condition does not hold are ignored.
    Template.names(resource.path("DependsOn")).stream()
        .filter(wanted::contains)
        .forEach(dependencies::add);
    Functions.references(properties, (name, attribute) -> depend(name, dependencies));
    Set<String> lost = new TreeSet<>(dependencies);
    lost.removeAll(wanted);
    if (!lost.isEmpty()) {
      throw TemplateRefused.format(
          "Unresolved resource dependencies %s in the Resources block of the template"
              .formatted(lost));
    }
    return ResourceDeclaration.of(id, resource, properties, dependencies);
  }

  private void depend(String name, Set<String> dependencies) {
    if (!name.startsWith("AWS::") && template.parameter(name).isEmpty()) {
      dependencies.add(name);
    }
  }

  private static List<ResourceDeclaration> sorted(Map<String, ResourceDeclaration> live) {
    Map<String, ResourceDeclaration> sorted = new LinkedHashMap<>();
    while (sorted.size() < live.size()) {
      List<ResourceDeclaration> next =
          live.values().stream()
              .filter(r -> !sorted.containsKey(r.logicalId()))
              .filter(r -> sorted.keySet().containsAll(r.dependencies()))
              .toList();
      if (next.isEmpty()) {
        Set<String> circle = new TreeSet<>(live.keySet());
        circle.removeAll(sorted.keySet());
        throw new TemplateRefused("Circular dependency between resources: " + circle);
      }
      next.forEach(r -> sorted.put(r.logicalId(), r));
    }
    return List.copyOf(sorted.values());
  }
}
