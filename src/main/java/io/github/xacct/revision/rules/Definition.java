package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A task definition, with accessors for the rules.
 *
 * @param json input of RegisterTaskDefinition
 * @param ofEcr whether an image is in ECR
 */
record Definition(JsonNode json, Predicate<String> ofEcr) {

  /** A container of the task definition. */
  record Container(String path, JsonNode json) {
    /** The name; empty if it has none. */
    String name() {
      return Tree.text(json, "name").orElse("");
    }

    String at(String field) {
      return path + "." + field;
    }

    /** Whether the container is essential, which is the default. */
    boolean essential() {
      return !json.path("essential").isBoolean() || json.path("essential").booleanValue();
    }
  }

  List<Container> containers() {
    var containers = new ArrayList<Container>();
    JsonNode list = json.path("containerDefinitions");
    for (int i = 0; i < list.size(); i++) {
      if (list.path(i).isObject()) {
        containers.add(new Container("containerDefinitions[" + i + "]", list.path(i)));
      }
    }
    return containers;
  }

  Optional<Container> container(String name) {
    return containers().stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** The names of all containers, for hints. */
  String containerNames() {
    return containers().stream().map(Container::name).collect(Collectors.joining(", "));
  }

  boolean isFargate() {
    return demands("FARGATE");
  }

  /** Whether the task definition requires this compatibility. */
  boolean demands(String compatibility) {
    for (JsonNode one : json.path("requiresCompatibilities")) {
      if (one.asText().equals(compatibility)) {
        return true;
      }
    }
    return false;
  }

  /** The network mode; bridge by default, as in ECS on EC2. */
  String networkMode() {
    return Tree.text(json, "networkMode").orElse("bridge");
  }

  boolean isWindows() {
    return Tree.text(json.path("runtimePlatform"), "operatingSystemFamily")
        .filter(os -> os.startsWith("WINDOWS"))
        .isPresent();
  }

  boolean hasExecutionRole() {
    return !json.path("executionRoleArn").asText("").isBlank()
        || json.has("executionRoleArn") && json.path("executionRoleArn").isMissingNode();
  }
}
