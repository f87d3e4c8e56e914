package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.image.file.Caches;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A credential helper of Docker for the base image's registry, in a process with its own PATH. */
class CredentialHelperTest {
  @TempDir Path folder;

  @Test
  void theHelperOfDockersConfigurationLogsIn() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path helper = bin.resolve("docker-credential-fake");
    Files.writeString(
        helper,
        """
        #!/bin/sh
        read -r registry
        echo '{"Username":"AWS","Secret":"%s"}'
        """
            .formatted(MemoryRegistry.PASSWORD));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    var java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Duser.home=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            CredentialHelperTest.class.getName(),
            folder.toString());
    java.environment().merge("PATH", bin.toString(), (path, mine) -> mine + ":" + path);
    java.environment().remove("DOCKER_CONFIG");

    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("pulled with a helper").doesNotContain(MemoryRegistry.PASSWORD);
  }

  /** Pulls a base image from a registry that requires the helper's user. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<String> debug = new CopyOnWriteArrayList<>();
    try (var registry = new MemoryRegistry()) {
      TestApp app = TestApp.hello(folder.resolve("app"));
      images(folder, "below", debug).push(app.settings(), app.files(), registry.access("jre"));
      Path config = Files.createDirectories(folder.resolve(".docker")).resolve("config.json");
      Files.writeString(config, "{\"credHelpers\":{\"" + registry.host() + "\":\"fake\"}}");
      app.baseImage = registry.host() + "/jre:1.0";
      images(folder, "above", debug)
          .tarball(app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());
      debug.forEach(System.out::println);
      System.out.println("pulled with a helper");
    }
  }

  private static Images images(Path folder, String cache, List<String> debug) {
    var caches = new Caches(folder.resolve(cache + "/base"), folder.resolve(cache + "/app"));
    return new Images(caches, false, event -> {}, debug::add);
  }
}
