package io.github.xacct.image;

import io.github.xacct.image.registry.RegistryAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Debian's docker-registry as a process, with Basic auth as ECR has. */
final class DebianRegistry implements AutoCloseable {
  private static final String BCRYPT_OF_PASSWORD =
      "$2b$04$s5sB9wTk46F7jw5yRvqSBudqGSbAbv6hN0e./Lq3nsMXs2Le9Qa5m";

  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");

  final String host;
  private final Process process;

  DebianRegistry(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path users = Files.writeString(folder.resolve("users"), "AWS:" + BCRYPT_OF_PASSWORD + "\n");
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: info}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:0"}
        auth: {htpasswd: {realm: ecr, path: %s}}
        """
            .formatted(folder.resolve("data"), users));
    Path log = folder.resolve("log");
    process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    host = awaitAddress(log);
  }

  RegistryAccess access() {
    return new RegistryAccess(
        host + "/demo", URI.create("http://" + host), "AWS", () -> MemoryRegistry.PASSWORD, false);
  }

  /**
   * Reads the port that the registry has chosen itself, since a free port may be taken meanwhile.
   */
  private String awaitAddress(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 1200; i++) {
      var listening = LISTENING.matcher(Files.readString(log));
      if (listening.find()) {
        return listening.group(1);
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new AssertionError("docker-registry is not up: " + Files.readString(log));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
