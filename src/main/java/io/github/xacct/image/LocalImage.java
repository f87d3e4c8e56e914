package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.image.base.BaseFacts;
import io.github.xacct.image.file.ImageFiles;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An image that Jib has written to a tarball, or listed, with the manifest that a registry would
 * have; a tarball in Docker's format has none.
 */
final class LocalImage implements AutoCloseable {
  private static final String LAYER = ".tar.gz";

  private final ImageFiles files;
  private final Map<Digest, Blob> blobs = new LinkedHashMap<>();
  private final List<Digest> layers = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // by read
  private byte[] config;

  @SuppressWarnings("NullAway.Init") // by read
  private Manifest manifest;

  private LocalImage(ImageFiles files) {
    this.files = files;
  }

  /**
   * Reads a tarball written by Jib.
   *
   * @param base the base image, whose configuration completes the image's
   */
  static LocalImage read(Path tarball, BaseFacts base) {
    try {
      return of(ImageFiles.of(tarball), base, tarball.toString());
    } catch (IOException e) {
      throw unreadable(tarball.toString(), e);
    }
  }

  /**
   * Reads the files of an image.
   *
   * @param where their location, for messages
   */
  static LocalImage of(ImageFiles files, BaseFacts base, String where) {
    try {
      var image = new LocalImage(files);
      image.read(base);
      return image;
    } catch (IOException | DigestException e) {
      throw unreadable(where, e);
    }
  }

  private static XacctException unreadable(String where, Exception e) {
    return XacctException.ours("The image that was built cannot be read: " + where + ".")
        .evidence(String.valueOf(e.getMessage()))
        .cause(e);
  }

  private void read(BaseFacts base) throws IOException, DigestException {
    JsonNode image = files.json("manifest.json").path(0);
    config = base.complete(files.bytes(image.path("Config").asText()));
    for (JsonNode layer : image.path("Layers")) {
      String name = layer.asText();
      var digest = new Digest("sha256:" + name.replace(LAYER, ""));
      layers.add(digest);
      put(digest, files.size(name), () -> files.open(name));
    }
    var configDigest = new Digest("sha256:" + Sha256.of(config));
    put(configDigest, config.length, () -> new ByteArrayInputStream(config));
    manifest = base.hasUsualLayers() ? docker(configDigest) : oci(configDigest, base);
  }

  private void put(Digest digest, long size, Blob.Content content) {
    blobs.put(digest, new Blob(digest, size, true, Optional.empty(), content));
  }

  /** The manifest as Jib would write it. */
  private Manifest docker(Digest configDigest) throws IOException, DigestException {
    return JibManifest.of(blob(configDigest), layers.stream().map(this::blob).toList());
  }

  /** An OCI manifest, with the base image's layers as in its own manifest. */
  private Manifest oci(Digest configDigest, BaseFacts base) {
    ObjectNode json = Json.object();
    String type = "application/vnd.oci.image.manifest.v1+json";
    json.put("schemaVersion", 2).put("mediaType", type);
    json.putObject("config")
        .put("mediaType", "application/vnd.oci.image.config.v1+json")
        .put("digest", configDigest.value())
        .put("size", config.length);
    var all = json.putArray("layers");
    List<JsonNode> ofBase = base.ociLayers();
    all.addAll(ofBase);
    for (Digest layer : layers.subList(ofBase.size(), layers.size())) {
      all.addObject()
          .put("mediaType", BaseFacts.ociLayerType())
          .put("digest", layer.value())
          .put("size", blob(layer).size());
    }
    return new Manifest(Index.bytes(json), type);
  }

  /** Writes a tarball in Docker's format with the complete configuration. */
  void writeTo(Path tarball) throws IOException {
    try (var archive = OciArchive.of(tarball)) {
      for (Digest layer : layers) {
        String name = layer.value().substring("sha256:".length()) + LAYER;
        archive.addOnce(name, blob(layer));
      }
      archive.add("config.json", config);
      archive.add("manifest.json", files.bytes("manifest.json"));
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /** The layers and the configuration. */
  Collection<Blob> blobs() {
    return blobs.values();
  }

  private Blob blob(Digest digest) {
    return Objects.requireNonNull(blobs.get(digest));
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
