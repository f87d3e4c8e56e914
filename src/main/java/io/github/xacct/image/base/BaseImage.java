package io.github.xacct.image.base;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import io.github.xacct.image.registry.Loopback;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.model.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The base image by its content, so that a tag that moves during a build cannot result in an image
 * that differs from its input hash.
 *
 * @param configured the reference as configured
 * @param digest {@code none} for scratch, the hash of the file for a tarball
 * @param pinned reference by digest if it is in a registry
 * @param tar file if it is a tarball
 * @param credentials for its registry
 * @param certain whether the registry is known to accept these credentials
 */
public record BaseImage(
    String configured,
    String digest,
    Optional<ImageReference> pinned,
    Optional<Path> tar,
    List<CredentialRetriever> credentials,
    boolean certain) {

  static final String NO_DIGEST = "none";

  static BaseImage scratch() {
    return new BaseImage(
        "scratch", NO_DIGEST, Optional.empty(), Optional.empty(), List.of(), false);
  }

  /** The same base image for one platform. */
  BaseImage pinnedTo(ImageReference other) {
    return new BaseImage(configured, digest, Optional.of(other), tar, credentials, certain);
  }

  /** The same base image for one platform, by the digest of its manifest if known. */
  public BaseImage of(Optional<Digest> platform) {
    return pinned.isPresent() && platform.isPresent()
        ? pinnedTo(with(pinned.get(), platform.get().value()))
        : this;
  }

  /** Jib's builder, starting from this base image. */
  public JibContainerBuilder toJib() {
    if (tar.isPresent()) {
      return Jib.from(TarImage.at(tar.get()));
    }
    if (pinned.isEmpty()) {
      return Jib.fromScratch();
    }
    RegistryImage image = RegistryImage.named(pinned.get());
    credentials.forEach(image::addCredentialRetriever);
    return Jib.from(image);
  }

  /** Whether it is in a registry on this machine, which may use plain HTTP. */
  public boolean onLoopback() {
    return pinned.map(p -> Loopback.holds(p.getRegistry())).orElse(false);
  }

  public static boolean sameRegistry(ImageReference reference, Optional<RegistryAccess> access) {
    return access.map(a -> a.host().equals(reference.getRegistry())).orElse(false);
  }

  /**
   * The credentials: the push's own for a base in the same registry, otherwise the configured ones,
   * otherwise Docker's.
   */
  static List<CredentialRetriever> credentials(
      ImageReference reference,
      Optional<RegistryAccess> access,
      RegistryLogins logins,
      Consumer<LogEvent> log) {
    if (sameRegistry(reference, access)) {
      RegistryAccess known = access.get();
      return List.of(() -> Optional.of(Credential.from(known.user(), known.password().get())));
    }
    var login = logins.of(reference.getRegistry());
    if (login.isPresent()) {
      return List.of(() -> login.map(l -> Credential.from(l.name(), l.password())));
    }
    var docker = CredentialRetrieverFactory.forImage(reference, log);
    return List.of(docker.dockerConfig(), docker.wellKnownCredentialHelpers());
  }

  /** The same image by its digest. */
  static ImageReference with(ImageReference image, String digest) {
    return ImageReference.of(image.getRegistry(), image.getRepository(), null, digest);
  }
}
