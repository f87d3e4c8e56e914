package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.image.file.TarballTest;
import io.github.xacct.model.ImageDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether apps of frameworks are laid out and started like by the framework itself. */
class FrameworksTest {
  private static final String QUARKUS = "io.quarkus:quarkus-maven-plugin";

  @TempDir Path folder;

  private final Recording told = new Recording();
  private TestApp app;

  @BeforeEach
  void anApp() {
    app = new TestApp(folder.resolve("app"));
    app.compile("demo.App", "public static void main(String[] a) { System.out.print(\"hi\"); }");
  }

  @Test
  void whatSpringBootRepackagedIsTheImageInTheLayersOfItsIndex() throws IOException {
    repackaged(
        """
        - "dependencies":
          - "BOOT-INF/lib/"
        - "spring-boot-loader":
          - "org/"
        - "snapshot-dependencies":
        - "application":
          - "BOOT-INF/classes/"
          - "BOOT-INF/layers.idx"
          - "META-INF/"
        """);

    ImageDescription image = build();

    assertThat(tar().layers())
        .containsExactly(
            List.of("644 app/BOOT-INF/lib/lib-1.0.jar"),
            List.of("644 app/org/springframework/boot/loader/Launcher.class"),
            List.of(
                "644 app/BOOT-INF/classes/META-INF/native-image/hints.json",
                "644 app/BOOT-INF/classes/demo/App.class",
                "644 app/BOOT-INF/layers.idx",
                "644 app/META-INF/MANIFEST.MF"));
    assertThat(image.layers())
        .extracting(ImageDescription.Layer::name)
        .containsExactly("dependencies", "spring-boot-loader", "application");
    assertThat(entrypoint())
        .containsExactly(
            "java",
            "-XX:MaxRAMPercentage=75",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            "/app",
            "org.springframework.boot.loader.Launcher");
    assertThat(notes())
        .containsExactly(
            "Recognized Spring Boot 3.5.7, repackaged as demo-1.0.jar: starts demo.App; port from"
                + " SERVER_PORT.");
  }

  @Test
  void anArchiveWithoutAnIndexGetsThreeLayers() throws IOException {
    repackaged("");

    assertThat(build().layers())
        .extracting(ImageDescription.Layer::name)
        .containsExactly("dependencies", "spring-boot-loader", "application");
  }

  @Test
  void anArchiveOlderThanTheClassesIsNotTheApp() throws IOException {
    repackaged("");
    app.compile("demo.Later", "");

    build();

    assertThat(entrypoint()).endsWith("demo.App").doesNotContain("/app");
  }

  @Test
  void anotherMainClassThanTheArchivesIsStartedFromTheClassPath() throws IOException {
    repackaged("");
    app.compile("demo.Other", "public static void main(String[] a) {}");
    repackaged("");
    app.mainClass = Optional.of("demo.Other");

    build();

    assertThat(entrypoint()).endsWith("demo.Other");
  }

  @Test
  void anUnchangedArchiveInAnotherFolderGivesTheSameDigest() {
    repackaged("");
    String digest = build().digest().value();

    TestApp elsewhere = new TestApp(folder.resolve("over/there"));
    elsewhere.compile(
        "demo.App", "public static void main(String[] a) { System.out.print(\"hi\"); }");
    app = elsewhere;
    repackaged("");

    assertThat(build().digest().value()).isEqualTo(digest);
  }

  /** With the same size and times, as in reproducible builds. */
  @Test
  void aChangedJarInTheArchiveIsNotTakenFromACache() throws IOException {
    repackaged("");
    String before = build().digest().value();
    app.write("lib.txt", "LIB");
    repackaged("", app.jar("other/lib-1.0.jar", "lib.txt", "LIB"));

    assertThat(build().digest().value()).isNotEqualTo(before);
  }

  @Test
  void quarkusFastJarIsTakenAsItIs() throws IOException {
    app.plugin(QUARKUS).with("io.quarkus:quarkus-core", "3.33.2", app.jar("q.jar", "q", ""));
    fastJar();

    ImageDescription image = build();

    assertThat(tar().layers())
        .containsExactly(
            List.of("644 app/lib/main/lib.jar"),
            List.of("644 app/app/demo.jar", "644 app/quarkus-run.jar"));
    assertThat(image.layers())
        .extracting(ImageDescription.Layer::name)
        .containsExactly("dependencies", "application");
    assertThat(entrypoint())
        .endsWith(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-jar",
            "/app/quarkus-run.jar");
    assertThat(notes())
        .containsExactly(
            "Recognized Quarkus 3.33.2, its fast-jar: starts quarkus-run.jar; port from"
                + " QUARKUS_HTTP_PORT.");
  }

  @Test
  void aFastJarOlderThanTheClassesIsRefused() throws IOException {
    app.plugin(QUARKUS);
    fastJar();
    app.compile("demo.Later", "");

    assertFails(
        """
        Quarkus' app in %s is older than the classes.
        %s is not in it as it is.
        Try: mvn package, with quarkus.package.jar.type=fast-jar, its default"""
            .formatted(
                app.root.resolve("target/quarkus-app"), app.classes.resolve("demo/Later.class")));
  }

  @ParameterizedTest
  @CsvSource({
    "demo-runner.jar, other, its uber-jar",
    "demo-runner.jar, lib/a.jar, its legacy-jar",
    "demo-runner, other, its native executable"
  })
  void whatElseQuarkusMayPackageIsNamed(String runner, String beside, String form) {
    app.plugin(QUARKUS);
    Path file = app.write("target/" + runner, "");
    app.write("target/" + beside, "");

    assertFails(
        """
        Quarkus has not packaged the app as its fast-jar.
        There is %s, %s.
        Try: mvn package, with quarkus.package.jar.type=fast-jar, its default"""
            .formatted(file, form));
  }

