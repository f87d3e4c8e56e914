package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a release into a folder holds what Maven Central asks for
 * (https://central.sonatype.org/publish/requirements/), and whether its jar is reproducible.
 */
@Tag("foreign")
@Tag("packaged")
class ReleaseTest {
  private static final String VERSION = "0.1.0";
  private static final String NAME = "xacct-maven-plugin-" + VERSION;
  private static final List<String> FILES =
      List.of(
          "-cyclonedx.json",
          "-cyclonedx.xml",
          "-javadoc.jar",
          "-libraries.jar",
          "-sources.jar",
          ".jar",
          ".pom");

  @TempDir static Path folder;
  private static Path release;
  private static Path again;

  @BeforeAll
  static void release() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    keys.toFile().setExecutable(true, true);
    keys.toFile().setReadable(false, false);
    keys.toFile().setReadable(true, true);
    var environment = Map.of("GNUPGHOME", keys.toString());
    gpg(environment)
        .text(
            "--batch",
            "--quiet",
            "--passphrase",
            "",
            "--quick-generate-key",
            "xacct dry run <dry-run@example.invalid>",
            "ed25519",
            "sign",
            "1d");
    Path repository = folder.resolve("repository");
    Path first = checkout("first");
    Path second = checkout("elsewhere/second");
    var mvn =
        new Program("mvn", folder, environment)
            .with(
                Map.of(
                    "MAVEN_OPTS",
                    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MetaspaceSize=256m"));
    mvn.text(
        "-B",
        "-q",
        "-ntp",
        "-f",
        first.resolve("pom.xml").toString(),
        "-Prelease",
        "deploy",
        "-Dmaven.test.skip",
        "-Dspotless.check.skip",
        "-Dmaven.install.skip",
        "-DaltDeploymentRepository=central::" + repository.toUri());
    mvn.with(Map.of("TZ", "Pacific/Auckland", "LC_ALL", "C"))
        .text(
            "-B",
            "-q",
            "-ntp",
            "-f",
            second.resolve("pom.xml").toString(),
            "package",
            "-Prelease",
            "-Dmaven.test.skip",
            "-Dmaven.javadoc.skip",
            "-Dmaven.source.skip",
            "-Dcyclonedx.skip",
            "-Dlibraries.unchanged",
            "-Dspotless.check.skip");
    release = repository.resolve("io/github/xacct/xacct-maven-plugin/" + VERSION);
    again = second.resolve("target/" + NAME + ".jar");
  }

  private static Program gpg(Map<String, String> environment) {
    return new Program("gpg", folder, environment);
  }

  /** This tree, under the version of a release, in a folder of that name. */
  private static Path checkout(String name) throws Exception {
    Path to = Files.createDirectories(folder.resolve(name));
    Path from = Path.of("").toAbsolutePath();
    String tracked =
        new Program("git", folder, Map.of())
            .text("-C", from.toString(), "ls-files", "-co", "--exclude-standard");
    for (String file : tracked.lines().toList()) {
      Path source = from.resolve(file);
      if (Files.exists(source)) {
        Path target = to.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(source, target);
      }
    }
    Path pom = to.resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom)
            .replaceFirst("<version>[^<]*-SNAPSHOT<", "<version>" + VERSION + "<"));
    return to;
  }

  @Test
  void eachFileHasItsSignatureAndChecksums() throws Exception {
    try (Stream<Path> files = Files.list(release)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              FILES.stream()
                  .flatMap(file -> Stream.of("", ".asc", ".md5", ".sha1").map(file::concat))
                  .map(NAME::concat)
                  .toList());
    }
    var gpg = gpg(Map.of("GNUPGHOME", folder.resolve("keys").toString()));
    for (String file : FILES) {
      gpg.text(
          "--batch",
          "--verify",
          release.resolve(NAME + file + ".asc").toString(),
          release.resolve(NAME + file).toString());
    }
  }

  @Test
  void thePomSaysWhatCentralAsksFor() throws IOException {
    String pom = Files.readString(release.resolve(NAME + ".pom"));
    assertThat(pom)
        .contains("<name>", "<description>", "<url>", "<license>", "<developer>", "<scm>")
        .contains("<classifier>libraries</classifier>")
        .containsOnlyOnce("<dependency>")
        .doesNotContain("SNAPSHOT", "<parent>", "<build>", "<profiles>", "<scope>test", "${");
  }

  @Test
  void theBillOfMaterialsNamesWhatAUserDownloads() throws IOException {
    var bom = new ObjectMapper().readTree(release.resolve(NAME + "-cyclonedx.json").toFile());
    assertThat(bom.path("metadata").path("component").path("purl").asText())
        .isEqualTo("pkg:maven/io.github.xacct/xacct-maven-plugin@0.1.0?type=maven-plugin");
    assertThat(bom.path("components").findValuesAsText("name"))
        .contains("jib-core", "codedeploy", "ecs", "sts", "guava", "jackson-databind")
        .doesNotContain("junit-jupiter", "archunit", "maven-core");
  }

  @Test
  void eachJarHoldsItsLicence() throws IOException {
    for (String name : List.of(NAME + ".jar", NAME + "-libraries.jar")) {
      try (var jar = new JarFile(release.resolve(name).toFile())) {
        assertThat(jar.getEntry("META-INF/LICENSE")).as(name).isNotNull();
        assertThat(jar.getEntry("META-INF/NOTICE")).as(name).isNotNull();
      }
    }
  }

  @Test
  void anotherBuildOfTheSameSourcesIsTheSameJar() throws IOException {
    assertThat(Files.mismatch(release.resolve(NAME + ".jar"), again))
        .as("first byte that differs")
        .isEqualTo(-1);
  }

  /**
   * Next to the one that {@code verify} has built here; the libraries do not depend on our version.
   */
  @Test
  void anotherBuildOfTheSameSourcesHasTheSameLibraries() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      Path here = files.filter(f -> f.toString().endsWith("-libraries.jar")).findAny().orElse(null);
      assumeTrue(here != null, "mvn verify has not built it");
      assertThat(Files.mismatch(release.resolve(NAME + "-libraries.jar"), here))
          .as("first byte that differs")
          .isEqualTo(-1);
    }
  }
}
