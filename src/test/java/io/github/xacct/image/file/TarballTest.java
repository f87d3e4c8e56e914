package io.github.xacct.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.event.Event;
import io.github.xacct.image.MemoryRegistry;
import io.github.xacct.image.Recording;
import io.github.xacct.image.Tar;
import io.github.xacct.image.TestApp;
import io.github.xacct.image.TestImages;
import io.github.xacct.image.Threads;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class TarballTest {
  @TempDir Path folder;

  private final Recording told = new Recording();
  private final List<String> debug = new CopyOnWriteArrayList<>();

  @Test
  void eachKindOfFileHasItsLayer() throws IOException {
    TestApp app = TestApp.hello(folder);
    app.extras.add(app.write("extra/opt/agent.conf", "on").getParent().getParent());

    ImageDescription image = build(app);

    assertThat(tar().layers())
        .containsExactly(
            List.of("644 app/libs/lib-1.0.jar"),
            List.of("644 app/libs/young-1-SNAPSHOT.jar"),
            List.of("644 app/libs/sibling-1.0.jar"),
            List.of("644 app/jib-classpath-file"),
            List.of("644 app/classes/application.properties"),
            List.of("644 app/classes/demo/App.class"),
            List.of("644 opt/agent.conf"));
    assertThat(image.layers())
        .extracting(ImageDescription.Layer::name)
        .containsExactly(
            "dependencies",
            "snapshot dependencies",
            "project dependencies",
            "class path",
            "resources",
            "classes",
            "extra files");
  }

  @Test
  void layersAreDescribedByDigestAndCompressedSize() throws IOException {
    ImageDescription image = build(TestApp.hello(folder));

    Tar tar = tar();
    for (ImageDescription.Layer layer : image.layers()) {
      byte[] file = tar.files.get(layer.digest().value().substring(7) + ".tar.gz");
      assertThat(layer.size()).isEqualTo(file.length);
      assertThat(layer.digest().value()).isEqualTo(MemoryRegistry.digest(file));
    }
    assertThat(image.pushed()).isFalse();
    assertThat(image.repository()).isEqualTo("demo");
    assertThat(image.baseImageDigest()).isEqualTo("none");
  }

  @Test
  void theConfigurationIsWhatTheSettingsSay() throws IOException {
    TestApp app = TestApp.hello(folder);
    app.labels.put("org.opencontainers.image.revision", "abc");
    build(app);

    var config = tar().config();
    assertThat(config.get("architecture").asText()).isEqualTo("amd64");
    assertThat(config.get("os").asText()).isEqualTo("linux");
    assertThat(config.get("created").asText()).isEqualTo("2026-01-02T03:04:05Z");
    var run = config.get("config");
    assertThat(texts(run.get("Entrypoint")))
        .containsExactly(
            "java", "-XX:MaxRAMPercentage=75", "-cp", "@/app/jib-classpath-file", "demo.App");
    assertThat(texts(run.get("Cmd"))).containsExactly("serve");
    assertThat(run.get("User").asText()).isEqualTo("1000:1000");
    assertThat(texts(run.get("Env"))).containsExactly("STAGE=any");
    assertThat(run.get("ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(run.get("Labels").get("org.opencontainers.image.revision").asText())
        .isEqualTo("abc");
  }

  @Test
  void armImagesSayArm() throws IOException {
    TestApp app = TestApp.hello(folder);
    app.architecture = Architecture.ARM64;

    assertThat(build(app).platform()).isEqualTo("linux/arm64");
    assertThat(tar().config().get("architecture").asText()).isEqualTo("arm64");
  }

  @Test
  void sameInputsGiveTheSameDigestElsewhereTouchedAndUnderAnotherUmask() throws IOException {
    ImageDescription first = build(TestApp.hello(folder.resolve("here")));

    TestApp moved = TestApp.hello(folder.resolve("over/there"));
    try (var paths = Files.walk(moved.root)) {
      for (Path path : paths.collect(Collectors.toList())) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        String mode = Files.isDirectory(path) ? "rwx------" : "rw-------";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      }
    }
    ImageDescription second = build(moved);

    assertThat(second.digest()).isEqualTo(first.digest());
  }

  @Test
  void anotherClassGivesAnotherDigestButTheSameDependencies() {
    TestApp app = TestApp.hello(folder);
    ImageDescription first = build(app);
    app.compile("demo.Other", "");
    ImageDescription second = build(app);

    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(second.layers().get(0)).isEqualTo(first.layers().get(0));
  }

  @Test
  void anAppWithSiblingFoldersAndTwinJarsRuns() throws Exception {
    var app = new TestApp(folder);
    Path sibling = folder.resolve("core/target/classes");
    app.compile(sibling, "core.Core", "public static String name() { return \"core\"; }");
    Files.writeString(sibling.resolve("core.txt"), "-text");
    String body =
        """
        public static void main(String[] a) throws Exception {
          System.out.print(core.Core.name() + read("core.txt") + read("one.txt") + read("two.txt"));
        }
        static String read(String name) throws Exception {
          return new String(App.class.getResourceAsStream("/" + name).readAllBytes());
        }
        """;
    Files.createDirectories(app.classes);
    app.compileWith(sibling, "demo.App", body);
    app.siblings.add(sibling);
    app.dependencies.add(app.jar("a/common-1.0.jar", "one.txt", "-one"));
    app.dependencies.add(app.jar("b/common-1.0.jar", "two.txt", "-two"));
    app.dependencies.forEach(
        jar -> assertThat(jar).hasSize(app.dependencies.get(0).toFile().length()));

    build(app);

    Tar tar = tar();
    Path root = folder.resolve("root");
    tar.unpack(root);
    List<String> command = texts(tar.config().get("config").get("Entrypoint"));
    String classPath =
        Files.readString(root.resolve("app/jib-classpath-file")).replace("/app/", root + "/app/");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-cp", classPath, command.get(command.size() - 1))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("core-text-one-two");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void extraFilesKeepTheirExecutableBitAndEmptyFolders() throws IOException {
    TestApp app = TestApp.hello(folder);
    Path script = app.write("extra/bin/start.sh", "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder.resolve("extra/data"));
    app.extras.add(folder.resolve("extra"));

    build(app);

    assertThat(tar().layers()).last().isEqualTo(List.of("755 bin/start.sh"));
    tar().unpack(folder.resolve("root"));
    assertThat(folder.resolve("root/data")).isEmptyDirectory();
  }

  @Test
  void jibsLogGoesToDebugAndEventsToTheReporter() {
    build(TestApp.hello(folder));

    assertThat(debug).anyMatch(line -> line.contains("Building image to tar file"));
    assertThat(told.events).hasSize(2);
    assertThat(told.of(Event.ImageBuildStarted.class).get(0).platform()).isEqualTo("linux/amd64");
    assertThat(told.of(Event.ImageBuilt.class).get(0).tarball())
        .contains(folder.resolve("target/xacct/image.tar"));
  }

  @Test
  void leavesAFileThatOthersMayReadAndNoThreadAndNoDraft() throws IOException {
    build(TestApp.hello(folder));

    Threads.assertEnded();
    Path plain = Files.createFile(folder.resolve("plain"));
    assertThat(Files.getPosixFilePermissions(image()))
        .isEqualTo(Files.getPosixFilePermissions(plain));
    assertThat(folder.resolve("target/xacct")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void anotherImageMayBeTheBaseAsATarball() throws IOException {
    TestApp base = TestApp.hello(folder.resolve("base"));
    ImageDescription below = build(base);
    Path tar = Files.copy(image(), folder.resolve("base.tar"));

    TestApp app = new TestApp(folder.resolve("app"));
    app.compile("top.Top", "public static void main(String[] a) {}");
    app.baseImage = "tar://" + tar;
    ImageDescription image = build(app);

    assertThat(image.layers().subList(0, 6))
        .extracting(ImageDescription.Layer::digest)
        .isEqualTo(below.layers().stream().map(ImageDescription.Layer::digest).toList());
    assertThat(image.layers())
        .extracting(ImageDescription.Layer::name)
        .startsWith("base image")
        .endsWith("classes");
    assertThat(image.baseImageDigest()).isEqualTo(MemoryRegistry.digest(Files.readAllBytes(tar)));
  }

  @Test
  void aBaseForAnotherPlatformIsRefused() throws IOException {
    TestApp base = TestApp.hello(folder.resolve("base"));
    base.architecture = Architecture.ARM64;
    build(base);
    Path tar = Files.copy(image(), folder.resolve("base.tar"));
    TestApp app = TestApp.hello(folder.resolve("app"));
    app.baseImage = "tar://" + tar;

    assertFails(
        app,
        """
        The base image tar://%s is not available for linux/amd64.
        The base image is for linux/arm64 only.
        Try: change <image><baseImage> or <image><platform>"""
            .formatted(tar));
  }

  @Test
  void missingClassesSayWhatToType() throws IOException {
    TestApp app = TestApp.hello(folder);
    Path classes = app.classes;
    try (var paths = Files.walk(classes)) {
      paths.sorted(java.util.Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
    }
    assertFails(
        app,
        """
        The project is not compiled: no class in %s.
        The folder does not exist.
        Try: mvn package xacct:image"""
            .formatted(classes));

    app.write("target/classes/application.properties", "");
    assertFails(
        app,
        """
        The project is not compiled: no class in %s.
        The folder holds no class file.
        Try: mvn package xacct:image"""
            .formatted(classes));
  }

  @Test
  void noMainClassNamesTheElement() {
    var app = new TestApp(folder).compile("demo.Library", "");

    assertFails(
        app,
        """
        No class with a main method in %s.
        Try: name the class to start, if it is in a dependency: <image><mainClass>com.example.App</mainClass></image>"""
            .formatted(app.classes));
  }

  @Test
  void severalMainClassesAreNamed() {
    String main = "public static void main(String[] a) {}";
    var app = new TestApp(folder).compile("demo.Two", main).compile("demo.One", main);

    assertFails(
        app,
        """
        More than one class in %s has a main method.
        They are: demo.One, demo.Two
        Try: choose one: <image><mainClass>demo.One</mainClass></image>"""
            .formatted(app.classes));

    app.mainClass = Optional.of("demo.Two");
    assertThat(build(app).layers()).hasSize(1);
  }

  @Test
  void aMissingJarSaysWhatToType() {
    TestApp app = TestApp.hello(folder);
    Path jar = folder.resolve("core/target/core-1.0.jar");
    app.siblings.add(jar);

    assertFails(
        app,
        """
        The app needs %s, which does not exist.
        Try: mvn package xacct:image, from the folder of the parent for sibling modules"""
            .formatted(jar));
  }

  @Test
  void aMissingExtraDirectoryIsNamed() {
    TestApp app = TestApp.hello(folder);
    app.extras.add(folder.resolve("nowhere"));

    assertFails(
        app,
        """
        The extra directory %s does not exist.
        Try: create it, or take it out of <image><extraDirectories>"""
            .formatted(folder.resolve("nowhere")));
  }

  @Test
  void badTagsAreTold() {
    TestApp app = TestApp.hello(folder);
    app.tags = List.of("fine", "feature/x");

    assertFails(
        app,
        """
        <image><tags> contains invalid tags: 'feature/x'.
        Try: a tag has up to 128 letters, digits, '_', '.' and '-', not first '.' or '-'""");
  }

  @Test
  void aBadBaseImageIsTold() {
    TestApp app = TestApp.hello(folder);
    app.baseImage = "Not An Image";

    assertFails(
        app,
        """
        <image><baseImage> is no image: 'Not An Image'.
        Try: write HOST/REPOSITORY:TAG, HOST/REPOSITORY@sha256:DIGEST, tar://FILE or scratch""");
  }

  private void assertFails(TestApp app, String message) {
    assertThatThrownBy(() -> build(app)).isInstanceOf(XacctException.class).hasMessage(message);
  }

  private ImageDescription build(TestApp app) {
    var caches = new Caches(folder.resolve("base-cache"), folder.resolve("jib-cache"));
    return TestImages.of(caches, false, told, debug::add)
        .tarball(app.settings(), app.files(), "demo", image(), Optional.empty());
  }

  private Path image() {
    return folder.resolve("target/xacct/image.tar");
  }

  private Tar tar() throws IOException {
    return new Tar(image());
  }

  public static List<String> texts(com.fasterxml.jackson.databind.JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(n -> n.asText()).toList();
  }
}
