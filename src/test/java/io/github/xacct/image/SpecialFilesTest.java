package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import io.github.xacct.event.Event;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.layout.AppLayers;
import io.github.xacct.image.layout.Layouts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links, pipes and set user ID in the folders that are copied to the image. */
class SpecialFilesTest {
  @TempDir Path folder;

  private final Recording told = new Recording();
  private TestApp app;
  private Path extra;

  @BeforeEach
  void anApp() throws IOException {
    app = TestApp.hello(folder.resolve("app"));
    extra = Files.createDirectories(app.root.resolve("extra"));
    app.extras.add(extra);
  }

  @Test
  void linksStayLinks() throws IOException {
    app.write("extra/opt/agent-1.0/agent.jar", "agent");
    Files.createSymbolicLink(extra.resolve("opt/agent"), Path.of("agent-1.0"));
    Files.createSymbolicLink(extra.resolve("agent.jar"), Path.of("/opt/agent/agent.jar"));

    build();

    assertThat(lastLayer())
        .containsExactly(
            "120777 agent.jar -> /opt/agent/agent.jar",
            "40755 opt/",
            "120777 opt/agent -> agent-1.0",
            "40755 opt/agent-1.0/",
            "100644 opt/agent-1.0/agent.jar");
  }

  @Test
  void aLinkThatNoLayerExplainsIsReported() throws IOException {
    Files.createSymbolicLink(extra.resolve("here"), Path.of("gone"));
    Path there = Files.createSymbolicLink(extra.resolve("there"), Path.of("/etc/ssl/certs"));
    Files.createSymbolicLink(extra.resolve("own"), Path.of("/app/classes"));

    build();

    Files.delete(there); // JUnit warns of links that leave its folder

    assertThat(told.of(Event.Warning.class))
        .extracting(Event.Warning::text)
        .containsExactly(
            "The symbolic link /here leads to /gone, which is in no layer of the app: it leads"
                + " nowhere unless the base image has it.",
            "The symbolic link /there leads to /etc/ssl/certs, which is in no layer of the app: it"
                + " leads nowhere unless the base image has it.");
  }

  @Test
  void chainsOfLinksAreFollowed() throws IOException {
    app.write("extra/opt/agent-1.0/agent.jar", "agent");
    Files.createSymbolicLink(extra.resolve("opt/agent"), Path.of("agent-1.0"));
    Files.createSymbolicLink(extra.resolve("agent.jar"), Path.of("/opt/agent/agent.jar"));
    Files.createSymbolicLink(extra.resolve("one.jar"), Path.of("agent.jar"));
    Files.createSymbolicLink(extra.resolve("ring"), Path.of("opt/gnir"));
    Files.createSymbolicLink(extra.resolve("opt/gnir"), Path.of("../ring"));

    build();

    assertThat(warnings())
        .containsExactly(
            "The symbolic link /opt/gnir leads to /ring, which is in no layer of the app: it leads"
                + " nowhere unless the base image has it.",
            "The symbolic link /ring leads to /opt/gnir, which is in no layer of the app: it leads"
                + " nowhere unless the base image has it.");
  }

  @Test
  void aLinkOutOfTheFolderIsTheFileThatItMeans() throws IOException {
    app.write("shared/conf/a.conf", "a");
    Files.createSymbolicLink(extra.resolve("conf"), Path.of("../shared/conf"));

    build();

    assertThat(lastLayer()).containsExactly("40755 conf/", "100644 conf/a.conf");

    Files.createSymbolicLink(extra.resolve("lost"), Path.of("../lost"));
    assertThatThrownBy(this::build)
        .hasMessage(
            """
            The symbolic link %s leads nowhere.
            Its target is ../lost, outside of the extra directory.
            Try: create the target, or delete the link"""
                .formatted(extra.resolve("lost")));
  }

  /** A relative path starts at the working directory, which is the root unless the base sets it. */
  @Test
  void anAgentThatNoLayerHasIsReported() throws IOException {
    app.write("extra/opt/agent-1.0/agent.jar", "agent");
    Files.createSymbolicLink(extra.resolve("opt/agent"), Path.of("agent-1.0"));
    app.jvmFlags =
        List.of(
            "-javaagent:/opt/agent-1.0/agent.jar=a=b",
            "-javaagent:/opt/agent/agent.jar",
            "-javaagent:opt/agent-1.0/agent.jar",
            "-javaagent:target/agent.jar=x",
            "-agentpath:/opt/lib.so");

    build();

    assertThat(warnings())
        .containsExactly(
            "-agentpath:/opt/lib.so: /opt/lib.so is in no layer of the app. The JVM does not start"
                + " unless the base image has it; <image><extraDirectories> adds it.",
            "-javaagent:target/agent.jar: /target/agent.jar is in no layer of the app. The JVM does"
                + " not start unless the base image has it; <image><extraDirectories> adds it.");
  }

