package io.github.xacct.image.base;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.image.Image;
import com.google.cloud.tools.jib.image.LayerCountMismatchException;
import com.google.cloud.tools.jib.image.json.BadContainerConfigurationFormatException;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ContainerConfigurationTemplate;
import com.google.cloud.tools.jib.image.json.JsonToImageTranslator;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.image.json.V22ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.github.xacct.concurrent.FanOut;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.image.registry.RegistryRetries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Adds a base image that Jib cannot pull itself to Jib's cache, which Jib uses unchanged: layers
 * that are not gzip, and a configuration that Jib cannot parse.
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

  /** Returns the base image pinned to its platform, after adding all of it to the cache. */
  public BaseImage fetch(BaseImage base, BaseFacts facts) {
    if (base.pinned().isEmpty() || facts.digest().isEmpty()) {
      return base;
    }
    var missing = new ArrayList<Integer>();
    for (int i = 0; i < facts.layers().size(); i++) {
      if (!Files.exists(
          CachedLayers.folder(caches.base(), BaseFacts.digest(facts.layers().get(i))))) {
        missing.add(i);
      }
    }
    if (offline && !missing.isEmpty()) {
      throw JibErrors.notCached(base.configured());
    }
    try (var pull = pull(base, Optional.empty())) {
      FanOut.all("the image", missing.stream().map(i -> work(pull, facts, i)).toList());
    }
    BaseImage one = base.of(facts.digest());
    describe(one.pinned().orElseThrow(), facts, base);
    return one;
  }

  private static Callable<Path> work(BasePull pull, BaseFacts facts, int i) {
    return () -> pull.file(facts.layers().get(i), facts.contents().get(i));
  }

  /**
   * Opens a pull of single layers.
   *
   * @param password of the base image's registry, if it can be renewed
   */
  public BasePull pull(BaseImage base, Optional<RegistryPassword> password) {
    return new BasePull(base, caches.base(), log, retries, password);
  }

  /** Adds the base image's metadata to Jib's cache, for offline builds. */
  public void describe(BaseImage base, BaseFacts facts) {
    base.pinned().ifPresent(pinned -> describe(pinned, facts, base));
  }

  /** The base image in Jib's form. */
  public static Image image(BaseImage base, BaseFacts facts) {
    try {
      return JsonToImageTranslator.toImage(manifest(facts), config(facts));
    } catch (IOException
        | BadContainerConfigurationFormatException
        | LayerCountMismatchException e) {
      throw JibErrors.base(base.configured(), e);
    }
  }

  private static ContainerConfigurationTemplate config(BaseFacts facts) throws IOException {
    return JsonTemplateMapper.readJson(
        facts.readable().toString(), ContainerConfigurationTemplate.class);
  }

  private void describe(ImageReference pinned, BaseFacts facts, BaseImage base) {
    try {
      Cache.withDirectory(caches.base()).writeMetadata(pinned, manifest(facts), config(facts));
    } catch (IOException | CacheDirectoryCreationException e) {
      throw JibErrors.base(base.configured(), e);
    }
  }

  /** The manifest in Jib's form, in Docker's or OCI's format. */
  private static BuildableManifestTemplate manifest(BaseFacts facts) throws IOException {
    String json = facts.manifest().toString();
    boolean docker = facts.manifest().path("mediaType").asText().contains(".docker.");
    return docker
        ? JsonTemplateMapper.readJson(json, V22ManifestTemplate.class)
        : JsonTemplateMapper.readJson(json, OciManifestTemplate.class);
  }
}
