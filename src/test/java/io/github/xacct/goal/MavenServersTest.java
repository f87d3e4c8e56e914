package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.image.RegistryLogins;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.settings.Server;
import org.junit.jupiter.api.Test;

class MavenServersTest {
  private final List<String> debug = new ArrayList<>();

  @Test
  void aServerWithTheHostOfTheRegistryIsItsUser() {
    var servers =
        new MavenServers(
            List.of(
                server("central", "other", "x"),
                server("registry.example.com:5000", "ci", "s3cret"),
                server("docker.io", "team", "t0ken"),
                server("keys.example.com", null, null)),
            debug::add);

    assertThat(servers.of("registry.example.com:5000"))
        .contains(new RegistryLogins.Login("ci", "s3cret"));
    assertThat(servers.of("registry-1.docker.io"))
        .contains(new RegistryLogins.Login("team", "t0ken"));
    assertThat(servers.of("registry.example.com")).isEmpty();
    assertThat(servers.of("keys.example.com")).isEmpty();
    assertThat(debug)
        .containsExactly(
            "Registry registry.example.com:5000: user ci of settings.xml",
            "Registry docker.io: user team of settings.xml");
  }

  private static Server server(String id, String user, String password) {
    var server = new Server();
    server.setId(id);
    server.setUsername(user);
    server.setPassword(password);
    return server;
  }
}
