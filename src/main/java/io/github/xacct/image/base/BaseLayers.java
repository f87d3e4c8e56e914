package io.github.xacct.image.base;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ContainerConfigurationTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.image.json.V22ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.github.xacct.concurrent.FanOut;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * How a base image that Jib cannot pull by itself comes into Jib's cache, from where Jib takes it
 * as it is: layers that are not gzip, and a configuration with what Jib cannot read.
 */
public final class BaseLayers {
  private final Caches caches;
  private final boolean offline;
  private final Consumer<LogEvent> log;
  private final RegistryRetries retries;

  public BaseLayers(
      Caches caches, boolean offline, Consumer<String> debug, RegistryRetries retries) {
    this.caches = caches;
    this.offline = offline;
    this.log = event -> debug.accept(event.getMessage());
    this.retries = retries;
  }

  /** The base image, pinned to its platform, after all of it has come into the cache. */
  public BaseImage fetch(BaseImage base, BaseFacts facts) {
    if (base.pinned().isEmpty() || facts.digest().isEmpty()) {
      return base;
    }
    var work = new ArrayList<Callable<Void>>();
    for (int i = 0; i < facts.layers().size(); i++) {
      Digest layer = BaseFacts.digest(facts.layers().get(i));
      Digest content = facts.contents().get(i);
      if (!Files.exists(CachedLayers.folder(caches.base(), layer))) {
        work.add(() -> retries.ask(() -> pull(base, layer, content), () -> {}));
      }
    }
    if (offline && !work.isEmpty()) {
      throw JibErrors.notCached(base.configured());
    }
    FanOut.all("the image", work);
    BaseImage one = base.of(facts.digest());
    describe(one.pinned().orElseThrow(), facts, base);
    return one;
  }

  private void describe(ImageReference pinned, BaseFacts facts, BaseImage base) {
    try {
      BuildableManifestTemplate manifest = manifest(facts);
      var config =
          JsonTemplateMapper.readJson(
              facts.readable().toString(), ContainerConfigurationTemplate.class);
      Cache.withDirectory(caches.base()).writeMetadata(pinned, manifest, config);
    } catch (IOException | CacheDirectoryCreationException e) {
      throw JibErrors.base(base.configured(), e);
    }
  }

  /** The manifest as Jib reads it: of Docker's format, or OCI's. */
  private static BuildableManifestTemplate manifest(BaseFacts facts) throws IOException {
    String json = facts.manifest().toString();
    boolean docker = facts.manifest().path("mediaType").asText().contains(".docker.");
    return docker
        ? JsonTemplateMapper.readJson(json, V22ManifestTemplate.class)
        : JsonTemplateMapper.readJson(json, OciManifestTemplate.class);
  }

  private Void pull(BaseImage base, Digest layer, Digest content) {
    ImageReference image = base.pinned().orElseThrow();
    try (var session = new BaseSession(image, log, retries.connections())) {
      session.manifest(base.credentials(), base.certain()); // logs in
      keep(session.blob(DescriptorDigest.fromDigest(layer.value())), layer, content);
      return null;
    } catch (DigestException e) {
      throw new AssertionError("a digest is one for Jib too", e);
    } catch (UncheckedIOException | IOException | RegistryException e) {
      throw RegistryFault.of(e, JibErrors.base(base.configured(), e), base.certain());
    }
  }

  /** As Jib does, but for the digest of the content, which the image's configuration lists. */
  private void keep(Blob blob, Digest layer, Digest content) throws IOException {
    Path folder = CachedLayers.folder(caches.base(), layer);
    Files.createDirectories(folder.getParent());
    Path draft = Files.createTempDirectory(folder.getParent(), "pulled");
    try {
      Path file = draft.resolve(CachedLayers.hex(content));
      try (OutputStream out = Files.newOutputStream(file)) {
        blob.writeTo(out);
      }
      if (!("sha256:" + Sha256.ofFile(file, 32)).equals(layer.value())) {
        throw new EOFException("the content of the layer " + layer + " is another one");
      }
      if (!Files.exists(folder)) {
        AtomicFile.move(draft, folder);
      }
    } finally {
      if (Files.exists(draft)) {
        CachedLayers.delete(draft);
      }
    }
  }
}
