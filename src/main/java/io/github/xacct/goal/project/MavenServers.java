package io.github.xacct.goal.project;

import io.github.xacct.image.registry.RegistryLogins;
import io.github.xacct.model.XacctException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;

/**
 * Credentials and mirrors of registries in Maven's settings.xml: {@code <servers>} whose ID is a
 * registry's host or its mirror's ID, and {@code <mirrors>} with a registry's host in {@code
 * <mirrorOf>}. Other mirrors, including {@code *}, are for Maven repositories.
 */
public final class MavenServers implements RegistryLogins {
  private static final Set<String> DOCKER_HUB =
      Set.of("registry-1.docker.io", "docker.io", "index.docker.io", "registry.hub.docker.com");

  private final List<Server> servers;
  private final List<Mirror> mirrors;
  private final Consumer<String> debug;

  /**
   * @param servers with their passwords decrypted
   * @param debug receives what is used, without passwords
   */
  public MavenServers(List<Server> servers, List<Mirror> mirrors, Consumer<String> debug) {
    this.servers = servers;
    this.mirrors = mirrors;
    this.debug = debug;
  }

  @Override
  public Optional<Login> of(String registry) {
    return servers.stream()
        .filter(server -> isOf(server.getId(), registry) || isOfMirror(server.getId(), registry))
        .filter(server -> server.getUsername() != null && server.getPassword() != null)
        .findFirst()
        .map(this::login);
  }

  private Login login(Server server) {
    debug.accept(
        "Registry %s: user %s of settings.xml".formatted(server.getId(), server.getUsername()));
    return new Login(server.getUsername(), server.getPassword());
  }

  @Override
  public Optional<String> mirror(String registry) {
    return mirrors.stream()
        .filter(mirror -> names(mirror).stream().anyMatch(name -> isOf(name, registry)))
        .findFirst()
        .map(mirror -> place(mirror, registry));
  }

  private static List<String> names(Mirror mirror) {
    return Arrays.stream(String.valueOf(mirror.getMirrorOf()).split(","))
        .map(String::trim)
        .toList();
  }

  /** Returns host, port and path of a mirror's URL, without a user in it. */
  private String place(Mirror mirror, String registry) {
    String host =
        host(mirror)
            .orElseThrow(
                () ->
                    XacctException.yours(
                            "The URL of mirror " + mirror.getId() + " of settings.xml has no host.")
                        .suggestion(
                            "write it as https://HOST/PREFIX, or take "
                                + registry
                                + " out of its <mirrorOf>"));
    String path = URI.create(mirror.getUrl().trim()).getPath().replaceFirst("/+$", "");
    debug.accept(
        "Registry %s: mirror %s of settings.xml, %s"
            .formatted(registry, mirror.getId(), host + path));
    return host + path;
  }

  /** Returns the host of a mirror, with its port if it has one; empty if its URL is invalid. */
  private static Optional<String> host(Mirror mirror) {
    try {
      URI url = URI.create(String.valueOf(mirror.getUrl()).trim());
      String port = url.getPort() < 0 ? "" : ":" + url.getPort();
      return Optional.ofNullable(url.getHost()).map(host -> host + port);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the server's ID is that of the registry's mirror, as for Maven's own mirrors. */
  private boolean isOfMirror(String id, String registry) {
    return mirrors.stream()
        .filter(mirror -> id.equals(mirror.getId()))
        .anyMatch(mirror -> host(mirror).equals(Optional.of(registry)));
  }

  private static boolean isOf(String id, String registry) {
    return registry.equals(id) || (DOCKER_HUB.contains(registry) && DOCKER_HUB.contains(id));
  }
}
