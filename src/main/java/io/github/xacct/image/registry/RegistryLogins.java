package io.github.xacct.image.registry;

import java.util.Optional;

/** Users of other registries than the one that is pushed to, as the builder has written them. */
@FunctionalInterface
public interface RegistryLogins {

  /**
   * User and password for a registry.
   *
   * @param name of the user
   * @param password a secret
   */
  record Login(String name, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }

  /** The user of a registry, {@code HOST[:PORT]}; Docker Hub is {@code registry-1.docker.io}. */
  Optional<Login> of(String registry);

  /** Where to pull the images of a registry instead, {@code HOST} or {@code HOST/PREFIX}. */
  default Optional<String> mirror(String registry) {
    return Optional.empty();
  }

  /** Logins of somebody who has none. */
  static RegistryLogins none() {
    return registry -> Optional.empty();
  }
}
