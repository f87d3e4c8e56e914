package io.github.xacct.goal.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.image.registry.RegistryLogins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

class MavenServersTest {
  @TempDir Path folder;
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
            List.of(),
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

  @Test
  void aMirrorThatNamesARegistryIsItsMirrorAndItsServerTheUser() {
    var servers =
        new MavenServers(
            List.of(server("corp", "ci", "s3cret")),
            List.of(
                mirror("all", "*", "https://repo.example.com/maven"),
                mirror("central", "central,external:*", "https://repo.example.com/maven"),
                mirror("corp", "quay.io, docker.io", "https://x:y@mirror.example.com:5000/hub/"),
                mirror("plain", "ghcr.io", "https://ghcr.example.com")),
            debug::add);

    assertThat(servers.mirror("registry-1.docker.io")).contains("mirror.example.com:5000/hub");
    assertThat(servers.mirror("ghcr.io")).contains("ghcr.example.com");
    assertThat(servers.mirror("public.ecr.aws")).isEmpty();
    assertThat(servers.of("mirror.example.com:5000"))
        .contains(new RegistryLogins.Login("ci", "s3cret"));
    assertThat(servers.of("ghcr.example.com")).isEmpty();
    assertThat(debug)
        .containsExactly(
            "Registry registry-1.docker.io: mirror corp of settings.xml, mirror.example.com:5000/hub",
            "Registry ghcr.io: mirror plain of settings.xml, ghcr.example.com",
            "Registry corp: user ci of settings.xml");
  }

  /** Encrypted as by Maven 3: mvn --encrypt-master-password, mvn --encrypt-password. */
  @Test
  void anEncryptedPasswordIsDecryptedByTheKeyOfSettingsSecurity() throws Exception {
    var cipher = new DefaultPlexusCipher();
    String master = cipher.encryptAndDecorate("m4ster", "settings.security");
    Path security = folder.resolve("settings-security.xml");
    Files.writeString(
        security, "<settingsSecurity><master>" + master + "</master></settingsSecurity>");
    var dispatcher = new DefaultSecDispatcher(cipher, Map.of(), security.toString());
    var server =
        server("registry.example.com", "ci", cipher.encryptAndDecorate("s3cret", "m4ster"));
    var request = new DefaultSettingsDecryptionRequest(server);

    var decrypted = new DefaultSettingsDecrypter(dispatcher).decrypt(request).getServers();

    assertThat(new MavenServers(decrypted, List.of(), debug::add).of("registry.example.com"))
        .contains(new RegistryLogins.Login("ci", "s3cret"));
    assertThat(String.join("\n", debug)).doesNotContain("s3cret");
  }

  private static Mirror mirror(String id, String of, String url) {
    var mirror = new Mirror();
    mirror.setId(id);
    mirror.setMirrorOf(of);
    mirror.setUrl(url);
    return mirror;
  }

  private static Server server(String id, String user, String password) {
    var server = new Server();
    server.setId(id);
    server.setUsername(user);
    server.setPassword(password);
    return server;
  }
}
