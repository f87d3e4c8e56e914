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
 * The manifest and configuration of a base image for one platform, to preserve what Jib drops:
 * media types of layers, and parts of the configuration that it does not support.
 *
 * @param digest of this platform's manifest
 * @param manifest missing if unknown, as for a tarball
 * @param config missing if unknown
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

  /** The members of the configuration that Jib preserves or that are set anew. */
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

  /** Members that describe the container in which older Docker versions built the base image. */
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

  /** A base image of which nothing is known, or nothing needs to be preserved. */
  static BaseFacts none() {
    return new BaseFacts(Optional.empty(), MissingNode.getInstance(), MissingNode.getInstance());
  }

  /** A base image in a tarball. */
  static BaseFacts of(JsonNode config) {
    return new BaseFacts(Optional.empty(), MissingNode.getInstance(), config);
  }

  /** The CPU architecture as in OCI. */
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

  /** Digests of the uncompressed layers, in the order of the configuration. */
  public List<Digest> contents() {
    return StreamSupport.stream(config.at("/rootfs/diff_ids").spliterator(), false)
        .map(JsonNode::asText)
        .map(Digest::new)
        .toList();
  }

  /** Whether Jib preserves everything of this base image. */
  public boolean areKeptByJib() {
    return hasUsualLayers() && added().isEmpty();
  }

  /** Whether a manifest in Docker's format can describe its layers. */
  public boolean hasUsualLayers() {
    return layers().stream()
        .allMatch(
            layer ->
                USUAL.contains(type(layer)) && !layer.has("annotations") && !layer.has("urls"));
  }

  /** Media types of layers that cannot be used, such as encrypted ones. */
  public List<String> unusable() {
    return layers().stream()
        .map(BaseFacts::type)
        .filter(t -> !t.isEmpty() && !OCI_NAMES.containsKey(t) && !OCI_NAMES.containsValue(t))
        .filter(t -> !t.contains("nondistributable") && !t.contains(".foreign."))
        .distinct()
        .toList();
  }

  /** The ONBUILD instructions for Docker builds based on this image. */
  public List<String> onBuild() {
    return StreamSupport.stream(config.path("config").path("OnBuild").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** The layers' descriptors for an OCI manifest. */
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

  /** The members of the configuration that Jib drops. */
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

  /** The configuration without the members that Jib cannot parse. */
  ObjectNode readable() {
    ObjectNode copy = (ObjectNode) config.deepCopy();
    if (copy.at("/config/Healthcheck") instanceof ObjectNode health) {
      health.retain(HEALTH_CHECK);
    }
    return copy;
  }

  /** A configuration created by Jib, completed by the members that it drops. */
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

  /** Whether a value is unset, as Docker writes it. */
  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.asBoolean());
  }
}
