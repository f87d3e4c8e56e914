package io.github.xacct.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a tarball with an OCI layout, which can contain images of several platforms; {@code
 * skopeo} reads it as {@code oci-archive:}. Source: OCI Image Layout Specification.
 */
final class OciArchive implements AutoCloseable {
  private final TarArchiveOutputStream tar;
  private final Set<Digest> written = new HashSet<>();

  private OciArchive(Path file) throws IOException {
    tar = new TarArchiveOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /** Opens a new tarball. */
  static OciArchive of(Path file) throws IOException {
    return new OciArchive(file);
  }

  /**
   * Writes an OCI archive of an image for several platforms.
   *
   * @param name REPOSITORY:TAG
   */
  static void write(Path file, Manifest index, List<LocalImage> parts, String name)
      throws IOException {
    try (var archive = of(file)) {
      archive.add(
          "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
      ObjectNode json = Json.object().put("schemaVersion", 2);
      Index.describe(json.putArray("manifests").addObject(), index)
          .putObject("annotations")
          .put("org.opencontainers.image.ref.name", name);
      archive.add("index.json", Index.bytes(json));
      archive.add(index);
      for (LocalImage part : parts) {
        archive.add(part.manifest());
        for (Blob blob : part.blobs()) {
          archive.add(blob);
        }
      }
    }
  }

  private void add(Manifest manifest) throws IOException {
    add("blobs/sha256/" + hex(manifest.digest()), manifest.content());
  }

  /** Adds a blob once; the app's layers are the same for all platforms. */
  private void add(Blob blob) throws IOException {
    addOnce("blobs/sha256/" + hex(blob.digest()), blob);
  }

  /** Adds a file, unless one with the same content was added already. */
  void addOnce(String name, Blob blob) throws IOException {
    if (!written.add(blob.digest())) {
      return;
    }
    begin(name, blob.size());
    try (InputStream in = blob.content().open()) {
      in.transferTo(tar);
    }
    tar.closeArchiveEntry();
  }

  void add(String name, byte[] content) throws IOException {
    begin(name, content.length);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void begin(String name, long size) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
  }

  private static String hex(Digest digest) {
    return digest.value().substring("sha256:".length());
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
