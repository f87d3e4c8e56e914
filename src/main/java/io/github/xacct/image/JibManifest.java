package io.github.xacct.image;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.image.json.V22ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.security.DigestException;
import java.util.List;

/** Creates the manifest of an image in Docker's format, byte for byte as Jib writes it. */
final class JibManifest {
  private JibManifest() {}

  /** The manifest of a configuration and these layers, from the base upwards. */
  static Manifest of(Blob config, List<Blob> layers) throws IOException, DigestException {
    var json = new V22ManifestTemplate();
    json.setContainerConfiguration(config.size(), jib(config.digest()));
    for (Blob layer : layers) {
      json.addLayer(layer.size(), jib(layer.digest()));
    }
    return new Manifest(JsonTemplateMapper.toByteArray(json), json.getManifestMediaType());
  }

  private static DescriptorDigest jib(Digest digest) throws DigestException {
    return DescriptorDigest.fromDigest(digest.value());
  }
}
