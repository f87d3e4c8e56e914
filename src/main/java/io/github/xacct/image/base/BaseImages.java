package io.github.xacct.image.base;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CacheCorruptedException;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.image.file.Tarball;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Resolves the configured base image to its digest: a tag is read from its registry, and remembered
 * beside Jib's layers for offline builds.
 */
public final class BaseImages {
  private static final String TAR = "tar://";

  private final Caches caches;
  private final boolean offline;
  private final Consumer<LogEvent> log;
  private final RegistryRetries retries;
  private final RegistryLogins logins;
  private final BaseFactsSource facts;

  public BaseImages(
      Caches caches,
      boolean offline,
      RegistryLogins logins,
      Consumer<String> debug,
      RegistryRetries retries,
      BaseFactsSource facts) {
    this.facts = facts;
    this.logins = logins;
    this.retries = retries;
    this.caches = caches;
    this.offline = offline;
    this.log = event -> debug.accept(event.getMessage());
  }

  public BaseImage resolve(ImageSettings settings, Optional<RegistryAccess> access) {
    String configured = settings.baseImage();
    if (configured.equals("scratch")) {
      return BaseImage.scratch();
    }
    return configured.startsWith(TAR)
        ? fromTar(configured, settings.architectures())
        : fromRegistry(configured, settings.architectures(), access);
  }

  private static BaseImage fromTar(String configured, List<Architecture> wanted) {
    Path tar = Path.of(configured.substring(TAR.length()));
    if (!Files.isRegularFile(tar)) {
      throw XacctException.yours("The base image " + tar + " does not exist.")
          .suggestion(
              "write a tarball there (docker save, skopeo copy), or change <image><baseImage>");
    }
    requirePlatform(configured, wanted, Tarball.architecture(tar));
    return new BaseImage(
        configured,
        "sha256:" + Sha256.ofFile(tar, 32),
        Optional.empty(),
        Optional.of(tar),
        List.of(),
        false);
  }

  private BaseImage fromRegistry(
      String configured, List<Architecture> wanted, Optional<RegistryAccess> access) {
    ImageReference reference = mirrored(parse(configured));
    var credentials = BaseImage.credentials(reference, access, logins, log);
    Optional<String> known = known(reference);
    String digest;
    if (known.isPresent()) {
      digest = known.get();
    } else if (offline) {
      throw JibErrors.notCached(configured);
    } else {
      digest = ask(configured, reference, wanted, access);
      remember(reference, digest);
    }
    return new BaseImage(
        configured,
        digest,
        Optional.of(pin(reference, digest)),
        Optional.empty(),
        credentials,
        isCertain(reference, access));
  }

  private String ask(
      String configured,
      ImageReference reference,
      List<Architecture> wanted,
      Optional<RegistryAccess> access) {
    return retries.ask(() -> askOnce(configured, reference, wanted, access), () -> {});
  }

  private String askOnce(
      String configured,
      ImageReference reference,
      List<Architecture> wanted,
      Optional<RegistryAccess> access) {
    boolean same = BaseImage.sameRegistry(reference, access);
    boolean certain = isCertain(reference, access);
    try (var session = new BaseSession(reference, log, retries.connections())) {
      var found = session.manifest(BaseImage.credentials(reference, access, logins, log), certain);
      String digest = found.getDigest().toString();
      if (!isCached(pin(reference, digest))) {
        facts
            .found(session, pin(reference, digest), found.getManifest())
            .ifPresent(has -> requirePlatform(configured, wanted, has));
      }
      return digest;
    } catch (UncheckedIOException | IOException | RegistryException e) {
      throw RegistryFault.of(e, JibErrors.base(configured, e), same);
    }
  }

  private boolean isCertain(ImageReference reference, Optional<RegistryAccess> access) {
    return BaseImage.sameRegistry(reference, access)
        || logins.of(reference.getRegistry()).isPresent();
  }

  private ImageReference mirrored(ImageReference image) {
    return logins
        .mirror(image.getRegistry())
        .map(
            mirror -> {
              String[] place = mirror.split("/", 2);
              String prefix = place.length == 2 ? place[1] + "/" : "";
              return ImageReference.of(
                  place[0],
                  prefix + image.getRepository(),
                  image.getTag().orElse(null),
                  image.getDigest().orElse(null));
            })
        .orElse(image);
  }

  private static ImageReference parse(String configured) {
    try {
      return ImageReference.parse(configured.replaceFirst("^registry://", ""));
    } catch (InvalidImageReferenceException e) {
      throw XacctException.yours("<image><baseImage> is no image: '" + configured + "'.")
          .suggestion(
              "write HOST/REPOSITORY:TAG, HOST/REPOSITORY@sha256:DIGEST, tar://FILE or scratch");
    }
  }

  /**
   * The digest, if known without the registry: of a pinned and cached image, or the last offline.
   */
  private Optional<String> known(ImageReference reference) {
    if (reference.getDigest().isPresent()) {
      String digest = reference.getDigest().get();
      return isCached(pin(reference, digest)) ? Optional.of(digest) : Optional.empty();
    }
    return offline ? remembered(reference) : Optional.empty();
  }

  private static ImageReference pin(ImageReference reference, String digest) {
    return ImageReference.of(reference.getRegistry(), reference.getRepository(), null, digest);
  }

  private boolean isCached(ImageReference pinned) {
    return BaseFactsSource.areKept(caches, pinned) || isInJibsCache(caches, pinned);
  }

  static boolean isInJibsCache(Caches caches, ImageReference pinned) {
    try {
      return Cache.withDirectory(caches.base()).retrieveMetadata(pinned).isPresent();
    } catch (CacheDirectoryCreationException | CacheCorruptedException | IOException e) {
      return false; // Jib reports it in the build if it needs the cache
    }
  }

  private Optional<String> remembered(ImageReference reference) {
    try {
      return Optional.of(new Digest(Files.readString(memory(reference)).strip()).value());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void remember(ImageReference reference, String digest) {
    try {
      AtomicFile.write(memory(reference), digest.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.accept(LogEvent.debug("Cannot remember the base image's digest: " + e));
    }
  }

  private Path memory(ImageReference reference) {
    String name = Sha256.of(reference.toStringWithQualifier().getBytes(StandardCharsets.UTF_8));
    return caches.base().resolve("xacct").resolve(name);
  }

  private static void requirePlatform(String base, List<Architecture> wanted, String has) {
    for (Architecture one : wanted) {
      if (!one.oci().equals(has)) {
        throw JibErrors.wrongPlatform(base, "linux/" + one.oci())
            .evidence("The base image is for linux/" + has + " only.");
      }
    }
  }
}
