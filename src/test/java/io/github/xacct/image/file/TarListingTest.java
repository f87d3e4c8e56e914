package io.github.xacct.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class TarListingTest {
  private static final long NINE_GIB = 9L << 30;

  private final TarListing listing = new TarListing();

  @Test
  void allFilesAreListedAndJsonIsKeptInWhateverPiecesItComes() throws IOException {
    byte[] tar = tar();
    for (int piece : new int[] {1, 511, 512, 513, 10_000}) {
      var list = new TarListing();
      for (int at = 0; at < tar.length; at += piece) {
        list.write(tar, at, Math.min(piece, tar.length - at));
      }
      assertThat(list.size("layer.tar.gz")).isEqualTo(1500);
      assertThat(list.size("empty")).isZero();
      assertThat(new String(list.bytes("config.json"), StandardCharsets.UTF_8)).isEqualTo("{1}");
      assertThat(list.json("manifest.json")).hasToString("[]");
    }
  }

  @Test
  void aFileThatIsLargerThanItsHeaderCanTellIsListed() throws IOException {
    var tar = new TarArchiveOutputStream(listing);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    var entry = new TarArchiveEntry("layer.tar.gz");
    entry.setSize(NINE_GIB);
    tar.putArchiveEntry(entry);

    assertThat(listing.size("layer.tar.gz")).isEqualTo(NINE_GIB);
  }

  @Test
  void whatIsNotThereOrNotKeptIsNamed() throws IOException {
    listing.write(tar());

    assertThat(listing.has("config.json")).isTrue();
    assertThat(listing.has("other.json")).isFalse();
    assertThatThrownBy(() -> listing.open("layer.tar.gz")).hasMessage("it has no layer.tar.gz");
    assertThatThrownBy(() -> listing.size("other.json")).hasMessage("it has no other.json");
  }

  private static byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      add(tar, "layer.tar.gz", "x".repeat(1500));
      add(tar, "empty", "");
      add(tar, "config.json", "{1}");
      add(tar, "manifest.json", "[]");
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(text.length());
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
  }
}
