package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.common.collect.ImmutableList;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A layer with files that Jib does not support: symbolic links, and files with a set user ID bit.
 * It is written to Jib's cache under the entries that Jib is given, so that Jib uses it unchanged.
 * One of these entries represents all special files in the cache's key and the hash of the inputs.
 */
public final class SpecialLayer {
  private static final String MARK = "/.xacct-special-files";

  private final Map<String, FileEntry> entries;
  private final Map<String, String> links;
  private final Map<String, Integer> modes;

  private SpecialLayer(
      Map<String, FileEntry> entries, Map<String, String> links, Map<String, Integer> modes) {
    this.entries = entries;
    this.links = links;
    this.modes = modes;
  }

  /**
   * Creates a layer with links, or with files whose modes have special bits.
   *
   * @param entries of the files; the entry for the special files is added
   * @param links target by path
   * @param modes set user ID, set group ID and sticky bits by path
   * @param made folder for the additional entry
   */
  static SpecialLayer of(
      SortedMap<String, FileEntry> entries,
      Map<String, String> links,
      Map<String, Integer> modes,
      Path made) {
    String text = "links " + links + "\nmodes " + modes + "\n";
    Path mark = made.resolve("special-" + Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    try {
      if (!Files.exists(mark)) {
        AtomicFile.write(mark, text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw unwritable(mark, e);
    }
    FileTree.put(entries, mark, MARK, "644");
    return new SpecialLayer(entries, links, modes);
  }

  /** The targets of its symbolic links by path. */
  Map<String, String> links() {
    return links;
  }

  /** The path in the image that a link leads to. */
  static String meant(String link, String target) {
    return Objects.requireNonNull(Path.of(link).getParent()).resolve(target).normalize().toString();
  }

  /** Writes the layer to Jib's cache. */
  public void prepare(Path cache) {
    try {
      Cache.withDirectory(cache)
          .writeUncompressedLayer(
              Blobs.from(this::write, true), ImmutableList.copyOf(entries.values()));
    } catch (IOException | CacheDirectoryCreationException e) {
      throw unwritable(cache, e);
    }
  }

  /** Writes the uncompressed layer. */
  public void write(OutputStream out) throws IOException {
    var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    for (String path : paths()) {
      write(tar, path);
    }
    tar.finish();
    tar.flush();
  }

  /** All paths including parent folders, as in Jib's layers. */
  private SortedSet<String> paths() {
    var paths = new TreeSet<String>();
    var files = new TreeSet<>(entries.keySet());
    files.remove(MARK);
    files.addAll(links.keySet());
    for (String path : files) {
      for (int slash = path.length(); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        paths.add(path.substring(0, slash));
      }
    }
    return paths;
  }

  private void write(TarArchiveOutputStream tar, String path) throws IOException {
    String name = path.substring(1);
    FileEntry file = entries.get(path);
    boolean isFile = file != null && !Files.isDirectory(file.getSourceFile());
    TarArchiveEntry entry;
    if (links.containsKey(path)) {
      entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(links.get(path));
      entry.setMode(0120777);
    } else if (file != null && isFile) {
      entry = new TarArchiveEntry(name);
      entry.setSize(Files.size(file.getSourceFile()));
      entry.setMode(
          0100000 | file.getPermissions().getPermissionBits() | modes.getOrDefault(path, 0));
    } else {
      entry = new TarArchiveEntry(name + "/");
      entry.setMode(040755 | modes.getOrDefault(path, 0));
    }
    entry.setModTime(FileEntriesLayer.DEFAULT_MODIFICATION_TIME.toEpochMilli());
    tar.putArchiveEntry(entry);
    if (file != null && isFile) {
      Files.copy(file.getSourceFile(), tar);
    }
    tar.closeArchiveEntry();
  }

  private static XacctException unwritable(Path path, Exception e) {
    return XacctException.yours(path + " cannot be written.")
        .evidence(e.toString())
        .suggestion("look at the folder's permissions and at the space on its disk")
        .cause(e);
  }
}
