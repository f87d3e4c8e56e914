package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryHttp;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies an image of a public registry to a repository: all its platforms, unchanged, so that its
 * digest stays. The image is held in memory, so it should be small.
 */
public final class PublicImageCopy {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String source;
  private final Digest digest;
  private final PublicRegistry registry;
  private final Consumer<String> debug;

  /**
   * Creates a copy of one image.
   *
   * @param source as {@code HOST/REPOSITORY}
   * @param debug receives Jib's log
   */
  public PublicImageCopy(String source, Digest digest, Consumer<String> debug) {
    this.source = source;
    this.digest = digest;
    this.registry = new PublicRegistry(source);
    this.debug = debug;
  }

  /** Why the image cannot be pulled from this machine; empty if it can. */
  public Optional<String> unreachable() {
    try {
      registry.manifest(digest);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(words(e));
    }
  }

  private static String words(IOException e) {
    return e.getClass() == IOException.class
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** Whether a repository has the image under this tag. */
  public boolean isIn(RegistryAccess target, String tag) {
    return client(target).head(tag).filter(digest::equals).isPresent();
  }

  /** Copies the image and tags it last, so that a tagged image is complete. */
  public void to(RegistryAccess target, String tag, Reporter reporter) {
    var blobs = new LinkedHashMap<Digest, Blob>();
    var parts = new ArrayList<Manifest>();
    Manifest manifest;
    try {
      manifest = registry.manifest(digest);
      for (Digest part : manifest.parts()) {
        parts.add(registry.manifest(part));
      }
      for (Manifest part : parts.isEmpty() ? List.of(manifest) : parts) {
        read(part, blobs);
      }
    } catch (IOException e) {
      throw XacctException.yours("Cannot pull " + source + "@" + digest + ".")
          .evidence(words(e))
          .cause(e);
    }
    new BlobPush(target, http(target), reporter).send(blobs.values());
    var client = client(target);
    parts.forEach(part -> client.put(part.digest().value(), part));
    client
        .put(tag, manifest)
        .filter(refusal -> !isIn(target, tag))
        .ifPresent(
            refusal -> {
              throw XacctException.yours(
                      "The tag " + tag + " of " + target.repositoryUri() + " names another image.")
                  .evidence("The registry said: " + refusal.code() + " " + refusal.message());
            });
  }

  private void read(Manifest part, Map<Digest, Blob> blobs) throws IOException {
    JsonNode json = JSON.readTree(part.content());
    var wanted = new ArrayList<>(List.of(json.path("config")));
    json.path("layers").forEach(wanted::add);
    for (JsonNode one : wanted) {
      var blob = new Digest(one.path("digest").asText());
      if (!blobs.containsKey(blob)) {
        byte[] content = registry.blob(blob);
        blobs.put(
            blob,
            new Blob(
                blob,
                content.length,
                true,
                Optional.empty(),
                () -> new ByteArrayInputStream(content)));
      }
    }
  }

  private RegistryHttp http(RegistryAccess target) {
    return new RegistryHttp(
        target,
        new RegistryPassword(target.password()),
        RegistryRetries.real(debug),
        JibRun.TOOL,
        debug);
  }

  private ManifestClient client(RegistryAccess target) {
    return new ManifestClient(target, http(target));
  }
}