  @Test
  void quarkusUnpackagedIsNamed() {
    app.plugin(QUARKUS);

    assertFails(
        """
        Quarkus has not packaged the app as its fast-jar.
        There is no %s.
        Try: mvn package, with quarkus.package.jar.type=fast-jar, its default"""
            .formatted(app.root.resolve("target/quarkus-app")));
  }

  @ParameterizedTest
  @CsvSource({
    "io.helidon.microprofile.cdi:helidon-microprofile-cdi, Helidon MP 1.0, port from SERVER_PORT.",
    "io.helidon.webserver:helidon-webserver, Helidon SE 1.0, port from SERVER_PORT.",
    "io.micronaut:micronaut-http-server-netty, Micronaut 1.0, port from MICRONAUT_SERVER_PORT.",
    "org.springframework.boot:spring-boot, Spring Boot 1.0, port from SERVER_PORT.",
    "io.dropwizard:dropwizard-core, Dropwizard 1.0, port from the app's own code.",
    "io.javalin:javalin, Javalin 1.0, port from the app's own code.",
    "io.vertx:vertx-core, Vert.x 1.0, port from the app's own code."
  })
  void otherFrameworksAreAClassPath(String module, String name, String port) {
    app.with(module, "1.0", app.jar("it-1.0.jar", "it", ""));

    build();

    assertThat(notes())
        .containsExactly("Recognized " + name + ", a class path: starts demo.App; " + port);
  }

  @Test
  void theHealthPathThatTheBuildDeclaresIsNamed() {
    app.healthPath = Optional.of("/health");
    app.with("io.micronaut:micronaut-http-server-netty", "4.10.15", app.jar("m.jar", "m", ""));

    build();

    assertThat(notes())
        .containsExactly(
            "Recognized Micronaut 4.10.15, a class path: starts demo.App; port from"
                + " MICRONAUT_SERVER_PORT; health at /health.");
  }

  @ParameterizedTest
  @CsvSource({
    "io.openliberty.tools:liberty-maven-plugin, Open Liberty",
    "org.wildfly.plugins:wildfly-maven-plugin, WildFly",
    "fish.payara.maven.plugins:payara-micro-maven-plugin, Payara Micro",
    "org.apache.tomee.maven:tomee-maven-plugin, Apache TomEE"
  })
  void aFrameworkThatIsMoreThanAClassPathIsRefusedByName(String plugin, String name) {
    app.plugin(plugin);

    assertFails(
        """
        %s is not supported: its apps need more than a class path.
        Try: build the image with its own tools and copy it: mvn xacct:push-ecr -Dxacct.copyFrom=FILE. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/image.md#an-image-of-another-builder"""
            .formatted(name));
  }

  private void fastJar() throws IOException {
    app.write("target/quarkus-app/quarkus-run.jar", "run");
    app.write("target/quarkus-app/lib/main/lib.jar", "lib");
    app.archive(
        "target/quarkus-app/app/demo.jar",
        Map.of("demo/App.class", app.classes.resolve("demo/App.class")));
  }

  private void repackaged(String index) {
    repackaged(index, app.jar("repo/lib-1.0.jar", "lib.txt", "lib"));
  }

  private void repackaged(String index, Path lib) {
    var entries = new LinkedHashMap<String, Object>();
    entries.put(
        "META-INF/MANIFEST.MF",
        """
        Manifest-Version: 1.0
        Main-Class: org.springframework.boot.loader.Launcher
        Add-Opens: java.base/java.lang
        Enable-Native-Access: ALL-UNNAMED
        Start-Class: demo.App
        Spring-Boot-Version: 3.5.7
        Spring-Boot-Classes: BOOT-INF/classes/
        Spring-Boot-Lib: BOOT-INF/lib/
        """
            + (index.isEmpty() ? "" : "Spring-Boot-Layers-Index: BOOT-INF/layers.idx\n"));
    entries.put("org/springframework/boot/loader/Launcher.class", "launcher");
    entries.put("BOOT-INF/classes/META-INF/native-image/hints.json", "{}");
    for (Path file : FileTree.classFiles(app.classes)) {
      entries.put("BOOT-INF/classes/" + app.classes.relativize(file), file);
    }
    entries.put("BOOT-INF/lib/lib-1.0.jar", lib);
    if (!index.isEmpty()) {
      entries.put("BOOT-INF/layers.idx", index);
    }
    app.packagedAs(app.archive("target/demo-1.0.jar", entries));
  }

  private void assertFails(String message) {
    assertThatThrownBy(this::build).hasMessage(message);
  }

  private List<String> notes() {
    return told.of(Event.Note.class).stream().map(Event.Note::text).toList();
  }

  private List<String> entrypoint() throws IOException {
    return TarballTest.texts(tar().config().get("config").get("Entrypoint"));
  }

  /** A plan predicts the same image. */
  private ImageDescription build() {
    var caches = new Caches(folder.resolve("base-cache"), app.root.resolve("jib-cache"));
    ImageDescription built =
        new Images(caches, false, told, line -> {})
            .tarball(
                app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty());
    try (var empty = new MemoryRegistry()) {
      assertThat(
              new Images(caches, false, new Recording(), line -> {})
                  .foresee(app.settings(), app.files(), empty.access()))
          .isEqualTo(built.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built;
  }

  private Tar tar() throws IOException {
    return new Tar(folder.resolve("i.tar"));
  }
}
