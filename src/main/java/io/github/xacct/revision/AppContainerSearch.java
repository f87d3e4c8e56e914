package io.github.xacct.revision;

import static io.github.xacct.revision.TaskDefinition.IMAGE_PLACEHOLDER;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Finds the app's container in a task definition, and the app's port among the container's ports.
 */
final class AppContainerSearch {

  private final TemplateProblems problems;
  private final String listPath;
  private final JsonNode containers;

  /**
   * @param listPath path of containerDefinitions in the file
   */
  AppContainerSearch(JsonNode containers, String listPath, TemplateProblems problems) {
    this.containers = containers;
    this.listPath = listPath;
    this.problems = problems;
  }

  /** The index of the app's container; empty if a problem was added. */
  Optional<Integer> index(AppContainer app) {
    List<String> names =
        StreamSupport.stream(containers.spliterator(), false)
            .map(container -> Objects.requireNonNullElse(container.path("name").textValue(), ""))
            .toList();
    if (names.isEmpty()) {
      if (containers.isArray()) {
        problems.add(listPath, "has no container", "");
      }
      return Optional.empty();
    }
    if (names.contains("")) {
      unnamed();
      boolean only = names.size() == 1 && app.name().isEmpty() && containers.path(0).isObject();
      return only ? Optional.of(0) : Optional.empty();
    }
    Optional<Integer> marked = withPlaceholder();
    if (app.name().isEmpty() && marked.isPresent()) {
      return marked;
    }
    if (app.name().isEmpty() && names.size() > 1) {
      problems.add(
          listPath,
          "holds " + String.join(", ", names),
          ", set the app's with <containerName>, or by <IMAGE1_NAME> as its image");
      return Optional.empty();
    }
    int index = app.name().map(names::indexOf).orElse(0);
    if (index < 0) {
      problems.add(
          listPath,
          "no container is called " + app.name().get(),
          ", the names here are " + String.join(", ", names));
      return Optional.empty();
    }
    return Optional.of(index);
  }

  /**
   * The container with a placeholder as image; of several, which all get the app's image, the only
   * one with port mappings.
   */
  private Optional<Integer> withPlaceholder() {
    List<Integer> marked =
        IntStream.range(0, containers.size())
            .filter(i -> containers.path(i).path("image").asText().equals(IMAGE_PLACEHOLDER))
            .boxed()
            .toList();
    List<Integer> open =
        marked.stream().filter(i -> !containers.path(i).path("portMappings").isEmpty()).toList();
    List<Integer> found = marked.size() == 1 ? marked : open;
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * Adds a problem for each container without a name, except names that are reported otherwise:
   * unresolved, misspelled or of a wrong type.
   */
  private void unnamed() {
    for (int i = 0; i < containers.size(); i++) {
      JsonNode container = containers.path(i);
      String name = container.path("name").asText("");
      boolean misspelt =
          !container.has("name") && fields(container).stream().anyMatch(f -> isNear(f, "name"));
      if (container.isObject() && name.isEmpty() && !unfilled(container) && !misspelt) {
        problems.add(path(i), "name is missing", "");
      }
    }
  }

  private static boolean unfilled(JsonNode container) {
    return container.has("name") && container.path("name").isMissingNode();
  }

  /** The app's port; empty if a problem was added or if it needs none. */
  Optional<Integer> port(AppContainer app, int index) {
    JsonNode container = containers.path(index);
    JsonNode mappings = container.path("portMappings");
    if (app.port().isPresent()) {
      return PortMappings.contain(mappings, app.port().get())
          ? app.port()
          : unopened(container, index, app.port().get());
    }
    Set<Integer> ports = PortMappings.of(mappings);
    if (ports.size() == 1) {
      return Optional.of(ports.iterator().next());
    }
    if (app.usual().filter(port -> PortMappings.contain(mappings, port)).isPresent()) {
      return app.usual();
    }
    return app.mayHaveNone() ? Optional.empty() : unclear(container, index);
  }

  private Optional<Integer> unopened(JsonNode container, int index, int port) {
    if (isReadable(container)) {
      problems.add(
          path(index) + ".portMappings",
          "container " + container.path("name").asText() + " does not open port " + port,
          ", add {\"containerPort\": " + port + "} or change <containerPort>");
    }
    return Optional.empty();
  }

  private Optional<Integer> unclear(JsonNode container, int index) {
    JsonNode mappings = container.path("portMappings");
    String name = container.path("name").asText();
    if (isReadable(container)) {
      String what = "container " + name + " opens no port";
      String hint = ", add portMappings, or name the container in front in an appspec.yaml";
      if (!mappings.isEmpty()) {
        what = "container " + name + " opens " + PortMappings.text(mappings);
        hint = ", set the app's port with <containerPort>";
      }
      problems.add(path(index) + ".portMappings", what, hint);
    }
    return Optional.empty();
  }

  /** Whether name and ports have the right types; otherwise only those problems are reported. */
  private static boolean isReadable(JsonNode container) {
    if (!container.path("name").isTextual() || container.path("name").asText().isEmpty()) {
      return false;
    }
    for (JsonNode mapping : container.path("portMappings")) {
      JsonNode port = mapping.path("containerPort");
      boolean has = port.isInt() || mapping.path("containerPortRange").isTextual();
      if (!has || mapping.has("containerPort") && !port.isInt()) {
        return false;
      }
    }
    return container.has("portMappings")
        || Spelling.nearest("portMappings", fields(container)).isEmpty();
  }

  private static boolean isNear(String field, String known) {
    return Spelling.nearest(field, List.of(known)).isPresent();
  }

  private static List<String> fields(JsonNode container) {
    return container.properties().stream().map(Map.Entry::getKey).toList();
  }

  String path(int index) {
    return listPath + "[" + index + "]";
  }
}
