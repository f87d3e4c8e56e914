package io.github.xacct.image.base;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CacheCorruptedException;
import com.google.common.collect.ImmutableList;
import io.github.xacct.image.file.RememberedHashes;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Verifies the layers in Jib's caches, which Jib itself uses without a check; damaged ones are
 * deleted, so that they are pulled or built again.
 */
public final class CachedLayers {
  private final RememberedHashes hashes;
  private final Consumer<String> damaged;

  /**
   * @param hashes of layers unchanged since an earlier build
   * @param damaged receives the folder of each deleted layer
   */
  public CachedLayers(RememberedHashes hashes, Consumer<String> damaged) {
    this.hashes = hashes;
    this.damaged = damaged;
  }

  static Path folder(Path cache, Digest layer) {
    return cache.resolve("layers").resolve(hex(layer));
  }

  /** The file of a compressed layer, if it is in the cache. */
  public static Optional<Path> kept(Path cache, Digest layer) {
    return files(folder(cache, layer)).stream().findFirst();
  }

  static String hex(Digest digest) {
    return digest.value().substring("sha256:".length());
  }

  /** Verifies layers of a base image. */
  public void check(Path cache, List<Digest> layers) {
    layers.parallelStream().forEach(layer -> check(folder(cache, layer), layer));
  }

  /** Verifies the app's layers that would be taken from the cache. */
  public void checkApp(Path cache, List<FileEntriesLayer> layers) {
    try {
      var jib = Cache.withDirectory(cache);
      for (FileEntriesLayer layer : layers) {
        jib.retrieve(ImmutableList.copyOf(layer.getEntries()))
            .map(found -> new Digest(found.getDigest().toString()))
            .ifPresent(digest -> check(folder(cache, digest), digest));
      }
    } catch (CacheCorruptedException e) {
      drop(cache.resolve("layers"));
      drop(cache.resolve("selectors"));
    } catch (CacheDirectoryCreationException | IOException e) {
      return; // Jib reports it itself if it needs the cache
    }
  }

  /**
   * Verifies layers of base images in tarballs, which are stored by the digest of their content.
   */
  public void checkLocal(Path cache, List<Digest> contents) {
    for (Digest content : contents) {
      Path folder = cache.resolve("local").resolve(hex(content));
      if (Files.isDirectory(folder)) {
        boolean good =
            files(folder).stream()
                .allMatch(f -> isWhole(f, f.getFileName().toString().replace(".layer", "")));
        if (!good || files(folder).size() != 1) {
          drop(folder);
        }
      }
    }
  }

  private void check(Path folder, Digest layer) {
    if (Files.isDirectory(folder)) {
      List<Path> files = files(folder);
      if (files.size() != 1 || !isWhole(files.get(0), hex(layer))) {
        drop(folder);
      }
    }
  }

  private boolean isWhole(Path file, String hex) {
    return hashes.of(file).equals(hex);
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void drop(Path folder) {
    try {
      delete(folder);
      damaged.accept(folder.toString());
    } catch (IOException e) {
      return; // Jib reports an error if it cannot write there
    }
  }

  static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
