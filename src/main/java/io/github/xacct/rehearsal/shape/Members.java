package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The members of a structure as paths: {@code tags[].key} for a list of structures, {@code
 * services} for a list of scalars.
 */
public final class Members {
  private final Set<String> paths = new LinkedHashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Members() {}

  /** Returns the paths of all members in the model; a recursive shape ends the path. */
  public static Set<String> of(ModelShape shape) {
    Members members = new Members();
    members.structure("", shape);
    return members.paths;
  }

  private void structure(String path, ModelShape shape) {
    if (open.contains(shape.name()) || shape.members().isEmpty()) {
      if (!path.isEmpty()) {
        paths.add(path);
      }
      return;
    }
    open.push(shape.name());
    shape
        .members()
        .forEach((name, member) -> any(path.isEmpty() ? name : path + "." + name, member));
    open.pop();
  }

  private void any(String path, ModelShape shape) {
    switch (shape.type()) {
      case STRUCTURE -> structure(path, shape);
      case LIST -> inside(path, "[]", shape.item());
      case MAP -> inside(path, "{}", shape.value());
      default -> paths.add(path);
    }
  }

  private void inside(String path, String mark, ModelShape item) {
    if (item.type().isScalar()) {
      paths.add(path);
    } else {
      any(path + mark, item);
    }
  }

  /** Returns the paths of the members in a request, without those that are null or empty. */
  static Set<String> in(Optional<ModelShape> shape, JsonNode request) {
    Members members = new Members();
    if (shape.isPresent()) {
      members.given("", shape.get(), request);
    } else {
      request.properties().forEach(m -> members.paths.add(m.getKey().split("\\.", 2)[0]));
    }
    return members.paths;
  }

  private void given(String path, ModelShape shape, JsonNode value) {
    if (value.isNull() || value.isContainerNode() && value.isEmpty()) {
      return;
    }
    if (shape.isDocument()) {
      paths.add(path);
      return;
    }
    switch (shape.type()) {
      case STRUCTURE ->
          value.properties().forEach(m -> member(path, shape, m.getKey(), m.getValue()));
      case LIST -> value.forEach(item -> item(path, "[]", shape.item(), item));
      case MAP -> value.forEach(item -> item(path, "{}", shape.value(), item));
      default -> paths.add(path);
    }
  }

  private void member(String path, ModelShape shape, String name, JsonNode value) {
    String below = path.isEmpty() ? name : path + "." + name;
    Optional<ModelShape> known = shape.find(name);
    if (known.isPresent()) {
      given(below, known.get(), value);
    } else {
      paths.add(below);
    }
  }

  private void item(String path, String mark, ModelShape shape, JsonNode value) {
    if (shape.type().isScalar()) {
      paths.add(path);
    } else {
      given(path + mark, shape, value);
    }
  }
}
