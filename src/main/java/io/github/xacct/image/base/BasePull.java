package io.github.xacct.image.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pulls layers of a base image to Jib's cache on demand, all with one login. They are stored as Jib
 * does, but without uncompressing them to compute the digest of their content, which the image's
 * configuration lists.
 */
public final class BasePull implements AutoCloseable {
  private final BaseImage base;
  private final Path cache;
  private final Consumer<LogEvent> log;
  private final RegistryRetries retries;
  private final Optional<RegistryPassword> password;
  private final List<BaseSession> opened = new ArrayList<>();
  private @Nullable BaseSession session;
  private String used = "";

  /**
   * @param password of the base image's registry, if it can be renewed
   */
  BasePull(
      BaseImage base,
      Path cache,
      Consumer<LogEvent> log,
      RegistryRetries retries,
      Optional<RegistryPassword> password) {
    this.password = password;
    this.base = base;
    this.cache = cache;
    this.log = log;
    this.retries = retries;
  }

  /**
   * The file of a layer, pulled if it is not in the cache.
   *
   * @param described descriptor in the manifest
   * @param content digest of the uncompressed layer
   */
  public Path file(JsonNode described, Digest content) {
    Digest layer = BaseFacts.digest(described);
    return CachedLayers.kept(cache, layer)
        .orElseGet(
            () -> {
              Path file = retries.ask(() -> pull(layer, content), this::renew);
              requireType(file, BaseFacts.type(described), layer);
              return file;
            });
  }

  /** Refuses a layer that is not gzip, which otherwise would fail when a task pulls the image. */
  private void requireType(Path file, String type, Digest layer) {
    if (type.endsWith("gzip") && !isGzip(file)) {
      throw JibErrors.notGzip(base.configured(), "It is the layer " + layer + ".");
    }
  }

  private static boolean isGzip(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether any layer was pulled. */
  public synchronized boolean hasPulled() {
    return !opened.isEmpty();
  }

  private Path pull(Digest layer, Digest content) {
    try {
      return keep(session().blob(DescriptorDigest.fromDigest(layer.value())), layer, content);
    } catch (DigestException e) {
      throw new AssertionError("a digest is one for Jib too", e);
    } catch (UncheckedIOException | IOException | RegistryException e) {
      forgetSession();
      throw RegistryFault.of(e, JibErrors.base(base.configured(), e), base.certain());
    }
  }

  private synchronized BaseSession session() throws IOException, RegistryException {
    if (session == null) {
      var fresh = new BaseSession(base.pinned().orElseThrow(), log, retries.connections());
      opened.add(fresh);
      used = password.map(RegistryPassword::get).orElse("");
      var unused = fresh.manifest(base.credentials(), base.certain()); // logs in
      session = fresh;
    }
    return session;
  }

  private synchronized void renew() {
    password.ifPresent(p -> p.renew(used));
  }

  /**
   * Uses a new session from now on; the old one is closed at the end because others may still pull.
   */
  private synchronized void forgetSession() {
    session = null;
  }

  /** Stores a blob, whose digest Jib's client has verified. */
  private Path keep(Blob blob, Digest layer, Digest content) throws IOException {
    Path folder = CachedLayers.folder(cache, layer);
    Files.createDirectories(folder.getParent());
    Path draft = Files.createTempDirectory(folder.getParent(), "pulled");
    try {
      try (OutputStream out = Files.newOutputStream(draft.resolve(CachedLayers.hex(content)))) {
        blob.writeTo(out);
      }
      if (!Files.exists(folder)) {
        AtomicFile.move(draft, folder);
      }
      return CachedLayers.kept(cache, layer).orElseThrow();
    } finally {
      if (Files.exists(draft)) {
        CachedLayers.delete(draft);
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      for (BaseSession one : opened) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
