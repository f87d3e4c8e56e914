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
 * AWS's published model of one service: its operations and the shapes of their input and output.
 * Read at the service's first call from a resource named after its signing name; NOTICE lists the
 * sources.
 */
public final class ServiceModel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Optional<ServiceModel>> KNOWN = new ConcurrentHashMap<>();

  /**
   * Services whose models are complete; the other models have only the operations that are needed
   * here.
   */
  private static final Set<String> WHOLE = Set.of("codedeploy", "ecr", "ecs", "sts");

  private final String signingName;
  private final JsonNode root;
  private final Map<String, ModelShape> shapes = new ConcurrentHashMap<>();

  private ServiceModel(String signingName, JsonNode root) {
    this.signingName = signingName;
    this.root = root;
  }

  /** Returns the model of a service by its signing name; empty for ACM and EC2. */
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

  /** Returns whether the model is complete: AWS has no operation that is not in it. */
  public boolean isWhole() {
    return WHOLE.contains(signingName);
  }

  /** Returns the required Version of a form. */
  public String apiVersion() {
    return root.path("apiVersion").asText();
  }

  /**
   * Returns the prefix of the operation in X-Amz-Target; empty if the service has no JSON protocol.
   */
  public String targetPrefix() {
    return root.path("targetPrefix").asText();
  }

  /** Returns the version in the JSON media type: 1.0 or 1.1. */
  public String jsonVersion() {
    return root.path("jsonVersion").asText("1.1");
  }

  public Set<String> operations() {
    var names = new TreeSet<String>();
    root.path("operations").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns an operation; empty if it is not in the model. */
  public Optional<OperationModel> operation(String name) {
    JsonNode node = root.path("operations").path(name);
    return node.isObject()
        ? Optional.of(new OperationModel(this::shape, name, node))
        : Optional.empty();
  }

  /** Returns the shape of a name. */
  private ModelShape shape(String name) {
    return shapes.computeIfAbsent(
        name, n -> new ModelShape(this::shape, n, root.path("shapes").path(n)));
  }
}
