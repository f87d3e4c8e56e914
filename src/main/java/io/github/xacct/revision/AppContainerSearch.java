package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Where in a task definition the app's container is, and which of its ports is the app's. */
final class AppContainerSearch {

  private final Problems problems;
  private final String listPath;
  private final JsonNode containers;

  /**
   * @param listPath of containerDefinitions in its file
   */
  AppContainerSearch(JsonNode containers, String listPath, Problems problems) {
    this.containers = containers;
    this.listPath = listPath;
    this.problems = problems;
  }

  /** The index of the app's container; absent when a problem was noted. */
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
      return unnamed();
    }
    if (app.name().isEmpty() && names.size() > 1) {
      problems.add(
          listPath,
          "holds " + String.join(", ", names),
          ", say which one is the app's with <containerName>");
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

  /** A name that could not be filled, or is no text, is told already. */
  private Optional<Integer> unnamed() {
    for (int i = 0; i < containers.size(); i++) {
      JsonNode container = containers.path(i);
      String name = container.path("name").asText("");
      if (container.isObject() && name.isEmpty() && !unfilled(container)) {
        problems.add(path(i), "name is missing", "");
      }
    }
    return Optional.empty();
  }

  private static boolean unfilled(JsonNode container) {
    return container.has("name") && container.path("name").isMissingNode();
  }

  /** The app's port; absent when a problem was noted. */
  Optional<Integer> port(AppContainer app, int index) {
    JsonNode container = containers.path(index);
    JsonNode mappings = container.path("portMappings");
    String path = path(index) + ".portMappings";
    String name = container.path("name").asText();
    if (app.port().isEmpty()) {
      if (mappings.size() == 1 && mappings.path(0).path("containerPort").isInt()) {
        return Optional.of(mappings.path(0).path("containerPort").intValue());
      }
      problems.add(
          path,
          "container " + name + " has " + mappings.size() + " port mappings",
          ", say which port is the app's with <containerPort>");
      return Optional.empty();
    }
    if (!PortMappings.contain(mappings, app.port().get())) {
      problems.add(
          path,
          "container " + name + " does not open port " + app.port().get(),
          ", add {\"containerPort\": " + app.port().get() + "} or change <containerPort>");
      return Optional.empty();
    }
    return app.port();
  }

  String path(int index) {
    return listPath + "[" + index + "]";
  }
}
