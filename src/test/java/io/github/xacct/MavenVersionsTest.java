package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether the demo app is deployed, rehearsed, by each Maven and each JDK that the documentation
 * names. It runs the plugin that the build under {@code src/it} installed: {@code mvn verify}
 * first.
 */
@Tag("slow")
@Tag("packaged")
class MavenVersionsTest {
  private static final Path REPOSITORY =
      Path.of(
          System.getProperty(
              "localRepository", System.getProperty("user.home") + "/.m2/repository"));
  private static final Path PLUGIN = Path.of("target/it-repository").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest(name = "Maven {0}, JDK {1}")
  @CsvSource({
    "3.8.7, 17",
    "3.8.7, 25",
    "3.9.16, 17",
    "3.9.16, 25",
    "4.0.0-rc-6, 17",
    "4.0.0-rc-6, 25"
  })
  void playsTheDemo(String maven, int jdk) throws Exception {
    assumeTrue(
        Files.isDirectory(PLUGIN.resolve("io/github/xacct")), "mvn verify has not installed it");
    Optional<Path> home = jdk(jdk);
    assumeTrue(
        home.isPresent(),
        "no JDK " + jdk + " in java.home, JAVA_HOME_" + jdk + "_X64 or /usr/lib/jvm");
    Path app = folder.resolve("demo-app");
    copy(Path.of("src/it/demo-app"), app);
    Path settings = folder.resolve("settings.xml");
    Files.writeString(
        settings,
        Files.readString(Path.of("src/it/settings.xml"))
            .replace("@localRepositoryUrl@", REPOSITORY.toUri().toString()));
    Path log = folder.resolve("log");
    var builder =
        new ProcessBuilder(
                mvn(maven).toString(),
                "-B",
                "-ntp",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local=" + PLUGIN,
                "-f",
                app.resolve("pom.xml").toString(),
                "package",
                "xacct:blue-green-deploy",
                "-Denv=test",
                "-Dxacct.rehearse")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("JAVA_HOME", home.get().toString());
    builder
        .environment()
        .put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MetaspaceSize=256m");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ended").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(log);
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed)
        .contains("BUILD SUCCESS", "answers 200 by demo-app-test:1", "failed: 0, answered by");
    // Maven's own jars have warnings of the JDK's, and Maven 4 has its own; ours have none.
    assertThat(printed.lines().filter(line -> line.matches(".*WARNING.*(it-repository|xacct).*")))
        .isEmpty();
  }

  /** From Maven Central, once. */
  private static Path mvn(String version) throws Exception {
    Path unpacked = Path.of("target/mavens").toAbsolutePath();
    Path mvn = unpacked.resolve("apache-maven-" + version + "/bin/mvn");
    if (!Files.exists(mvn)) {
      String artifact = "org.apache.maven:apache-maven:" + version + ":zip:bin";
      new Program("mvn", Files.createDirectories(unpacked), Map.of())
          .text(
              "-B", "-q", "-ntp", "dependency:get", "-Dtransitive=false", "-Dartifact=" + artifact);
      unpack(
          REPOSITORY.resolve(
              "org/apache/maven/apache-maven/" + version + "/apache-maven-" + version + "-bin.zip"),
          unpacked);
      assertThat(mvn.toFile().setExecutable(true)).isTrue();
    }
    return mvn;
  }

  private static void unpack(Path zip, Path to) throws IOException {
    try (var file = new ZipFile(zip.toFile())) {
      for (var entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
        Path target = to.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        Files.copy(file.getInputStream(entry), target);
      }
    }
  }

  private static Optional<Path> jdk(int version) throws IOException {
    if (Runtime.version().feature() == version) {
      return Optional.of(Path.of(System.getProperty("java.home")));
    }
    Stream<Path> named =
        Stream.of("JAVA_HOME_" + version + "_X64", "JAVA_HOME_" + version + "_ARM64")
            .map(System::getenv)
            .filter(Objects::nonNull)
            .map(Path::of);
    Path installed = Path.of("/usr/lib/jvm");
    List<Path> found;
    try (Stream<Path> all = Files.isDirectory(installed) ? Files.list(installed) : Stream.empty()) {
      found =
          all.filter(home -> home.getFileName().toString().matches(".*\\b" + version + "\\b.*"))
              .filter(home -> Files.isExecutable(home.resolve("bin/java")))
              .sorted()
              .toList();
    }
    return Stream.concat(named, found.stream()).findFirst();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
