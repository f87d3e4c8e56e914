package io.github.xacct.image.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import io.github.xacct.image.file.RememberedHashes;
import io.github.xacct.model.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedLayersTest {
  private static final String CLAIMED = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private final List<String> damaged = new ArrayList<>();

  /** Reading a large layer again would take most of the time of a build with one changed class. */
  @Test
  void aLayerThatHasNotChangedSinceItWasReadIsNotReadAgain() throws Exception {
    Path layer = layer();
    Path kept = folder.resolve("layer-hashes");
    var hashes = RememberedHashes.in(kept);
    String content = hashes.of(layer);
    hashes.keep();
    assumeTrue(Files.size(kept) > 0, "this system keeps no time of the last change");
    Files.writeString(kept, Files.readString(kept).replace(content, CLAIMED));

    check(kept);

    assertThat(damaged).isEmpty();
    assertThat(layer).exists();
    Files.delete(layer); // JUnit warns of links that leave its folder
  }

  @Test
  void oneThatIsNotRememberedIsRead() throws Exception {
    Path layer = layer();

    check(folder.resolve("layer-hashes"));

    assertThat(damaged).containsExactly(layer.getParent().toString());
    assertThat(layer).doesNotExist();
  }

  private void check(Path hashes) {
    new CachedLayers(RememberedHashes.in(hashes), damaged::add)
        .check(folder, List.of(new Digest("sha256:" + CLAIMED)));
  }

  /** A link to an old file: the hash of a new one is not remembered. */
  private Path layer() throws Exception {
    Path old =
        Path.of(Containerizer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path layer = folder.resolve("layers").resolve(CLAIMED).resolve("content.tar.gz");
    Files.createDirectories(layer.getParent());
    return Files.createSymbolicLink(layer, old);
  }
}
