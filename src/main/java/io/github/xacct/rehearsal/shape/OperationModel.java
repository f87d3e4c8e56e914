package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The input, output and errors of one operation. */
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

  /** Returns the shape names of the operation's own errors, without the common errors. */
  public List<String> errors() {
    List<String> names = new ArrayList<>();
    node.path("errors").forEach(error -> names.add(error.asText()));
    return names;
  }

  /** Returns the codes of these errors in responses. */
  public List<String> errorCodes() {
    return errors().stream().map(error -> shapes.apply(error).errorCode()).toList();
  }
}
