package io.github.xacct.image.registry;

import java.util.Optional;

/** The configured logins to registries other than the target registry. */
@FunctionalInterface
public interface RegistryLogins {

  /**
   * User and password for a registry.
   *
   * @param name of the user
   * @param password a secret
   */
  record Login(String name, String password) {
    /** Omits the password. */
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }

  /** The login for a registry {@code HOST[:PORT]}; Docker Hub is {@code registry-1.docker.io}. */
  Optional<Login> of(String registry);

  /** The mirror of a registry to pull from instead, {@code HOST} or {@code HOST/PREFIX}. */
  default Optional<String> mirror(String registry) {
    return Optional.empty();
  }

  /** Without any logins. */
  static RegistryLogins none() {
    return registry -> Optional.empty();
  }
}
