package io.github.xacct.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedHashesTest {
  /** A file of the JDK: large enough, and unchanged for long. */
  private static final Path OLD = Path.of(System.getProperty("java.home"), "lib", "tzdb.dat");

  private static final String WRONG = "0".repeat(64);

  @TempDir Path folder;
  private Path kept;

  @BeforeEach
  void only() {
    kept = folder.resolve("hashes");
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
  }

  /** The stored hash is used, as a wrong one shows. */
  @Test
  void aFileThatHasNotChangedIsNotReadAgain() throws Exception {
    ask(OLD);
    Files.writeString(kept, Files.readString(kept).replaceFirst("^[0-9a-f]{64}", WRONG));

    assertThat(ask(OLD)).isEqualTo(WRONG);
    assertThat(kept).content().startsWith(WRONG);
  }

  @Test
  void theSystemsTimeOfItsLastChangeDecides() throws Exception {
    ask(OLD);
    String lie = Files.readString(kept).replaceFirst("^[0-9a-f]{64}", WRONG);
    for (var one :
        List.of("[0-9a-f]+:/1:", ":\\d+ /:1 ", " \\d+ (?=\\d{4}-)/ 1 ", "\\d{4}-/1999-")) {
      String[] change = one.split("/");
      Files.writeString(kept, lie.replaceFirst(change[0], change[1]));
      assertThat(ask(OLD)).as(one).isNotEqualTo(WRONG);
    }
  }

  /** Its size and time are unchanged. */
  @Test
  void aJarThatHasJustBeenWrittenIsReadEachTime() throws Exception {
    Path jar = Files.write(folder.resolve("a.jar"), bytes(1 << 17, 1));
    var time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(jar, time);
    String first = ask(jar);
    assertThat(first).isEqualTo(Sha256.ofFile(jar, 32));
    Files.write(jar, bytes(1 << 17, 2));
    Files.setLastModifiedTime(jar, time);

    assertThat(ask(jar)).isNotEqualTo(first).isEqualTo(Sha256.ofFile(jar, 32));
  }

  @Test
  void whatIsSmallOrCannotBeKeptIsRead() throws Exception {
    Path small = Files.write(folder.resolve("App.class"), bytes(100, 1));
    Files.createDirectory(kept);

    assertThat(ask(small)).isEqualTo(Sha256.ofFile(small, 32));
    assertThat(ask(OLD)).hasSize(64);
  }

  @Test
  void whatIsNotAskedForIsForgotten() throws Exception {
    ask(OLD);
    assertThat(kept).content().contains(OLD.toString());
    var hashes = RememberedHashes.in(folder.resolve("hashes"));
    hashes.keep();

    assertThat(kept).isEmptyFile();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(kept);
    }
  }

  private String ask(Path file) {
    var hashes = RememberedHashes.in(folder.resolve("hashes"));
    String hash = hashes.of(file);
    hashes.keep();
    return hash;
  }

  private static byte[] bytes(int count, int value) {
    var bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
