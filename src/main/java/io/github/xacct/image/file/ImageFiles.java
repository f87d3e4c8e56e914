package io.github.xacct.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The files of an image in a folder or a tarball, by name. */
public interface ImageFiles extends AutoCloseable {
  boolean has(String name);

  InputStream open(String name) throws IOException;

  long size(String name) throws IOException;

  @Override
  void close() throws IOException;

  default byte[] bytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  default JsonNode json(String name) throws IOException {
    return Json.read(bytes(name));
  }

  static ImageFiles of(Path folderOrTarball) throws IOException {
    return Files.isDirectory(folderOrTarball)
        ? new InFolder(folderOrTarball)
        : new InTarball(new TarFile(folderOrTarball));
  }

  /** The files of an image in a folder. */
  record InFolder(Path folder) implements ImageFiles {
    @Override
    public boolean has(String name) {
      return Files.isRegularFile(folder.resolve(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
      return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public long size(String name) throws IOException {
      return Files.size(folder.resolve(name));
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  /** The files of an image in a tarball, which is not extracted. */
  final class InTarball implements ImageFiles {
    private final TarFile tar;
    private final Map<String, TarArchiveEntry> entries;

    InTarball(TarFile tar) {
      this.tar = tar;
      this.entries =
          tar.getEntries().stream()
              .collect(
                  Collectors.toMap(
                      e -> e.getName().replaceFirst("^\\./", ""),
                      Function.identity(),
                      (first, second) -> second));
    }

    @Override
    public boolean has(String name) {
      return entries.containsKey(name);
    }

    /** Opens a file; older Docker versions wrote a repeated layer as a link. */
    @Override
    public InputStream open(String name) throws IOException {
      return new Shared(tar.getInputStream(entry(name)));
    }

    /** Synchronizes reads, because all streams of a tarball share one channel and its position. */
    private final class Shared extends InputStream {
      private final InputStream in;

      Shared(InputStream in) {
        this.in = in;
      }

      @Override
      public int read() throws IOException {
        synchronized (tar) {
          return in.read();
        }
      }

      @Override
      public int read(byte[] to, int from, int length) throws IOException {
        synchronized (tar) {
          return in.read(to, from, length);
        }
      }
    }

    @Override
    public long size(String name) throws IOException {
      return entry(name).getSize();
    }

    private TarArchiveEntry entry(String name) throws IOException {
      TarArchiveEntry entry = entries.get(name);
      if (entry == null) {
        throw new IOException("it has no " + name);
      }
      return entry.isSymbolicLink()
          ? entry(Path.of(name).resolveSibling(entry.getLinkName()).normalize().toString())
          : entry;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
