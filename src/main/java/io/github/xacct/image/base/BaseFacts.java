package io.github.xacct.image.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What a base image is for one platform, to keep what Jib would lose: media types of layers, and
 * parts of the configuration that Jib does not know.
 *
 * @param digest of the manifest of this platform
 * @param manifest missing if it is not known, as that of a tarball
 * @param config missing if it is not known
 */
public record BaseFacts(Optional<Digest> digest, JsonNode manifest, JsonNode config) {
  private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final Map<String, String> OCI_NAMES =
      Map.of(
          DOCKER_LAYER,
          OCI_LAYER,
          DOCKER_LAYER + ".gzip",
          OCI_LAYER + "+gzip",
          DOCKER_LAYER + ".zstd",
          OCI_LAYER + "+zstd");
  private static final Set<String> USUAL = Set.of("", DOCKER_LAYER + ".gzip", OCI_LAYER + "+gzip");

  /** What Jib takes over or is set anew. */
  private static final Set<String> TAKEN_OVER =
      Set.of(
          "Env",
          "Entrypoint",
          "Cmd",
          "ArgsEscaped",
          "Healthcheck",
          "ExposedPorts",
          "Labels",
          "WorkingDir",
          "User",
          "Volumes",
          "OnBuild");

  /** What Docker of old has left of the container in which the base image was built. */
  private static final Set<String> OF_A_CONTAINER =
      Set.of(
          "Image",
          "Hostname",
          "Domainname",
          "AttachStdin",
          "AttachStdout",
          "AttachStderr",
          "Tty",
          "OpenStdin",
          "StdinOnce",
          "MacAddress",
          "NetworkDisabled");

  private static final Set<String> HEALTH_CHECK =
      Set.of("Test", "Interval", "Timeout", "StartPeriod", "Retries");

  /** Of what nothing is known, or is to be kept. */
  static BaseFacts none() {
    return new BaseFacts(Optional.empty(), MissingNode.getInstance(), MissingNode.getInstance());
  }

  /** The facts of a base image in a tarball. */
  static BaseFacts of(JsonNode config) {
    return new BaseFacts(Optional.empty(), MissingNode.getInstance(), config);
  }

  /** OCI's name of the CPU. */
  String architecture() {
    return config.path("architecture").asText("amd64");
  }

  public List<JsonNode> layers() {
    return StreamSupport.stream(manifest.path("layers").spliterator(), false).toList();
  }

  public static Digest digest(JsonNode layer) {
    return new Digest(layer.path("digest").asText());
  }

  static String type(JsonNode layer) {
    return layer.path("mediaType").asText();
  }

  /** Digests of the layers' content, as the configuration lists them. */
  public List<Digest> contents() {
    return StreamSupport.stream(config.at("/rootfs/diff_ids").spliterator(), false)
        .map(JsonNode::asText)
        .map(Digest::new)
        .toList();
  }

  /** Whether Jib makes the right image of it. */
  public boolean areKeptByJib() {
    return hasUsualLayers() && added().isEmpty();
  }

  /** Whether a manifest of Docker's format can describe its layers. */
  public boolean hasUsualLayers() {
    return layers().stream()
        .allMatch(
            layer ->
                USUAL.contains(type(layer)) && !layer.has("annotations") && !layer.has("urls"));
  }

  /** Media types that are none of a layer that can be used, such as that of an encrypted one. */
  public List<String> unusable() {
    return layers().stream()
        .map(BaseFacts::type)
        .filter(t -> !t.isEmpty() && !OCI_NAMES.containsKey(t) && !OCI_NAMES.containsValue(t))
        .filter(t -> !t.contains("nondistributable") && !t.contains(".foreign."))
        .distinct()
        .toList();
  }

  /** Instructions for who builds on it with Docker. */
  public List<String> onBuild() {
    return StreamSupport.stream(config.path("config").path("OnBuild").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** The layers as an OCI manifest describes them. */
  public List<JsonNode> ociLayers() {
    return layers().stream()
        .map(
            layer ->
                ((ObjectNode) layer.deepCopy())
                    .put("mediaType", OCI_NAMES.getOrDefault(type(layer), type(layer))))
        .map(JsonNode.class::cast)
        .toList();
  }

  public static String ociLayerType() {
    return OCI_LAYER + "+gzip";
  }

  /** What Jib does not keep of the configuration. */
  public ObjectNode added() {
    ObjectNode added = Json.object();
    boolean usual = config.path("architecture").asText().equals("arm64");
    for (String name : List.of("variant", "os.version", "os.features")) {
      JsonNode value = config.path(name);
      if (!isEmpty(value) && !(usual && value.asText().equals("v8"))) {
        added.set(name, value);
      }
    }
    ObjectNode inner = Json.object();
    config
        .path("config")
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              boolean known = TAKEN_OVER.contains(name) || OF_A_CONTAINER.contains(name);
              if (!known && !isEmpty(field.getValue())) {
                inner.set(name, field.getValue());
              }
            });
    ObjectNode health = Json.object();
    config
        .at("/config/Healthcheck")
        .properties()
        .forEach(
            field -> {
              if (!HEALTH_CHECK.contains(field.getKey()) && !isEmpty(field.getValue())) {
                health.set(field.getKey(), field.getValue());
              }
            });
    if (!health.isEmpty()) {
      inner.set("Healthcheck", health);
    }
    if (!inner.isEmpty()) {
      added.set("config", inner);
    }
    return added;
  }

  /** The configuration without what Jib cannot read. */
  ObjectNode readable() {
    ObjectNode copy = (ObjectNode) config.deepCopy();
    if (copy.at("/config/Healthcheck") instanceof ObjectNode health) {
      health.retain(HEALTH_CHECK);
    }
    return copy;
  }

  /** The configuration that Jib has made, with what it has not kept. */
  public byte[] complete(byte[] made) throws IOException {
    ObjectNode added = added();
    if (added.isEmpty()) {
      return made;
    }
    ObjectNode json = (ObjectNode) Json.read(made);
    merge(json, added);
    return Json.bytes(json);
  }

  private static void merge(ObjectNode into, ObjectNode added) {
    added
        .properties()
        .forEach(
            field -> {
              if (into.path(field.getKey()) instanceof ObjectNode inner
                  && field.getValue() instanceof ObjectNode more) {
                merge(inner, more);
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  /** As Docker writes what is not set. */
  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.asBoolean());
  }
}