  @Test
  void setUserIdStays() throws IOException {
    Path tool = app.write("extra/usr/bin/tool", "tool");
    Files.setAttribute(tool, "unix:mode", 0104755);

    build();

    assertThat(lastLayer()).contains("104755 usr/bin/tool");
  }

  @Test
  void anotherTargetGivesAnotherImageAlsoFromTheCache() throws IOException {
    app.write("extra/a", "");
    app.write("extra/b", "");
    Path link = Files.createSymbolicLink(extra.resolve("link"), Path.of("a"));
    String first = build();
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("b"));
    String second = build();
    Files.delete(link);
    String without = build();
    Files.createSymbolicLink(link, Path.of("a"));

    assertThat(List.of(first, second, without)).doesNotHaveDuplicates();
    assertThat(build()).isEqualTo(first);
  }

  @Test
  void whatIsPushedHasTheLinksToo() throws IOException {
    app.write("extra/a", "");
    Files.createSymbolicLink(extra.resolve("link"), Path.of("a"));
    String built = build();

    try (var registry = new MemoryRegistry()) {
      var pushed = images("other").push(app.settings(), app.files(), registry.access());
      assertThat(pushed.digest().value()).isEqualTo(built);
    }
  }

  /** More than the 8 GiB that fit the field of a tar header; only headers are written here. */
  @Test
  void aHugeFileHasItsSizeInTheHeaderOfItsLayer() throws IOException {
    long size = 9L << 30;
    Path huge = app.write("extra/usr/huge", "");
    try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(size);
    }
    app.extras.add(extra);
    var plain = layers();
    Files.createSymbolicLink(extra.resolve("link"), Path.of("usr/huge"));
    var special = layers();

    assertThat(special.special()).isPresent();
    assertThat(sizeOfLastFile(out -> special.special().get().write(out))).isEqualTo(size);
    var entries = plain.layers().get(plain.layers().size() - 1).getEntries();
    var jib = new ReproducibleLayerBuilder(ImmutableList.copyOf(entries)).build();
    assertThat(sizeOfLastFile(jib::writeTo)).isEqualTo(size);
  }

  private AppLayers layers() {
    return Layouts.of(app.files(), app.settings(), folder.resolve("made"), line -> {});
  }

  private interface Writer {
    void to(OutputStream out) throws IOException;
  }

  private static long sizeOfLastFile(Writer writer) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var beginning =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] content, int from, int length) throws IOException {
            if (bytes.size() > 64 << 10) {
              throw new EOFException("enough");
            }
            bytes.write(content, from, length);
          }
        };
    assertThatThrownBy(() -> writer.to(beginning)).hasStackTraceContaining("enough");
    long size = 0;
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      while (size < 1 << 30) {
        size = tar.getNextEntry().getSize();
      }
    }
    return size;
  }

  @Test
  void aBackslashIsRefusedForItIsAFolderOnWindows() {
    Path file = app.write("extra/etc/a\\b", "");

    assertThatThrownBy(this::build)
        .hasMessage(
            """
            The name of %s has a backslash.
            On Windows it would be a folder and a file.
            Try: rename it, or keep it in another folder"""
                .formatted(file));
  }

  @Test
  void aNameThatIsNotOfTheLocaleIsRefused() throws Exception {
    String name = app.classes.resolve("caf") + "$'\\xe9'.txt";
    var made = new ProcessBuilder("bash", "-c", "touch " + name).start();
    assertThat(made.waitFor()).isZero();

    assertThatThrownBy(this::build)
        .hasMessageMatching(
            "(?s)The name of .*/caf.\\.txt cannot be read\\.\nIt is not of the character set of this"
                + " build's locale, [-A-Z0-9_a-z]+\\.\nTry: build with LC_ALL=C\\.UTF-8, or rename it");
  }

  @Test
  void filesThatAreOneOnWindowsAreAWarning() throws IOException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "a locale of UTF-8");
    app.write("extra/etc/Readme", "");
    app.write("extra/etc/README", "");
    app.write("extra/etc/caf\u00e9", "");
    app.write("extra/etc/cafe\u0301", "");

    build();

    assertThat(told.of(Event.Warning.class))
        .containsExactlyInAnyOrder(
            new Event.Warning(
                "/etc/README and /etc/Readme differ only in case: on Windows or macOS the image would"
                    + " have one of them."),
            new Event.Warning(
                "/etc/cafe\u0301 and /etc/caf\u00e9 differ only in the form of their letters: on Windows"
                    + " or macOS the image would have one of them."));
  }

  /** Also a link, a folder with the same files, and the content of such a folder. */
  @Test
  void foldersAndLinksThatAreOneOnWindowsAreAWarning() throws IOException {
    app.write("extra/etc/App/a", "");
    app.write("extra/etc/app/a", "");
    app.write("extra/etc/app/b", "");
    app.write("extra/opt/tool", "");
    Files.createSymbolicLink(extra.resolve("opt/TOOL"), Path.of("tool"));

    build();

    assertThat(warnings())
        .containsExactly(
            "/etc/App and /etc/app differ only in case: on Windows or macOS the image would have"
                + " one of them.",
            "/opt/tool and /opt/TOOL differ only in case: on Windows or macOS the image would have"
                + " one of them.");
  }

  @Test
  void namesThatWindowsCannotStoreAreOneWarning() throws IOException {
    app.write("extra/etc/aux/x", "");
    build();
    assertThat(warnings())
        .containsExactly(
            "Windows cannot store these names, so an image built there would not have them:"
                + " /etc/aux.");

    told.events.clear();
    List.of("a:b", "Com1.tar.gz", "dot.", "nul .txt", "space ", "tab\t", "what?")
        .forEach(name -> app.write("target/classes/" + name, ""));
    List.of("auxiliary", "com", "com10", "conf", "a.aux", ".dot", "a b", "a$b")
        .forEach(name -> app.write("target/classes/fine/" + name, ""));
    build();
    assertThat(warnings())
        .containsExactly(
            "Windows cannot store these names, so an image built there would not have them:"
                + " /app/classes/Com1.tar.gz, /app/classes/a:b, '/app/classes/dot.' and 5 more.");
  }

  /** The local repository of a build on Windows has each jar in its own folder. */
  @Test
  void namesOfJarsAreTheRepositorys() throws IOException {
    app.dependencies.add(app.jar("repo/one/Lib-1.0.jar", "1.txt", ""));
    app.dependencies.add(app.jar("repo/two/lib-1.0.jar", "2.txt", ""));

    build();

    assertThat(warnings()).isEmpty();
  }

  private List<String> warnings() {
    return told.of(Event.Warning.class).stream().map(Event.Warning::text).toList();
  }

  @Test
  void aPipeIsRefusedByName() throws Exception {
    Path pipe = extra.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(this::build)
        .hasMessage(
            """
            %s cannot be in an image.
            It is a named pipe, a socket or a device.
            Try: delete it, or keep it in another folder"""
                .formatted(pipe));
  }

  @Test
  void aPipeAmongTheClassesIsRefusedToo() throws Exception {
    Path pipe = app.classes.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(this::build).hasMessageStartingWith(pipe + " cannot be in an image.");
  }

  @Test
  void aBrokenLinkAmongTheClassesIsRefusedByName() throws IOException {
    Path link = Files.createSymbolicLink(app.classes.resolve("messages.txt"), Path.of("gone.txt"));

    assertThatThrownBy(this::build)
        .hasMessage(
            """
            The symbolic link %s leads nowhere.
            Its target is gone.txt.
            Try: create the target, or delete the link"""
                .formatted(link));
  }

  private List<String> lastLayer() throws IOException {
    var tar = new Tar(folder.resolve("i.tar"));
    var names = tar.json("manifest.json").get(0).get("Layers");
    byte[] layer = tar.files.get(names.get(names.size() - 1).asText());
    var lines = new ArrayList<String>();
    try (var in = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
      for (var e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        String to = e.isSymbolicLink() ? " -> " + e.getLinkName() : "";
        lines.add(Integer.toOctalString(e.getMode()) + " " + e.getName() + to);
      }
    }
    return lines;
  }

  private String build() {
    return images("jib-cache")
        .tarball(app.settings(), app.files(), "demo", folder.resolve("i.tar"), Optional.empty())
        .digest()
        .value();
  }

  private Images images(String cache) {
    var caches = new Caches(folder.resolve("base-cache"), folder.resolve(cache));
    return new Images(caches, false, told, line -> {});
  }
}
