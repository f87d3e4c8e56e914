package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  @TempDir static Path temporary;
  private static Path folder;
  private static Path release;
  private static Program gpg;

  /** By {@code src/build/dry-run}, unless it has just been run for these sources. */
  @BeforeAll
  static void release() throws Exception {
    String made = System.getProperty("release.folder");
    gpg = gpg();
    folder = made == null ? temporary : Path.of(made).toAbsolutePath();
    if (made == null) {
      new Program("bash", temporary, Map.of()).text("src/build/dry-run", folder.toString());
    }
    release = folder.resolve("repository/io/github/xacct/xacct-maven-plugin/" + VERSION);
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
    gpg.text("--batch", "--quiet", "--import", folder.resolve("key.asc").toString());
    for (String file : FILES) {
      gpg.text(
          "--batch",
          "--verify",
          release.resolve(NAME + file + ".asc").toString(),
          release.resolve(NAME + file).toString());
    }
  }

  /** With keys of its own, in a folder that only its owner reads. */
  private static Program gpg() throws IOException {
    Path keys =
        Files.createDirectory(
            temporary.resolve("keys"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new Program("gpg", temporary, Map.of("GNUPGHOME", keys.toString()));
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
    assertThat(Files.mismatch(release.resolve(NAME + ".jar"), folder.resolve("again.jar")))
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
