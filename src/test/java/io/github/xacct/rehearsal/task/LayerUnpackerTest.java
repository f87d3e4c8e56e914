package io.github.xacct.rehearsal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerUnpackerTest {
  @TempDir Path folder;
  private Path root;
  private LayerUnpacker unpacker;

  @BeforeEach
  void root() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    unpacker = new LayerUnpacker(root);
  }

  /** What goes into one layer. */
  private static final class Layer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    Layer(boolean gzip) throws IOException {
      tar = new TarArchiveOutputStream(gzip ? new GZIPOutputStream(bytes) : bytes);
    }

    Layer file(String name, String content, int mode) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      byte[] text = content.getBytes(StandardCharsets.UTF_8);
      entry.setSize(text.length);
      entry.setMode(mode);
      tar.putArchiveEntry(entry);
      tar.write(text);
      tar.closeArchiveEntry();
      return this;
    }

    Layer link(String name, String target, byte type) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, type);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    }

    ByteArrayInputStream stream() throws IOException {
      tar.close();
      return new ByteArrayInputStream(bytes.toByteArray());
    }
  }

  @Test
  void laterLayersHideWhatIsBelow() throws IOException {
    unpacker.unpack(
        new Layer(true)
                .file("app/old", "1", 0644)
                .file("app/kept", "1", 0644)
                .file("logs/a", "1", 0644)
                .file("run.sh", "1", 0755)
                .stream());
    unpacker.unpack(
        new Layer(false)
                .file("app/.wh.old", "", 0644)
                .file("app/kept", "2", 0644)
                .file("logs/b", "2", 0644)
                .file("logs/.wh..wh..opq", "", 0644)
                .stream());
    assertThat(root.resolve("app/old")).doesNotExist();
    assertThat(root.resolve("app/kept")).hasContent("2");
    assertThat(root.resolve("logs/a")).doesNotExist();
    assertThat(root.resolve("logs/b")).exists();
    assertThat(root.resolve("run.sh")).isExecutable();
  }

  @Test
  void nothingIsWrittenOutsideTheFolder() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    assertThatThrownBy(
            () -> unpacker.unpack(new Layer(true).file("../outside/a", "x", 0644).stream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    unpacker.unpack(
        new Layer(true).link("door", outside.toString(), TarConstants.LF_SYMLINK).stream());
    unpacker.unpack(new Layer(true).file("door/b", "x", 0644).stream());
    unpacker.unpack(new Layer(true).link("up", "../../outside", TarConstants.LF_SYMLINK).stream());
    unpacker.unpack(new Layer(true).file("up/c", "x", 0644).stream());
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void linksMeanTheSameAsInTheImage() throws IOException {
    unpacker.unpack(
        new Layer(true)
                .file("usr/bin/java", "java", 0755)
                .link("bin", "usr/bin", TarConstants.LF_SYMLINK)
                .link("opt/java", "/usr/bin/java", TarConstants.LF_SYMLINK)
                .link("hard", "usr/bin/java", TarConstants.LF_LINK)
                .stream());
    unpacker.unpack(new Layer(true).file("bin/other", "other", 0755).stream());
    assertThat(root.resolve("opt/java")).hasContent("java");
    assertThat(root.resolve("hard")).hasContent("java");
    assertThat(root.resolve("usr/bin/other")).hasContent("other");
  }

  @Test
  void zstdIsRefusedByName() {
    byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0};
    assertThatThrownBy(() -> unpacker.unpack(new ByteArrayInputStream(zstd)))
        .hasMessage("a layer is compressed with zstd, which a rehearsal cannot unpack");
  }
}
