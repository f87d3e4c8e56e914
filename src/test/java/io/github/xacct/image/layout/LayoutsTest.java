package io.github.xacct.image.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.event.Event;
import io.github.xacct.image.Command;
import io.github.xacct.image.Images;
import io.github.xacct.image.Recording;
import io.github.xacct.image.Tar;
import io.github.xacct.image.TestApp;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.image.file.TarballTest;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How build output becomes the image: selected by the build, or by {@code <layout>}. */
class LayoutsTest {
  @TempDir Path folder;

  private final Recording told = new Recording();
  private TestApp app;

  @BeforeEach
  void anApp() {
    app = new TestApp(folder.resolve("app"));
    app.compile(
        "demo.App",
        "public static void main(String[] a) {"
            + " System.out.print(App.class.getPackage().getImplementationVersion()); }");
    app.write("target/classes/a.txt", "a");
    app.then(Kind.RELEASE, app.jar("repo/lib-1.0.jar", "l", "l"));
  }

  @Test
  void aJarIsTheClassPathEntryIfItIsWished() throws Exception {
    packaged("demo-1.0.jar", "");
    app.layout = Optional.of(Layout.JAR);

    ImageDescription image = build();

    assertThat(image.layers())
        .extracting(ImageDescription.Layer::name)
        .containsExactly("dependencies", "class path", "application jar");
    assertThat(tar().layers().get(2)).containsExactly("644 app/project.jar");
    assertThat(notes())
        .containsExactly(
            "On the class path is demo-1.0.jar, not the folder of classes: layout jar.");
    assertThat(output()).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Implementation-Version: 1.0", "Specification-Title: x"})
  void aManifestThatTheJvmReadsMakesTheJarTheEntry(String line) throws Exception {
    packaged("demo-1.0.jar", line);

    build();

    assertThat(notes())
        .containsExactly(
            "On the class path is demo-1.0.jar, not the folder of classes: its manifest has "
                + line.split(":")[0]
                + ".");
    assertThat(output()).isEqualTo(line.startsWith("Impl") ? "1.0" : "null");
  }

  @Test
  void aMultiReleaseJarHasItsVersions() throws Exception {
    app = new TestApp(folder.resolve("releases"));
    app.compile(
        "demo.App",
        """
        public static void main(String[] a) throws Exception {
          System.out.print(new String(App.class.getResourceAsStream("v.txt").readAllBytes()));
        }""");
    app.write("target/classes/demo/v.txt", "old");
    app.write("target/classes/META-INF/versions/11/demo/v.txt", "new");
    packaged("demo-1.0.jar", "Multi-Release: true");

    build();

    assertThat(output()).isEqualTo("new");
  }

  /** With -jar the JVM would read them itself. */
  @Test
  void whatTheManifestAsksOfTheJvmIsInTheCommand() throws Exception {
    app.compile(
        "demo.App",
        """
        public static void main(String[] a) {
          Module base = Object.class.getModule();
          Module own = App.class.getModule();
          System.out.print(base.isOpen("java.lang", own) + " " + base.isOpen("java.util", own)
              + " " + base.isExported("sun.net", own) + " " + base.isOpen("sun.net", own));
        }""");
    packaged(
        "demo-1.0.jar",
        "Add-Opens: java.base/java.lang  java.base/java.util\nAdd-Exports: java.base/sun.net");

    build();

    assertThat(output()).isEqualTo("true true true false");
    assertThat(notes())
        .containsExactly(
            "On the class path is demo-1.0.jar, not the folder of classes: its manifest has"
                + " Add-Exports.");
  }

  @Test
  void classesAreTheEntryIfTheyAreWished() throws IOException {
    packaged("demo-1.0.jar", "Implementation-Version: 1.0");
    app.layout = Optional.of(Layout.CLASSES);

    build();

    assertThat(notes()).isEmpty();
    assertThat(String.join(" ", tar().layers().toString())).contains("app/classes/demo/App.class");
  }

  @Test
  void aJarOfOtherClassesIsNotTaken() throws IOException {
    packaged("demo-1.0.jar", "Implementation-Version: 1.0");
    app.compile("demo.Later", "");

    build();
    assertThat(notes()).isEmpty();

    app.layout = Optional.of(Layout.JAR);
    assertFails(
        """
        There is no jar of the project's classes for layout jar.
        None in %s holds all classes of %s.
        Try: mvn package xacct:image"""
            .formatted(app.root.resolve("target"), app.classes));
  }

  /** If Spring Boot or Maven Shade has replaced the jar, the original is used. */
  @ParameterizedTest
  @ValueSource(strings = {"demo-1.0.jar.original", "original-demo-1.0.jar"})
  void theJarBeforeItWasMadeLargerIsTheEntry(String name) throws Exception {
    packaged(name, "Implementation-Version: 7");
    packaged("demo-1.0.jar", "Implementation-Version: 8");

    build();

    assertThat(output()).isEqualTo("7");
  }

  @Test
  void twoBuildsOfTheJarGiveOneDigest() throws IOException {
    app.layout = Optional.of(Layout.JAR);
    packaged("demo-1.0.jar", "");
    String digest = build().digest().value();

    var entries = new LinkedHashMap<String, Object>();
    entries.put("a.txt", app.classes.resolve("a.txt"));
    entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n");
    entries.put("demo/App.class", app.classes.resolve("demo/App.class"));
    Path other = app.archive("target/demo-1.0.jar", entries);
    Files.setLastModifiedTime(other, java.nio.file.attribute.FileTime.fromMillis(0));

    assertThat(build().digest().value()).isEqualTo(digest);
  }

  @Test
  void springBootsArchiveMustBeThereIfItIsWished() throws IOException {
    app.layout = Optional.of(Layout.SPRING_BOOT);
    assertFails(
        """
        There is no archive of Spring Boot for layout spring-boot.
        None in %s was repackaged.
        Try: mvn package xacct:image, with the repackage goal of spring-boot-maven-plugin"""
            .formatted(app.root.resolve("target")));

    packaged(
        "demo-1.0.jar",
        "Start-Class: demo.App\nSpring-Boot-Classes: BOOT-INF/classes/\nMain-Class: L");
    assertFails(
        """
        There is no archive of Spring Boot for layout spring-boot.
        demo-1.0.jar does not hold the project's classes as they are.
        Try: mvn package xacct:image, with the repackage goal of spring-boot-maven-plugin""");
  }

  @Test
  void aWarGoesToTheServerOfTheBaseImageAsMavenPackagedIt() throws IOException {
    war();

    ImageDescription image = build();

    assertThat(tar().layers().subList(1, 5))
        .containsExactly(
            List.of("644 srv/webapps/ROOT/WEB-INF/lib/lib-1.0.jar"),
            List.of("644 srv/webapps/ROOT/WEB-INF/lib/young-1-SNAPSHOT.jar"),
            List.of(
                "644 srv/webapps/ROOT/META-INF/MANIFEST.MF",
                "644 srv/webapps/ROOT/WEB-INF/classes/a.txt",
                "644 srv/webapps/ROOT/about.html"),
            List.of("644 srv/webapps/ROOT/WEB-INF/classes/demo/App.class"));
    assertThat(image.layers())
        .extracting(ImageDescription.Layer::name)
        .endsWith("dependencies", "snapshot dependencies", "resources", "classes");
    assertThat(notes())
        .containsExactly(
            "demo-1.0.war goes to /srv/webapps/ROOT; the server of "
                + app.baseImage
                + " starts it.");
    var config = tar().config().get("config");
    assertThat(TarballTest.texts(config.get("Entrypoint"))).endsWith("/app/classes", "server.Main");
    assertThat(TarballTest.texts(config.get("Cmd"))).containsExactly("serve");
    assertThat(config.get("User").asText()).isEqualTo("1000:1000");
  }

  /** Each layout has its own jars: what one lacks another may have. */
  @Test
  void whatTheClassesLinkToIsCheckedInEachLayout() throws IOException {
    linked();
    packaged("demo-1.0.jar", "");
    app.layout = Optional.of(Layout.JAR);
    build();
    assertThat(missing()).containsExactly("v.V (used by demo.App). Dependencies of scope provided");

    told.events.clear();
    var entries = new LinkedHashMap<String, Object>();
    entries.put(
        "META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\nStart-Class: demo.App\nMain-Class: boot.Launcher\n"
            + "Spring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\n");
    entries.put("BOOT-INF/classes/a.txt", "a");
    entries.put("BOOT-INF/classes/demo/App.class", app.classes.resolve("demo/App.class"));
    app.layout = Optional.empty();
    app.packagedAs(app.archive("target/demo-1.0.jar", entries));
    build();
    assertThat(missing()).containsExactly("v.V (used by demo.App). Dependencies of scope provided");

    told.events.clear();
    entries.put("BOOT-INF/lib/vendor-1.0.jar", app.root.resolve("vendor-1.0.jar"));
    app.packagedAs(app.archive("target/demo-1.0.jar", entries));
    build();
    assertThat(missing()).isEmpty();
  }

  /** The server has the packages of its specification; others are unknown. */
  @Test
  void whatAWarLinksToAndDoesNotHaveIsReported() throws IOException {
    linked();
    app.compile(app.root.resolve("vendor"), "jakarta.servlet.Filter", "public static int n;");
    app.compileWith(
        app.root.resolve("vendor"),
        "demo.App",
        "public int n() { jakarta.servlet.Filter.n = v.V.n(); return 1; }");
    war();
    build();
    assertThat(told.of(Event.Warning.class))
        .containsExactly(
            new Event.Warning(
                "Not in the image, though the project's classes link to them: v.V (used by"
                    + " demo.App). The server of the base image must have them; scope runtime or"
                    + " compile adds them to the war."
                    + " https://github.com/xacct/xacct-maven-plugin/blob/main/docs/image.md#missing-classes"));
  }

  private void linked() {
    app.compile(app.root.resolve("vendor"), "v.V", "public static int n() { return 1; }");
    app.archive("vendor-1.0.jar", Map.of("v/V.class", app.root.resolve("vendor/v/V.class")));
    app.compileWith(
        app.root.resolve("vendor"),
        "demo.App",
        "public static void main(String[] a) { System.out.print(v.V.n()); }");
  }

  private List<String> missing() {
    return told.of(Event.Warning.class).stream()
        .map(w -> w.text().replaceAll(".* link to them: (.* provided) are not .*", "$1"))
        .toList();
  }

  @Test
  void aWarOfOtherClassesIsNotTaken() throws IOException {
    app.layout = Optional.of(Layout.WAR);
    app.appRoot = Optional.of("/srv");
    assertFails(
        """
        There is no war in %s.
        Try: mvn package xacct:image"""
            .formatted(app.root.resolve("target")));

    war();
    app.compile("demo.Later", "");
    assertFails(
        """
        %s is older than the classes.
        It does not hold those of %s as they are.
        Try: mvn package xacct:image"""
            .formatted(app.root.resolve("target/demo-1.0.war"), app.classes));
  }

  private void war() throws IOException {
    app.layout = Optional.of(Layout.WAR);
    app.appRoot = Optional.of("/srv/webapps/ROOT");
    app.user = "";
    app.then(Kind.SNAPSHOT, app.jar("repo/young-1-SNAPSHOT.jar", "young.txt", "young"));
    TestApp server = new TestApp(folder.resolve("server"));
    server.compile("server.Main", "public static void main(String[] a) {}");
    build(server);
    app.baseImage = "tar://" + Files.copy(image(), folder.resolve("server.tar"));
    var entries = new LinkedHashMap<String, Object>();
    entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
    entries.put("about.html", "<p>about</p>");
    entries.put("WEB-INF/classes/a.txt", "a");
    entries.put("WEB-INF/classes/demo/App.class", app.classes.resolve("demo/App.class"));
    entries.put("WEB-INF/lib/lib-1.0.jar", app.root.resolve("repo/lib-1.0.jar"));
    entries.put("WEB-INF/lib/young-1-SNAPSHOT.jar", app.root.resolve("repo/young-1-SNAPSHOT.jar"));
    app.packagedAs(app.archive("target/demo-1.0.war", entries));
  }

  private void packaged(String name, String manifest) {
    var entries =
        new LinkedHashMap<String, Object>(
            Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + manifest + "\n"));
    FileTree.files(app.classes)
        .forEach(file -> entries.put(app.classes.relativize(file).toString(), file));
    Path archive = app.archive("target/" + name, entries);
    app.packagedAs(
        name.endsWith(".jar") && !name.startsWith("original") ? archive : app.root.resolve("none"));
  }

  private void assertFails(String message) {
    assertThatThrownBy(this::build).hasMessage(message);
  }

  private List<String> notes() {
    return told.of(Event.Note.class).stream().map(Event.Note::text).toList();
  }

  private ImageDescription build() {
    return build(app);
  }

  private ImageDescription build(TestApp app) {
    var caches = new Caches(folder.resolve("base-cache"), app.root.resolve("jib-cache"));
    return new Images(caches, false, told, line -> {})
        .tarball(app.settings(), app.files(), "demo", image(), Optional.empty());
  }

  /** The output of the image's command. */
  private String output() throws Exception {
    Path root = Files.createDirectories(folder.resolve("root"));
    tar().unpack(root);
    var config = tar().config().get("config");
    return new Command(root, TarballTest.texts(config.get("Entrypoint"))).output();
  }

  private Path image() {
    return folder.resolve("i.tar");
  }

  private Tar tar() throws IOException {
    return new Tar(image());
  }
}
