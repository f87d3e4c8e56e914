package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.image.registry.RegistryAccess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry as a process, with Basic auth as ECR has. */
final class DebianRegistry implements AutoCloseable {
  private static final String BCRYPT_OF_PASSWORD =
      "$2b$04$s5sB9wTk46F7jw5yRvqSBudqGSbAbv6hN0e./Lq3nsMXs2Le9Qa5m";

  final String host;
  private final Process process;

  DebianRegistry(Path folder) throws IOException {
    int port = freePort();
    host = "127.0.0.1:" + port;
    Files.createDirectories(folder);
    Path users = Files.writeString(folder.resolve("users"), "AWS:" + BCRYPT_OF_PASSWORD + "\n");
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "%s"}
        auth: {htpasswd: {realm: ecr, path: %s}}
        """
            .formatted(folder.resolve("data"), host, users));
    process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    awaitAnswer();
  }

  RegistryAccess access() {
    return new RegistryAccess(
        host + "/demo", URI.create("http://" + host), "AWS", () -> MemoryRegistry.PASSWORD, false);
  }

  private void awaitAnswer() {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!answers()) {
      assertThat(process.isAlive() && Instant.now().isBefore(deadline))
          .as("docker-registry is up")
          .isTrue();
      Thread.onSpinWait();
    }
  }

  private boolean answers() {
    try {
      var url = URI.create("http://" + host + "/v2/").toURL();
      return ((HttpURLConnection) url.openConnection()).getResponseCode() == 401;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
