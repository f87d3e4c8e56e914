package io.github.xacct.goal;

import io.github.xacct.image.RegistryLogins;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.settings.Server;

/** The {@code <servers>} of Maven's settings.xml whose id is a registry's host. */
final class MavenServers implements RegistryLogins {
  private static final Set<String> DOCKER_HUB =
      Set.of("registry-1.docker.io", "docker.io", "index.docker.io", "registry.hub.docker.com");

  private final List<Server> servers;
  private final Consumer<String> debug;

  /**
   * @param servers with their passwords decrypted
   * @param debug takes what is used, never a password
   */
  MavenServers(List<Server> servers, Consumer<String> debug) {
    this.servers = servers;
    this.debug = debug;
  }

  @Override
  public Optional<Login> of(String registry) {
    return servers.stream()
        .filter(server -> isOf(server.getId(), registry))
        .filter(server -> server.getUsername() != null && server.getPassword() != null)
        .findFirst()
        .map(this::login);
  }

  private Login login(Server server) {
    debug.accept(
        "Registry %s: user %s of settings.xml".formatted(server.getId(), server.getUsername()));
    return new Login(server.getUsername(), server.getPassword());
  }

  private static boolean isOf(String id, String registry) {
    return registry.equals(id) || (DOCKER_HUB.contains(registry) && DOCKER_HUB.contains(id));
  }
}
