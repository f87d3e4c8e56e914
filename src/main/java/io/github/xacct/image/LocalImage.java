package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.image.json.V22ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An image that Jib has written to a tarball, with the manifest that a registry would hold: a
 * tarball of Docker's format has none.
 */
final class LocalImage implements AutoCloseable {
  private static final String LAYER = ".tar.gz";

  private final ImageFiles files;
  private final Map<Digest, BuiltImage.Content> blobs = new LinkedHashMap<>();
  private final Map<Digest, Long> sizes = new HashMap<>();
  private Manifest manifest;

  private LocalImage(ImageFiles files) {
    this.files = files;
  }

  static LocalImage read(Path tarball) {
    try {
      var image = new LocalImage(ImageFiles.of(tarball));
      image.read();
      return image;
    } catch (IOException | DigestException e) {
      throw XacctException.ours("The image that was built cannot be read: " + tarball + ".")
          .evidence(String.valueOf(e.getMessage()))
          .cause(e);
    }
  }

  private void read() throws IOException, DigestException {
    JsonNode image = files.json("manifest.json").path(0);
    var json = new V22ManifestTemplate();
    byte[] config = files.bytes(image.path("Config").asText());
    var configDigest = new Digest("sha256:" + InputHash.of(config));
    json.setContainerConfiguration(config.length, jib(configDigest));
    for (JsonNode layer : image.path("Layers")) {
      String name = layer.asText();
      var digest = new Digest("sha256:" + name.replace(LAYER, ""));
      json.addLayer(files.size(name), jib(digest));
      blob(digest, name);
    }
    blob(configDigest, image.path("Config").asText());
    manifest = new Manifest(JsonTemplateMapper.toByteArray(json), json.getManifestMediaType());
  }

  private void blob(Digest digest, String name) throws IOException {
    blobs.put(digest, () -> files.open(name));
    sizes.put(digest, files.size(name));
  }

  private static DescriptorDigest jib(Digest digest) throws DigestException {
    return DescriptorDigest.fromDigest(digest.value());
  }

  Manifest manifest() {
    return manifest;
  }

  /** Layers and configuration. */
  Map<Digest, BuiltImage.Content> blobs() {
    return blobs;
  }

  long size(Digest blob) {
    return sizes.get(blob);
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
