package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What goes in and out of one operation, and the errors that it may answer. */
public final class OperationModel {
  private final Function<String, ModelShape> shapes;
  private final String name;
  private final JsonNode node;

  OperationModel(Function<String, ModelShape> shapes, String name, JsonNode node) {
    this.shapes = shapes;
    this.name = name;
    this.node = node;
  }

  public String name() {
    return name;
  }

  public Optional<ModelShape> input() {
    return shape("input");
  }

  public Optional<ModelShape> output() {
    return shape("output");
  }

  private Optional<ModelShape> shape(String member) {
    return Optional.ofNullable(node.path(member).textValue()).map(shapes);
  }

  /** The shapes' names of the errors that the operation has beside those that all have. */
  public List<String> errors() {
    List<String> names = new ArrayList<>();
    node.path("errors").forEach(error -> names.add(error.asText()));
    return names;
  }

  /** The codes of these errors as they go over the wire. */
  public List<String> errorCodes() {
    return errors().stream().map(error -> shapes.apply(error).errorCode()).toList();
  }
}
