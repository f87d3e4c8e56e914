package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What AWS publishes of one service: its operations and the shapes of what goes in and out. Read at
 * the service's first call, from the resource that is called like its signing name; NOTICE says
 * where these come from.
 */
public final class ServiceModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Optional<ServiceModel>> KNOWN = new ConcurrentHashMap<>();

  /** Of these the models hold every operation; of the others those that matter here. */
  private static final Set<String> WHOLE = Set.of("codedeploy", "ecr", "ecs", "sts");

  private final String signingName;
  private final JsonNode root;
  private final Map<String, ModelShape> shapes = new ConcurrentHashMap<>();

  private ServiceModel(String signingName, JsonNode root) {
    this.signingName = signingName;
    this.root = root;
  }

  /** The model of a service, by its signing name; none of ACM and EC2. */
  public static Optional<ServiceModel> of(String signingName) {
    return KNOWN.computeIfAbsent(signingName, ServiceModel::read);
  }

  private static Optional<ServiceModel> read(String signingName) {
    try (InputStream in = ServiceModel.class.getResourceAsStream(signingName + ".json")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new ServiceModel(signingName, JSON.readTree(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String signingName() {
    return signingName;
  }

  /** Whether an operation that is not in it is none of AWS's. */
  public boolean isWhole() {
    return WHOLE.contains(signingName);
  }

  /** What a form's Version must be. */
  public String apiVersion() {
    return root.path("apiVersion").asText();
  }

  /** What stands before the operation in X-Amz-Target; empty if the service does not speak so. */
  public String targetPrefix() {
    return root.path("targetPrefix").asText();
  }

  /** The version in JSON's media type: 1.0 or 1.1. */
  public String jsonVersion() {
    return root.path("jsonVersion").asText("1.1");
  }

  public Set<String> operations() {
    var names = new TreeSet<String>();
    root.path("operations").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** An operation; empty if the model does not know it. */
  public Optional<OperationModel> operation(String name) {
    JsonNode node = root.path("operations").path(name);
    return node.isObject()
        ? Optional.of(new OperationModel(this::shape, name, node))
        : Optional.empty();
  }

  /** The shape that the model knows under a name. */
  private ModelShape shape(String name) {
    return shapes.computeIfAbsent(
        name, n -> new ModelShape(this::shape, n, root.path("shapes").path(n)));
  }
}
