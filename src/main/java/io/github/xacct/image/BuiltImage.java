package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.image.file.ImageFiles;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.json.Json;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * An image built by another tool, in a folder or a tarball. An OCI layout is copied unchanged, so
 * that its digest stays; the older format of {@code docker save} has no manifest, so one is
 * created. Source: OCI Image Layout Specification; Docker Image Specification v1.2.
 */
final class BuiltImage implements AutoCloseable {
  private static final String DOCKER = "application/vnd.docker.";
  private static final String BLOBS = "blobs/sha256/";

  private final Path source;
  private final Path made;
  private final ImageFiles files;
  private final Map<Digest, Blob> blobs = new LinkedHashMap<>();
  private final List<Path> temporary = new ArrayList<>();
  private final List<Manifest> parts = new ArrayList<>();
  private final Set<String> architectures = new LinkedHashSet<>();

  @SuppressWarnings("NullAway.Init") // by read
  private Manifest manifest;

  private BuiltImage(Path source, Path made, ImageFiles files) {
    this.source = source;
    this.made = made;
    this.files = files;
  }

  /**
   * Reads the manifests of the image, but not its layers.
   *
   * @param made folder for layers that must be compressed
   */
  static BuiltImage read(Path source, Path made) {
    try {
      var image = new BuiltImage(source, made, ImageFiles.of(source));
      try {
        image.read();
      } catch (IOException | RuntimeException e) {
        image.close();
        throw e;
      }
      return image;
    } catch (IOException | IllegalArgumentException e) {
      throw XacctException.yours(source + " is no image.")
          .evidence(String.valueOf(e.getMessage()))
          .suggestion(
              "name a tarball (docker save, skopeo copy, Buildpacks, Bazel, xacct:image) or a"
                  + " folder with an OCI layout")
          .cause(e);
    }
  }

  private void read() throws IOException {
    if (files.has("index.json")) {
      manifest = layout(only(files.json("index.json").path("manifests")));
    } else {
      manifest = saved(files.json("manifest.json"));
    }
  }

  private JsonNode only(JsonNode manifests) throws IOException {
    if (manifests.size() != 1) {
      throw new IOException("it holds " + manifests.size() + " images, and one is to be copied");
    }
    return manifests.path(0);
  }

  private Manifest layout(JsonNode descriptor) throws IOException {
    var digest = new Digest(descriptor.path("digest").asText());
    byte[] bytes = files.bytes(BLOBS + digest.value().substring(7));
    var found = new Manifest(bytes, descriptor.path("mediaType").asText());
    if (!found.digest().equals(digest)) {
      throw new IOException("the content of " + digest + " is another one");
    }
    JsonNode json = Json.read(bytes);
    if (json.has("manifests")) {
      for (JsonNode child : json.path("manifests")) {
        parts.add(layout(child));
      }
      return found;
    }
    blob(json.path("config"));
    architecture(files.json(BLOBS + json.at("/config/digest").asText().substring(7)));
    for (JsonNode layer : json.path("layers")) {
      blob(layer);
    }
    return found;
  }

  private void blob(JsonNode descriptor) throws IOException {
    var digest = new Digest(descriptor.path("digest").asText());
    String name = BLOBS + digest.value().substring(7);
    put(digest, files.size(name), () -> files.open(name));
  }

  private void put(Digest digest, long size, Blob.Content content) {
    blobs.put(digest, new Blob(digest, size, true, Optional.empty(), content));
  }

  /** Adds an architecture; parts for no platform, such as attestations, have {@code unknown}. */
  private void architecture(JsonNode config) {
    String architecture = config.path("architecture").asText();
    if (!architecture.isEmpty() && !architecture.equals("unknown")) {
      architectures.add(architecture);
    }
  }

  private Manifest saved(JsonNode images) throws IOException {
    JsonNode image = only(images);
    String configName = image.path("Config").asText();
    byte[] config = files.bytes(configName);
    architecture(Json.read(config));
    ObjectNode json = Json.object();
    String type = DOCKER + "distribution.manifest.v2+json";
    json.put("schemaVersion", 2).put("mediaType", type);
    var configDigest = new Digest("sha256:" + Sha256.of(config));
    put(configDigest, config.length, () -> files.open(configName));
    describe(json.putObject("config"), DOCKER + "container.image.v1+json", configDigest)
        .put("size", config.length);
    var layers = json.putArray("layers");
    for (JsonNode name : image.path("Layers")) {
      Path layer = compressed(name.asText());
      var digest = new Digest("sha256:" + Sha256.ofFile(layer, 32));
      long size = Files.size(layer);
      put(digest, size, () -> Files.newInputStream(layer));
      describe(layers.addObject(), DOCKER + "image.rootfs.diff.tar.gzip", digest).put("size", size);
    }
    return new Manifest(Json.bytes(json), type);
  }

  private static ObjectNode describe(ObjectNode node, String type, Digest digest) {
    return node.put("mediaType", type).put("digest", digest.value());
  }

  /** The layer compressed with gzip, reproducibly; unchanged if it is compressed already. */
  private Path compressed(String name) throws IOException {
    Files.createDirectories(made);
    Path file = Files.createTempFile(made, "layer", ".gz");
    temporary.add(file);
    try (InputStream in = files.open(name);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] first = in.readNBytes(2);
      boolean gzip = first.length == 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
      try (OutputStream to = gzip ? out : new GZIPOutputStream(out)) {
        to.write(first);
        in.transferTo(to);
      }
    }
    return file;
  }

  /** Refuses an image that does not run on the tasks' CPU architecture. */
  void requireArchitecture(Architecture wanted) {
    if (!architectures.isEmpty() && !architectures.contains(wanted.oci())) {
      throw XacctException.yours("The image " + source + " does not run on " + wanted + " tasks.")
          .evidence("It is for linux/" + String.join(", linux/", architectures) + ".")
          .suggestion("build it for linux/" + wanted.oci() + ", or change <task><architecture>");
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /** The manifests of single platforms, if the image is an index. */
  List<Manifest> parts() {
    return parts;
  }

  /** The manifests with layers. */
  List<Manifest> manifests() {
    return parts.isEmpty() ? List.of(manifest) : parts;
  }

  /** The platforms of the image, if its configuration specifies them. */
  Optional<String> platform() {
    return Optional.of(architectures.stream().sorted().map("linux/"::concat).toList())
        .filter(all -> !all.isEmpty())
        .map(all -> String.join(",", all));
  }

  Collection<Blob> blobs() {
    return blobs.values();
  }

  @Override
  public void close() {
    temporary.forEach(file -> file.toFile().delete());
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
