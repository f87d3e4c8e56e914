package io.github.xacct.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.RememberedHashes;
import io.github.xacct.image.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Computes the hash of all inputs of an image, to find out whether a registry already has it.
 *
 * <p>The hash is pushed as an additional tag and looked up before anything is built. It requires no
 * local cache, so it works on a new build machine too.
 */
final class InputHash {
  /** Incremented when other parts of a base image are kept. */
  private static final String BASES = "2";

  private final MessageDigest digest = Sha256.digest();

  private InputHash() {}

  /** The tag of the image of this plan: {@code xacct-} and forty hexadecimal digits. */
  static String tag(ImagePlan plan, String contents) {
    var hash = new InputHash();
    hash.add(List.of("format", ImagePlan.FORMAT, "jib", jibVersion()));
    hash.add(List.of("bases", BASES, "base", plan.base().digest(), "layers", contents));
    plan.configuration().forEach((name, values) -> hash.add(List.of(name)).add(values));
    return "xacct-" + hash.hex().substring(0, 40);
  }

  /** The tag of the only image, or of an index of several images with these tags. */
  static String tag(List<String> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : "xacct-" + new InputHash().add(List.of("index")).add(parts).hex().substring(0, 40);
  }

  /** The hash of all files with their paths; slow, but independent of the base image. */
  static String contents(List<FileEntriesLayer> layers, RememberedHashes remembered) {
    List<FileEntry> entries = layers.stream().flatMap(l -> l.getEntries().stream()).toList();
    List<String> hashes =
        entries.parallelStream()
            .map(
                e ->
                    Files.isDirectory(e.getSourceFile())
                        ? "folder"
                        : remembered.of(e.getSourceFile()))
            .toList();
    var hash = new InputHash();
    int i = 0;
    for (FileEntriesLayer layer : layers) {
      hash.add(List.of("layer", layer.getName()));
      for (FileEntry entry : layer.getEntries()) {
        hash.add(
            List.of(
                entry.getExtractionPath().toString(),
                entry.getPermissions().toOctalString(),
                entry.getModificationTime().toString(),
                entry.getOwnership(),
                hashes.get(i++)));
      }
    }
    return hash.hex();
  }

  /** Adds the values with their lengths, so that {@code ab, c} differs from {@code a, bc}. */
  private InputHash add(List<String> values) {
    digest.update((values.size() + "\n").getBytes(StandardCharsets.UTF_8));
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return this;
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String jibVersion() {
    return String.valueOf(Containerizer.class.getPackage().getImplementationVersion());
  }
}
