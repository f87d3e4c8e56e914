package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The content that a pushed manifest refers to, which must be in its repository already. */
final class ManifestContent {
  private final Repository repository;

  ManifestContent(Repository repository) {
    this.repository = repository;
  }

  /**
   * Returns the total size of config and layers, or of an index's images.
   *
   * @throws RegistryError if one of them is missing
   */
  long size(JsonNode manifest) throws IOException {
    List<JsonNode> blobs = new ArrayList<>();
    manifest.path("layers").forEach(blobs::add);
    if (manifest.has("config")) {
      blobs.add(manifest.get("config"));
    }
    long size = 0;
    for (JsonNode blob : blobs) {
      Path file = repository.blob(digest(blob));
      if (!Files.exists(file)) {
        throw missing("blob", blob);
      }
      size += Files.size(file);
    }
    for (JsonNode child : manifest.path("manifests")) {
      RepositoryIndex.Image image = repository.index().images().get(digest(child).value());
      if (image == null) {
        throw missing("manifest", child);
      }
      size += image.size();
    }
    return size;
  }

  private static Digest digest(JsonNode descriptor) {
    try {
      return new Digest(descriptor.path("digest").asText());
    } catch (IllegalArgumentException e) {
      throw new RegistryError(400, "MANIFEST_INVALID", ErrorText.of(e));
    }
  }

  private static RegistryError missing(String what, JsonNode descriptor) {
    return new RegistryError(
        400,
        "MANIFEST_BLOB_UNKNOWN",
        "The manifest names a %s that is not here: %s"
            .formatted(what, descriptor.path("digest").asText()));
  }
}
