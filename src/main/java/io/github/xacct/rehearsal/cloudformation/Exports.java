package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.AccountValues;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate.Output;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.readonly.Parameters;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The exports of the stacks of one account and region, and their importing stacks. Source:
 * CloudFormation user guide, "Get exported outputs from a deployed CloudFormation stack"; error
 * messages are those of public reports.
 */
final class Exports implements AccountValues {
  private final StackStore stacks;
  private final ResourceStore store;
  private final AccountRegion place;

  Exports(StackStore stacks, ResourceStore store, AccountRegion place) {
    this.stacks = stacks;
    this.store = store;
    this.place = place;
  }

  /** An exported output and its stack. */
  private record Export(Stack stack, Output output) {}

  private Stream<Export> all() {
    return stacks.all(place).stream()
        .filter(stack -> !stack.deleted())
        .flatMap(
            stack ->
                List.copyOf(stack.outputs).stream()
                    .filter(output -> !output.exportName().isEmpty())
                    .map(output -> new Export(stack, output)));
  }

  private Optional<Export> named(String name) {
    return all().filter(export -> export.output().exportName().equals(name)).findFirst();
  }

  @Override
  public Optional<String> export(String name) {
    return named(name).map(export -> export.output().value());
  }

  @Override
  public Optional<String> parameter(String name) {
    return Parameters.plainValue(store, place, name);
  }

  /** Returns the names of the stacks that import an export. */
  private List<String> importers(String name) {
    return stacks.all(place).stream()
        .filter(stack -> !stack.deleted() && stack.imports.contains(name))
        .map(stack -> stack.name)
        .sorted()
        .toList();
  }

  /** Returns why a stack's outputs cannot be replaced by these, or empty. */
  Optional<String> refusal(Stack stack, List<Output> after) {
    for (Output output : after) {
      Optional<Export> other = named(output.exportName()).filter(e -> e.stack() != stack);
      if (other.isPresent()) {
        return Optional.of(
            "Export with name %s is already exported by stack %s"
                .formatted(output.exportName(), other.get().stack().name));
      }
    }
    return inUse(stack, after);
  }

  /** Returns why a stack cannot be deleted because its exports are in use, or empty. */
  Optional<String> inUse(Stack stack) {
    return inUse(stack, List.of());
  }

  private Optional<String> inUse(Stack stack, List<Output> after) {
    Set<String> kept = after.stream().map(Output::exportName).collect(Collectors.toSet());
    Set<String> same =
        after.stream().map(o -> o.exportName() + "=" + o.value()).collect(Collectors.toSet());
    for (Output output : stack.outputs) {
      String name = output.exportName();
      List<String> importers = name.isEmpty() ? List.of() : importers(name);
      if (!importers.isEmpty() && !same.contains(name + "=" + output.value())) {
        String verb = kept.contains(name) ? "Update" : "Delete";
        return Optional.of(
            "%s canceled. Cannot %s export %s as it is in use by %s."
                .formatted(verb, verb.toLowerCase(java.util.Locale.ROOT), name, listed(importers)));
      }
    }
    return Optional.empty();
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** Returns the exports for ListExports. */
  List<ObjectNode> list() {
    List<ObjectNode> list = new ArrayList<>();
    all()
        .map(
            export ->
                Json.object()
                    .put("ExportingStackId", export.stack().id)
                    .put("Name", export.output().exportName())
                    .put("Value", export.output().value()))
        .sorted(java.util.Comparator.comparing(node -> node.path("Name").asText()))
        .forEach(list::add);
    return list;
  }

  /** Returns the response of ListImports. */
  ObjectNode importsOf(String name) {
    List<String> importers = importers(name);
    if (importers.isEmpty()) {
      throw StackErrors.invalid(
          named(name).isPresent()
              ? "Export '" + name + "' is not imported by any stack."
              : "Export '" + name + "' does not exist.");
    }
    ObjectNode answer = Json.object();
    answer.set("Imports", Json.texts(importers));
    return answer;
  }
}
