package io.github.xacct.image;

import io.github.xacct.image.base.BaseImage;
import io.github.xacct.image.registry.Causes;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryFault;
import io.github.xacct.image.registry.RegistryPassword;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Which registries a run of Jib asks, so that a fault is reported as that of the registry that has
 * it.
 */
final class RegistryWork {
  private final BaseImage base;
  private final Optional<RegistryAccess> target;
  private final Optional<RegistryPassword> password;
  private final IntSupplier progress;
  private volatile String used = "";
  private volatile boolean baseFailed;

  private RegistryWork(
      BaseImage base,
      Optional<RegistryAccess> target,
      Optional<RegistryPassword> password,
      IntSupplier progress) {
    this.base = base;
    this.target = target;
    this.password = password;
    this.progress = progress;
  }

  static RegistryWork pull(BaseImage base) {
    return new RegistryWork(base, Optional.empty(), Optional.empty(), () -> 0);
  }

  /**
   * A push to a registry, in which lost connections are retried.
   *
   * @param progress how many layers were sent so far
   */
  static RegistryWork push(
      BaseImage base, RegistryAccess target, RegistryPassword password, IntSupplier progress) {
    return new RegistryWork(base, Optional.of(target), Optional.of(password), progress);
  }

  /** The password for the push, remembered as the one to replace if it is refused. */
  String password() {
    used = password.orElseThrow().get();
    return used;
  }

  void renew() {
    password.ifPresent(p -> p.renew(used));
  }

  /** What was sent is no sign that the base image's registry recovers. */
  int progress() {
    return baseFailed ? 0 : progress.getAsInt();
  }

  /**
   * What Jib's exception is.
   *
   * @param line of its log, about the request that failed
   */
  RuntimeException failure(Exception thrown, String line) {
    boolean ofBase =
        target.isEmpty() || JibErrors.isOfContent(thrown) || isOfBase(Causes.words(thrown) + line);
    baseFailed = ofBase;
    return ofBase
        ? RegistryFault.of(
            thrown,
            JibErrors.base(base.configured(), thrown),
            base.pinned().map(p -> BaseImage.sameRegistry(p, target)).orElse(false))
        : RegistryFault.of(thrown, JibErrors.target(target.get().repositoryUri(), thrown), true);
  }

  /** Layers of a base image may come from another host, layers of a push never go to one. */
  private boolean isOfBase(String words) {
    if (base.pinned().isEmpty() || names(words, target.get().host(), target.get().repository())) {
      return false;
    }
    var pinned = base.pinned().get();
    return names(words, pinned.getRegistry(), pinned.getRepository()) || words.contains("://");
  }

  private static boolean names(String words, String host, String repository) {
    return words.contains(host + "/v2/" + repository + "/")
        || words.contains(host + "/" + repository);
  }
}
