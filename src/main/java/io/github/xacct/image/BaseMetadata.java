package io.github.xacct.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CacheCorruptedException;
import com.google.cloud.tools.jib.image.json.ImageMetadataTemplate;
import com.google.cloud.tools.jib.image.json.ManifestAndConfigTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What Jib's cache knows of a base image of several platforms: a build for one platform must not
 * make it forget the others, which a build without a network would miss.
 */
final class BaseMetadata {
  private final Optional<ImageReference> pinned;
  private final Path cache;
  private final Optional<ImageMetadataTemplate> before;

  private BaseMetadata(Path cache, Optional<ImageReference> pinned) {
    this.cache = cache;
    this.pinned = pinned;
    this.before = pinned.flatMap(this::read);
  }

  /** As it is before a build. */
  static BaseMetadata of(Path cache, BaseImage base) {
    return new BaseMetadata(cache, base.pinned());
  }

  private Optional<ImageMetadataTemplate> read(ImageReference image) {
    try {
      return Cache.withDirectory(cache).retrieveMetadata(image);
    } catch (CacheDirectoryCreationException | CacheCorruptedException | IOException e) {
      return Optional.empty(); // Jib pulls it anew
    }
  }

  /** Adds what the build has made the cache forget. */
  void keep() {
    var after = pinned.flatMap(this::read);
    if (before.isEmpty() || after.isEmpty() || after.get().getManifestList() == null) {
      return;
    }
    var all = new ArrayList<>(after.get().getManifestsAndConfigs());
    for (ManifestAndConfigTemplate one : before.get().getManifestsAndConfigs()) {
      boolean there =
          all.stream().anyMatch(a -> a.getManifestDigest().equals(one.getManifestDigest()));
      if (!there) {
        all.add(one);
      }
    }
    if (all.size() > after.get().getManifestsAndConfigs().size()) {
      write(new ImageMetadataTemplate(after.get().getManifestList(), all));
    }
  }

  private void write(ImageMetadataTemplate metadata) {
    try {
      Cache.withDirectory(cache).writeMetadata(pinned.orElseThrow(), metadata);
    } catch (CacheDirectoryCreationException | IOException e) {
      return; // only builds without a network would have needed it
    }
  }
}
